/** One thing that happened to a publish request. `key` names it once in the request; `position` orders what is committed. */
export type TimelineEntry = {
  readonly orgId: string;
  readonly publishRequestId: string;
  readonly key: string;
  readonly position: string;
  readonly event: string;
  readonly text: string;
  readonly actor: string;
  readonly at: Date;
};

/** One thing that was done to an organisation, its people, teams or keys, or a look into it from the platform. */
export type AuditEntry = {
  readonly orgId: string;
  readonly id: string;
  readonly action: string;
  readonly actor: string;
  readonly target: string;
  readonly detail: string;
  readonly at: Date;
};
