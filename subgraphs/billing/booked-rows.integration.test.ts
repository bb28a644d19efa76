import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { subscription, payg } from './testing/values.ts';
import { actor, APP, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';

let on: RunningBilling;
beforeAll(async () => {
  on = await startBilling();
  await on.price(APP, payg({ token: '0.01' }));
  await on.price('planner', subscription('10', { token: '100' }, { token: '0.5' }));
  await on.openAccount('org:acme');
  await on.desk.takeUsageDay([usageRow({ orgId: 'org:acme', unit: 'token', quantity: '1000' })]);
  await on.desk.draftInvoice('org:acme', '2026-11');
  await on.desk.numberAndPost('org:acme', '2026-11');
  await on.desk.finalizeInvoice('org:acme', '2026-11');
});
afterAll(() => on?.stop());

const invoiceOf = async (orgId: string) =>
  (await on.billing.invoicePage(actor(orgId, 'auditor'), { limit: 1, after: undefined, backward: false }))[0];

describe('the database itself', () => {
  const as = async (role: 'request' | 'worker', org: string, work: (client: Client) => Promise<unknown>) => {
    const client = new Client({ connectionString: on.url(role) });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('app.org', $1, true)`, [org]);
      return await work(client);
    } finally {
      await client.query('rollback');
      await client.end();
    }
  };
  const refused = (role: 'request' | 'worker', text: string) =>
    as(role, 'org:acme', (client) => client.query(text)).then(
      () => undefined,
      (error: Error) => error.message,
    );

  it('shows a tenant nothing of another', async () => {
    for (const table of [
      'account',
      'invoice',
      'charge_line',
      'draft_line',
      'ledger_entry',
      'ledger_transaction',
      'app_revenue',
      'install_copy',
      'install_binding',
      'usage_day',
      'booked_month',
      'held_line',
    ]) {
      const rows = await as('request', 'org:mallory', async (client) => (await client.query(`select * from billing.${table}`)).rows);
      expect(rows, table).toEqual([]);
    }
  });

  it.each([
    `update billing.ledger_entry set amount_minor = 0`,
    `delete from billing.ledger_entry`,
    `update billing.charge_line set amount_minor = 0`,
    `delete from billing.charge_line`,
    `update billing.usage_day set quantity = 0`,
    `delete from billing.app_revenue`,
    `update billing.reconciliation_difference set left_value = ''`,
    `truncate billing.ledger_entry`,
  ])('lets no role do: %s', async (text) => {
    expect(await refused('worker', text)).toContain('permission denied');
    expect(await refused('request', text)).toContain('permission denied');
  });

  it('lets nobody take away an invoice that is posted, or change one that is final', async () => {
    const touched = await as('worker', 'org:acme', async (client) => [
      (await client.query(`delete from billing.invoice where org_id = 'org:acme'`)).rowCount,
      (await client.query(`update billing.invoice set total_minor = 1 where org_id = 'org:acme'`)).rowCount,
    ]);
    expect(touched).toEqual([0, 0]);
  });

  describe('of an invoice that is posted and not final yet', () => {
    const orgId = 'org:posted';
    beforeAll(async () => {
      await on.openAccount(orgId);
      await on.install(orgId, 'planner');
      await on.desk.numberAndPost(orgId, '2026-11');
    });

    it.each([
      `number = 'GH-2026-999999'`,
      `number = null, status = 'draft'`,
      `status = 'draft'`,
      `status = 'final'`,
      `finalized_at = now()`,
      `total_minor = 1`,
      `total_minor = 0, status = 'final', finalized_at = now()`,
      `number = 'GH-2026-999999', status = 'final', finalized_at = now()`,
      `posted_at = now()`,
      `posted_at = null, status = 'final', finalized_at = now()`,
    ])('lets nobody write: %s', async (change) => {
      for (const role of ['worker', 'request'] as const) {
        expect(await refused(role, `update billing.invoice set ${change} where org_id = '${orgId}'`)).toMatch(
          role === 'worker' ? /is posted: it can only become final/ : /permission denied/,
        );
      }
      expect(await invoiceOf(orgId)).toMatchObject({ status: 'posted', total: { minor: 1000n }, finalizedAt: null });
    });

    it('lets the worker make it final, once', async () => {
      await on.desk.finalizeInvoice(orgId, '2026-11');
      const invoice = await invoiceOf(orgId);
      expect(invoice).toMatchObject({ status: 'final', total: { minor: 1000n } });
      expect(invoice?.finalizedAt).toBeInstanceOf(Date);
      const touched = await as('worker', orgId, (client) =>
        client.query(`update billing.invoice set finalized_at = now() where org_id = '${orgId}'`).then(({ rowCount }) => rowCount),
      );
      expect(touched).toBe(0);
    });
  });

  it.each(
    ['NaN', 'Infinity', '-1'].flatMap((value): [string, string, string][] => [
      [value, 'usage_day', 'quantity'],
      ...['charge_line', 'draft_line'].flatMap((table) =>
        ['quantity', 'included', 'unit_price'].map((column): [string, string, string] => [value, table, column]),
      ),
    ]),
  )('takes no %s into %s.%s, from nobody', async (value, table, column) => {
    const line = `'org:acme', 'lin_bad', '2026-11', 99, null, 'usage', '${APP}', '${PUBLISHER}', 'token', null`;
    const values = Object.entries({ quantity: '1', included: '0', unit_price: '0' }).map(([name, fit]) => (name === column ? value : fit));
    const row =
      table === 'usage_day'
        ? `'org:acme', '${APP}', '${PUBLISHER}', '2026-11-29', 'token', 1, '${value}', false, now(), true`
        : `${line}, ${values.map((text) => `'${text}'`).join(', ')}, 0, 'USD'`;
    await expect(on.sql(`insert into billing.${table} values (${row})`)).rejects.toThrow(
      /violates check constraint|numeric field overflow/,
    );
    if (table === 'draft_line') return;
    // Nor is what is there altered into it by hand.
    await expect(on.sql(`update billing.${table} set ${column} = '${value}' where org_id = 'org:acme'`)).rejects.toThrow(
      /violates check constraint|numeric field overflow/,
    );
  });

  it('refuses at the commit entries that do not sum to zero', async () => {
    const client = new Client({ connectionString: on.url('worker') });
    await client.connect();
    await client.query('begin');
    await client.query(`insert into billing.ledger_transaction values ('org:acme', 'ltx_bad', '2026-10', null, now())`);
    await client.query(
      `insert into billing.ledger_entry values ('org:acme', 'ent_bad', 'ltx_bad', 'cost/org:acme', 5, 'USD', '2026-10', null, now())`,
    );
    await expect(client.query('commit')).rejects.toThrow('does not sum to zero');
    await client.end();
    expect(await on.sql(`select 1 from billing.ledger_entry where id = 'ent_bad'`)).toEqual([]);
  });
});
