import {
  AddMemberDocument,
  ChangeAccountKindDocument,
  CreateOrganizationDocument,
  CreatePersonDocument,
  JoinOrganizationDocument,
  OpenAccountDocument,
  type AccountKind,
  type Role,
} from '@guildhall/operations/generated/operations.ts';
import { Failure } from '../failure.ts';
import { people } from '../people.ts';
import { done, type World } from './world.ts';

export type OrganizationPlan = {
  readonly id: string;
  readonly name: string;
  readonly members: readonly { readonly subject: string; readonly roles: readonly Role[] }[];
  readonly account?: AccountKind;
};

const ADMIN = 'user:root';

/** The organisations of the demo and what its people may do in them. */
export const organizations: readonly OrganizationPlan[] = [
  {
    id: 'org:northwind',
    name: 'Northwind',
    members: [
      { subject: 'user:beckayu', roles: ['MEMBER', 'PUBLISHER'] },
      { subject: 'user:priya', roles: ['MEMBER', 'APPROVER'] },
      { subject: 'user:nadia', roles: ['MEMBER', 'BILLING_ADMIN'] },
    ],
    account: 'INTERNAL',
  },
  // Its account is of the demo's past.
  { id: 'org:acme', name: 'Acme', members: [{ subject: 'user:alice', roles: ['MEMBER', 'BILLING_ADMIN'] }] },
  {
    id: 'org:evilcorp',
    name: 'Evil Corp',
    members: [{ subject: 'user:mallory', roles: ['MEMBER', 'PUBLISHER', 'APPROVER', 'BILLING_ADMIN'] }],
    account: 'EXTERNAL',
  },
  { id: 'org:guildhall', name: 'Guildhall', members: [{ subject: 'user:olga', roles: ['AUDITOR'] }] },
];

/**
 * Makes an organisation, its people and its account as planned; what is there already stays. Whoever belongs to another one accepts, a
 * billing admin of its own opens the account, and a platform admin makes that internal.
 */
export async function makeOrganization(world: World, { id, name, members, account }: OrganizationPlan): Promise<void> {
  const platform = world.as(ADMIN, 'org:guildhall');
  done((await platform.send(CreateOrganizationDocument, { input: { id, name } })).createOrganization, 'ORGANIZATION_ID_TAKEN');
  const admin = world.as(ADMIN, id);
  for (const { subject, roles } of members) {
    const { name: displayName, org: home = 'org:guildhall' } = people.find((person) => person.subject === subject) ?? { name: subject };
    done((await admin.send(CreatePersonDocument, { input: { id: subject, displayName } })).createPerson, 'PERSON_ID_TAKEN');
    const added = await admin.send(AddMemberDocument, { input: { principalId: subject, roles: [...roles] } });
    if (!done(added.addMember, 'ALREADY_MEMBER').invitation) continue;
    done((await world.as(subject, home).send(JoinOrganizationDocument, { input: { organizationId: id } })).joinOrganization);
  }
  if (account === undefined) return;
  const payer = members.find(({ roles }) => roles.includes('BILLING_ADMIN'));
  if (!payer) throw new Failure('usage', `${id} has nobody who may open its account.`);
  const input = { kind: 'EXTERNAL' as const, currency: 'USD', idempotencyKey: `account of ${id}` };
  done((await world.as(payer.subject, id).send(OpenAccountDocument, { input })).openAccount, 'ACCOUNT_EXISTS');
  if (account === 'EXTERNAL') return;
  const change = { kind: account, idempotencyKey: `account of ${id} as ${account}` };
  done((await admin.send(ChangeAccountKindDocument, { input: change })).changeAccountKind);
}
