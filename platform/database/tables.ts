import { definerName, roleName, type LoginRole } from './roles.ts';

/** SQL that gives a tenant table forced row-level security: each organisation its own rows, the worker role all. */
export function tenantTable(schema: string, table: string, grants: Partial<Record<LoginRole, string>>): string[] {
  const name = `${schema}.${table}`;
  const own = `org_id = nullif(current_setting('app.org', true), '')`;
  const sql = [`alter table ${name} enable row level security`, `alter table ${name} force row level security`];
  for (const [role, privileges] of Object.entries(grants)) {
    // Object.entries forgets the key type; the keys are those of `grants`.
    const login = roleName(schema, role as LoginRole);
    sql.push(`grant ${privileges} on ${name} to ${login}`);
    sql.push(
      role === 'request'
        ? `create policy ${table}_request on ${name} to ${login} using (${own}) with check (${own})`
        : `create policy ${table}_${role} on ${name} to ${login} using (true) with check (true)`,
    );
  }
  return sql;
}

/** Lets the functions of {@link definerFunction} read a tenant table, whatever organisation asks. */
export function definerReads(schema: string, table: string): string[] {
  const definer = definerName(schema);
  return [
    `grant select on ${schema}.${table} to ${definer}`,
    `create policy ${table}_definer on ${schema}.${table} for select to ${definer} using (true)`,
  ];
}

/** A SECURITY DEFINER function that only the roles named may execute. `signature` is `name(arg type, …)`. */
export function definerFunction(
  schema: string,
  signature: string,
  returns: string,
  body: string,
  executors: readonly LoginRole[],
): string[] {
  const types = signature.replace(
    /\(.*\)/,
    (list) =>
      `(${list
        .slice(1, -1)
        .split(',')
        .map((part) => part.trim().split(/\s+/).slice(1).join(' '))
        .join(', ')})`,
  );
  return [
    `create function ${schema}.${signature} returns ${returns} language sql stable security definer set search_path = ${schema}, pg_temp as $body$ ${body} $body$`,
    `alter function ${schema}.${types} owner to ${definerName(schema)}`,
    `revoke execute on function ${schema}.${types} from public`,
    ...executors.map((role) => `grant execute on function ${schema}.${types} to ${roleName(schema, role)}`),
  ];
}

/** What every subgraph keeps beside its own tables: the outbox (a log), idempotency keys, and cursors into others' outboxes. */
export function standardTables(schema: string): string[] {
  return [
    `create table ${schema}.outbox (
      position bigint generated always as identity primary key,
      xid xid8 not null default pg_current_xact_id(),
      id text not null unique,
      org_id text not null,
      type text not null,
      entity_id text not null,
      payload jsonb not null,
      occurred_at timestamptz not null
    )`,
    `create index outbox_order on ${schema}.outbox (xid, position)`,
    `create function ${schema}.outbox_notify() returns trigger language plpgsql as $body$ begin perform pg_notify('guildhall_outbox_${schema}', ''); return null; end $body$`,
    `create trigger outbox_notify after insert on ${schema}.outbox for each statement execute function ${schema}.outbox_notify()`,
    ...tenantTable(schema, 'outbox', { request: 'insert', worker: 'insert', stream: 'select' }),
    `create table ${schema}.idempotency_key (
      org_id text not null,
      operation text not null,
      key text not null,
      input_hash text not null,
      result_id text,
      created_at timestamptz not null default now(),
      primary key (org_id, operation, key)
    )`,
    ...tenantTable(schema, 'idempotency_key', { request: 'select, insert, update', worker: 'select, insert, update' }),
    `create table ${schema}.stream_cursor (
      consumer text primary key,
      xid xid8 not null,
      position bigint not null
    )`,
    `grant select, insert, update on ${schema}.stream_cursor to ${roleName(schema, 'worker')}`,
  ];
}
