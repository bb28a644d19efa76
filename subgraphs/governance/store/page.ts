import { UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import type { UserError } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';

/** Condition and options of a page by one text key that is unique in the list, in the order that the list shows. */
export function pageById<Key extends string>(key: Key, { limit, after, backward }: PageRequest, order: 'asc' | 'desc') {
  const direction = backward === (order === 'asc') ? ('desc' as const) : ('asc' as const);
  const [from] = after ?? [];
  const beyond = from === undefined ? {} : { [key]: direction === 'asc' ? { $gt: from } : { $lt: from } };
  // A computed key widens to `string`; it is `Key` by construction.
  return { where: beyond as Partial<Record<Key, { $gt: string } | { $lt: string }>>, options: { orderBy: { [key]: direction }, limit } };
}

/** Runs an insert, and throws what `refuse` makes when its key is used already. */
export async function unlessUsed(insert: Promise<unknown>, refuse: () => UserError): Promise<void> {
  try {
    await insert;
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) throw refuse();
    throw error;
  }
}
