import { createHash } from 'node:crypto';
import { UnavailableError } from '@guildhall/platform/errors.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';

export type Membership = { readonly orgId: string; readonly roles: readonly Role[]; readonly teams: readonly string[] };

/** Who somebody is, as governance knows it. */
export type Identity = {
  readonly principal: string;
  readonly kind: Actor['kind'];
  readonly memberships: readonly Membership[];
  /** Roles that hold in every organisation. */
  readonly platformRoles: readonly Role[];
};

/** What a caller proved; `organization` tells governance, for the audit, that a platform role chose a foreign one. */
export type Question = ({ readonly principal: string } | { readonly apiKey: string }) & { readonly organization?: string };

/** Asks governance. Null: unknown. Throws {@link UnavailableError} when it does not answer. */
export type AskIdentity = (question: Question) => Promise<Identity | null>;

type Entry = { readonly identity: Identity; readonly answeredAt: number; freshUntil: number };

const FRESH_MS = 5_000;
/** While governance is unreachable its last answer serves for so long. */
const STALE_MS = 5 * 60_000;
/** After a failure the last answer serves for so long before governance is asked again, so that no request waits in vain. */
const PAUSE_MS = 1_000;

export type DirectoryOptions = { readonly ask: AskIdentity; readonly now: () => number; readonly capacity?: number };

/**
 * Answers who somebody is: from governance, at most 5 s old or `maxAgeMs` when it is given, with one question at a time for each caller.
 * Rejects as {@link AskIdentity} does.
 */
export type Directory = (question: Question, maxAgeMs?: number) => Promise<Identity | null>;

export function createDirectory({ ask, now, capacity = 10_000 }: DirectoryOptions): Directory {
  const known = new Map<string, Entry>();
  const asking = new Map<string, Promise<Identity | null>>();

  const keep = (key: string, entry: Entry) => {
    known.delete(key);
    known.set(key, entry);
    const oldest = known.size > capacity ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };

  const refresh = async (key: string, question: Question): Promise<Identity | null> => {
    try {
      const identity = await ask(question);
      // What is unknown is not kept, else made-up keys would push real people out.
      if (identity) keep(key, { identity, answeredAt: now(), freshUntil: now() + FRESH_MS });
      else known.delete(key);
      return identity;
    } catch (error) {
      const last = known.get(key);
      if (!(error instanceof UnavailableError) || !last || now() - last.answeredAt > STALE_MS) throw error;
      last.freshUntil = now() + PAUSE_MS;
      return last.identity;
    }
  };

  return (question, maxAgeMs = STALE_MS) => {
    const key = keyOf(question);
    const last = known.get(key);
    if (last && now() < last.freshUntil && now() - last.answeredAt < maxAgeMs) return Promise.resolve(last.identity);
    const running = asking.get(key);
    if (running) return running;
    const started = refresh(key, question).finally(() => asking.delete(key));
    asking.set(key, started);
    return started;
  };
}

/** Hashed, so that no API key lies in memory longer than its request. */
const keyOf = (question: Question) => createHash('sha256').update(JSON.stringify(question)).digest('base64url');
