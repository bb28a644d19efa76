export interface Person {
  subject: string;
  name: string;
  /** What the person is for in the demo. */
  part: string;
  org?: string;
}

/** The people of the demo. What they may do is given to them by mutations, as everywhere. */
export const people: readonly Person[] = [
  { subject: 'user:root', name: 'Root', part: 'platform admin' },
  { subject: 'user:alice', name: 'Alice', part: 'consumer: member and billing admin', org: 'org:acme' },
  { subject: 'user:beckayu', name: 'Becka Yu', part: 'publisher: made the app', org: 'org:northwind' },
  { subject: 'user:priya', name: 'Priya', part: 'approver', org: 'org:northwind' },
  { subject: 'user:nadia', name: 'Nadia', part: 'billing admin', org: 'org:northwind' },
  { subject: 'user:mallory', name: 'Mallory', part: 'member of another organisation', org: 'org:evilcorp' },
  { subject: 'user:olga', name: 'Olga', part: 'auditor' },
];
