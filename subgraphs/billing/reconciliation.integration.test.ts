import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ForbiddenError } from '@guildhall/platform/errors.ts';
import { payg } from './testing/values.ts';
import type { Difference, UsageDayRow } from './index.ts';
import { actor, APP, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';

const WINDOW = { from: '2026-11-01', to: '2026-12-01' };
const all = { limit: 100, after: undefined, backward: false };
const days = [
  usageRow({ quantity: '4000' }),
  usageRow({ quantity: '7', unit: 'invocation' }),
  usageRow({ quantity: '1000', day: '2026-11-17' }),
  usageRow({ quantity: '10', orgId: 'org:other' }),
];

let on: RunningBilling;
let undo: string | undefined;
beforeAll(async () => {
  on = await startBilling();
  await on.price(APP, payg({ token: '0.01' }));
  await on.openAccount('org:acme');
  await on.openAccount('org:other', 'internal');
  await on.desk.takeUsageDay(days);
  await on.bill('org:acme');
  await on.bill('org:other');
});
afterEach(async () => {
  if (undo) await on.sql(undo);
  undo = undefined;
});
afterAll(() => on?.stop());

async function* pages(...given: (readonly UsageDayRow[])[]) {
  yield* given;
}
const compare = async () => [...(await on.desk.compareUsage(WINDOW, pages(days))), ...(await on.desk.compareInvoicedMonths(WINDOW))];
const show = (found: readonly Difference[]) =>
  found.map((d) =>
    [d.kind, d.orgId, d.appId ?? d.ledgerAccount ?? '', d.unit ?? '', d.day ?? d.month ?? '', d.leftValue, d.rightValue].join(' | '),
  );
const invoiceId = async () => (await on.billing.invoicePage(actor('org:acme', 'auditor'), all))[0]?.id;

describe('what nobody touched', () => {
  it('has no difference, whatever order and pages usage comes in', async () => {
    expect(await compare()).toEqual([]);
    expect(await on.desk.compareUsage(WINDOW, pages([...days].reverse().slice(0, 1), [...days].reverse().slice(1)))).toEqual([]);
  });
});

describe('altered by hand', () => {
  const alter = async (change: string, back: string) => {
    undo = back;
    await on.sql(change);
    return show(await compare());
  };

  it('a day of billing is named with organisation, app, unit and day, and so is the line that it should make', async () => {
    const found = await alter(
      `update billing.usage_day set quantity = 4001 where org_id = 'org:acme' and unit = 'token' and day = '2026-11-16'`,
      `update billing.usage_day set quantity = 4000 where org_id = 'org:acme' and unit = 'token' and day = '2026-11-16'`,
    );
    expect(found).toEqual([
      `usage_copy | org:acme | ${APP} | token | 2026-11-16 | 4000 | 4001`,
      `line | org:acme | ${APP} | token | 2026-11 | 5001 | 5000`,
      `line | org:acme | ${APP} | token | 2026-11 | 50.01 USD | 50.00 USD`,
    ]);
  });

  it('a line is named with its month', async () => {
    const found = await alter(
      `update billing.charge_line set amount_minor = 4999 where org_id = 'org:acme' and unit = 'token'`,
      `update billing.charge_line set amount_minor = 5000 where org_id = 'org:acme' and unit = 'token'`,
    );
    expect(found).toContain(`line | org:acme | ${APP} | token | 2026-11 | 50.00 USD | 49.99 USD`);
    expect(found).toContain(`invoice_total | org:acme |  |  | 2026-11 | 49.99 USD | 50.00 USD`);
  });

  it('a showback line is named too', async () => {
    const found = await alter(
      `update billing.charge_line set amount_minor = 11 where org_id = 'org:other'`,
      `update billing.charge_line set amount_minor = 10 where org_id = 'org:other'`,
    );
    expect(found).toEqual([
      `line | org:other | ${APP} | token | 2026-11 | 0.10 USD | 0.11 USD`,
      `ledger_entry | org:other | cost/org:other |  | 2026-11 | 0.11 USD | 0.10 USD`,
      `ledger_entry | org:other | recovery/${PUBLISHER}/${APP} |  | 2026-11 | -0.11 USD | -0.10 USD`,
    ]);
  });

  it('an invoice’s total is named', async () => {
    const found = await alter(
      `update billing.invoice set total_minor = 1 where org_id = 'org:acme'`,
      `update billing.invoice set total_minor = 5000 where org_id = 'org:acme'`,
    );
    expect(found).toEqual([`invoice_total | org:acme |  |  | 2026-11 | 50.00 USD | 0.01 USD`]);
  });

  it('a ledger entry is named with invoice, account and month', async () => {
    await alter(
      `update billing.ledger_entry set amount_minor = amount_minor + 100 where account = 'receivable/org:acme'`,
      `update billing.ledger_entry set amount_minor = amount_minor - 100 where account = 'receivable/org:acme'`,
    );
    expect(await compare()).toMatchObject([
      {
        kind: 'ledger_entry',
        invoiceId: await invoiceId(),
        ledgerAccount: 'receivable/org:acme',
        month: '2026-11',
        leftValue: '50.00 USD',
        rightValue: '51.00 USD',
      },
      { kind: 'ledger_balance', orgId: 'org:acme', month: '2026-11', leftValue: '0.00 USD', rightValue: '1.00 USD' },
    ]);
  });

  it('revenue told to the publisher is named', async () => {
    const found = await alter(`update billing.app_revenue set amount_minor = 1`, `update billing.app_revenue set amount_minor = 5000`);
    expect(found).toEqual([`app_revenue | org:acme | ${APP} |  | 2026-11 | 50.00 USD | 0.01 USD`]);
  });

  it('revenue of no line is named under its publisher', async () => {
    const found = await alter(
      `insert into billing.app_revenue values ('${PUBLISHER}', 'lin_none', '${APP}', '2026-11', 'USD', 7)`,
      `delete from billing.app_revenue where line_id = 'lin_none'`,
    );
    expect(found).toEqual([`app_revenue | ${PUBLISHER} | ${APP} |  | 2026-11 | none | 0.07 USD`]);
  });

  it('a price is named by the lines that it no longer makes', async () => {
    const found = await alter(
      `update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"0.02"')`,
      `update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"0.01"')`,
    );
    expect(found).toContain(`line | org:acme | ${APP} | token | 2026-11 | 100.00 USD | 50.00 USD`);
  });

  it('a price by which nobody could owe the lines is named by them and stops nothing else', async () => {
    const found = await alter(
      `update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"10000000000000"')`,
      `update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"0.01"')`,
    );
    expect(found).toEqual([
      `line | org:acme | ${APP} | token | 2026-11 | 10000000000000 | 0.01`,
      `line | org:acme | ${APP} | token | 2026-11 | held: 50000000000000000 USD | 50.00 USD`,
      `line | org:other | ${APP} | token | 2026-11 | 10000000000000 | 0.01`,
      `line | org:other | ${APP} | token | 2026-11 | held: 100000000000000 USD | 0.10 USD`,
    ]);
  });

  it('a price that is no number names the organisations whose comparison it stops, and the rest is compared', async () => {
    const found = await alter(
      `update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"dear"')`,
      `update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"0.01"')`,
    );
    expect(found).toEqual([
      expect.stringContaining(`comparison | org:acme |  |  | 2026-11 | done | `),
      expect.stringContaining(`comparison | org:other |  |  | 2026-11 | done | `),
    ]);
  });

  it.each(['EUR', 'XXX'])('a price’s currency %s is named by the lines and by what the invoice would lack', async (currency) => {
    const found = await alter(
      `update billing.price_version set pricing = jsonb_set(pricing, '{currency}', '"${currency}"')`,
      `update billing.price_version set pricing = jsonb_set(pricing, '{currency}', '"USD"')`,
    );
    expect(found).toContain(`line | org:acme | ${APP} | token | 2026-11 | none | 50.00 USD`);
    expect(found).toContain(`currency | org:acme | ${APP} |  | 2026-11 | 50 ${currency} | USD`);
    expect(found).toContain(`currency | org:other | ${APP} |  | 2026-11 | 0.1 ${currency} | USD`);
  });

  it.each([
    ['EUR', '50.00 EUR'],
    ['JPY', '5000 JPY'],
    ['XXX', '5000 minor units of XXX'],
  ])('a line’s currency %s is named, and all that no longer fits it', async (currency, said) => {
    const found = await alter(
      `update billing.charge_line set currency = '${currency}' where org_id = 'org:acme' and unit = 'token'`,
      `update billing.charge_line set currency = 'USD' where org_id = 'org:acme' and unit = 'token'`,
    );
    expect(found).toContain(`line | org:acme | ${APP} | token | 2026-11 | 50.00 USD | ${said}`);
    expect(found).toContain(`ledger_entry | org:acme | receivable/org:acme |  | 2026-11 | ${said} | 50.00 USD`);
    expect(found).toContain(`app_revenue | org:acme | ${APP} |  | 2026-11 | ${said} | 50.00 USD`);
    expect(found.filter((text) => text.startsWith('invoice_total | org:acme'))).toHaveLength(1);
    expect(found.filter((text) => !text.includes('org:acme'))).toEqual([]);
  });

  it('a showback line’s currency is held against the account’s', async () => {
    const found = await alter(
      `update billing.charge_line set currency = 'EUR' where org_id = 'org:other'`,
      `update billing.charge_line set currency = 'USD' where org_id = 'org:other'`,
    );
    expect(found).toContain(`line | org:other | ${APP} | token | 2026-11 | 0.10 USD | 0.10 EUR`);
  });

  it.each([
    ['EUR', '50.00 EUR'],
    ['XXX', '5000 minor units of XXX'],
  ])('an entry’s currency %s is named with its account, and the transaction that no longer balances', async (currency, said) => {
    const found = await alter(
      `update billing.ledger_entry set currency = '${currency}' where account = 'receivable/org:acme'`,
      `update billing.ledger_entry set currency = 'USD' where account = 'receivable/org:acme'`,
    );
    expect(found).toContain(`ledger_entry | org:acme | receivable/org:acme |  | 2026-11 | 50.00 USD | ${said}`);
    expect(found.filter((text) => text.startsWith('ledger_balance | org:acme'))).toHaveLength(2);
    expect(found).toHaveLength(3);
  });

  it.each(['invoice', 'app_revenue'])('the currency of %s is named', async (table) => {
    const found = await alter(`update billing.${table} set currency = 'XXX'`, `update billing.${table} set currency = 'USD'`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('50.00 USD | 5000 minor units of XXX');
  });
});

describe('use that comes after its month was booked', () => {
  const LATE = `delete from billing.usage_day where waiting`;
  const late = async (...rows: UsageDayRow[]) => {
    undo = LATE;
    await on.desk.takeUsageDay(rows);
    return show(await on.desk.compareInvoicedMonths(WINDOW));
  };

  it('is named once an organisation, app, unit and month, by what the newest days and the booked ones come to', async () => {
    const found = await late(
      usageRow({ quantity: '4000.5', version: 2 }),
      usageRow({ quantity: '1001', day: '2026-11-17', version: 2 }),
      usageRow({ quantity: '30', day: '2026-11-18' }),
      usageRow({ quantity: '2', unit: 'compute_unit' }),
      usageRow({ quantity: '12', orgId: 'org:other', version: 2 }),
    );
    expect(found).toEqual([
      `late_use | org:acme | ${APP} | token | 2026-11 | 5031.5 | 5000`,
      `late_use | org:acme | ${APP} | compute_unit | 2026-11 | 2 | none`,
      `late_use | org:other | ${APP} | token | 2026-11 | 12 | 10`,
    ]);
  });

  it('names the invoice that lacks it, which showback has none of', async () => {
    await late(
      usageRow({ quantity: '4001', version: 2 }),
      usageRow({ quantity: '12', orgId: 'org:other', version: 2 }),
      usageRow({ quantity: '2', unit: 'compute_unit' }),
    );
    const found = await on.desk.compareInvoicedMonths(WINDOW);
    expect(found.map((d) => [d.orgId, d.unit, d.invoiceId])).toEqual([
      ['org:acme', 'token', await invoiceId()],
      ['org:acme', 'compute_unit', null],
      ['org:other', 'token', null],
    ]);
  });

  it('is named by its newest version alone', async () => {
    await late(usageRow({ quantity: '4001', version: 2 }));
    expect(await late(usageRow({ quantity: '4002', version: 3 }))).toEqual([
      `late_use | org:acme | ${APP} | token | 2026-11 | 5002 | 5000`,
    ]);
  });

  it('is none when the newest version says what was booked', async () => {
    await late(usageRow({ quantity: '4001', version: 2 }));
    expect(await late(usageRow({ quantity: '4000', version: 3 }), usageRow({ quantity: '0', unit: 'compute_unit' }))).toEqual([]);
  });

  it('is not named again as a copy that differs, and hides nothing that was altered', async () => {
    const rows = [usageRow({ quantity: '4001', version: 2 }), ...days.slice(1)];
    expect(await late(...rows)).toHaveLength(1);
    expect(await on.desk.compareUsage(WINDOW, pages(rows))).toEqual([]);
    undo = `${LATE}; update billing.charge_line set amount_minor = 5000 where org_id = 'org:acme' and unit = 'token'`;
    await on.sql(`update billing.charge_line set amount_minor = 4999 where org_id = 'org:acme' and unit = 'token'`);
    const found = show(await on.desk.compareInvoicedMonths(WINDOW));
    expect(found).toContain(`line | org:acme | ${APP} | token | 2026-11 | 50.00 USD | 49.99 USD`);
    expect(found).toContain(`late_use | org:acme | ${APP} | token | 2026-11 | 5001 | 5000`);
  });

  it('is seen by its organisation in the week’s report', async () => {
    await late(usageRow({ quantity: '4001', version: 2 }));
    await on.desk.writeReport('2026-W47', await on.desk.compareInvoicedMonths(WINDOW));
    const report = await on.billing.reportOfWeek(actor('org:acme', 'auditor'), '2026-W47');
    expect(show(await on.billing.differencePage(actor('org:acme', 'billing_admin'), report?.id ?? '', all))).toEqual([
      `late_use | org:acme | ${APP} | token | 2026-11 | 5001 | 5000`,
    ]);
    expect(await on.billing.differencePage(actor('org:other', 'billing_admin'), report?.id ?? '', all)).toEqual([]);
    await on.sql(`delete from billing.reconciliation_difference; delete from billing.reconciliation_report`);
  });
});

describe('usage’s days against billing’s copy', () => {
  const copies = (...rows: UsageDayRow[]) => on.desk.compareUsage(WINDOW, pages(rows)).then(show);

  it('names what either side lacks, and a version that did not come over', async () => {
    expect(await copies(...days.slice(1), usageRow({ quantity: '4000', version: 2 }))).toEqual([
      `usage_copy | org:acme | ${APP} | token | 2026-11-16 | 4000 (version 2) | 4000 (version 1)`,
    ]);
    expect(await copies(...days.slice(1))).toEqual([`usage_copy | org:acme | ${APP} | token | 2026-11-16 | none | 4000`]);
    expect(await copies(...days, usageRow({ quantity: '3', unit: 'compute_unit' }))).toEqual([
      `usage_copy | org:acme | ${APP} | compute_unit | 2026-11-16 | 3 | none`,
    ]);
  });

  it('looks at the window alone', async () => {
    expect(await on.desk.compareUsage({ from: '2026-11-18', to: '2026-11-25' }, pages())).toEqual([]);
  });
});

describe('a week’s report', () => {
  const of = (orgId: string, kind = 'line'): Difference => ({
    kind,
    orgId,
    month: '2026-11',
    left: 'l',
    leftValue: '1',
    right: 'r',
    rightValue: '2',
  });
  const WEEK = '2026-W48';

  it('is new only when its differences are others, and green without any', async () => {
    const missing = () => on.desk.weeksToReconcile('2026-11-12', '2026-W52', 2);
    expect(await missing()).toEqual([]);
    const green = await on.desk.writeReport(WEEK, []);
    expect(green.differences).toBe(0);
    expect(await on.desk.writeReport(WEEK, [])).toEqual(green);
    const [one, two] = await Promise.all([
      on.desk.writeReport(WEEK, [of('org:acme'), of('org:other')]),
      on.desk.writeReport(WEEK, [of('org:other'), of('org:acme')]),
    ]);
    expect(two).toEqual(one);
    expect(one).toMatchObject({ differences: 2 });
    expect(one.reportId).not.toBe(green.reportId);
    expect(await on.sql(`select version from billing.reconciliation_report where week = $1 order by 1`, [WEEK])).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
    // The newest of those after it, and none below the floor.
    expect(await missing()).toEqual(['2026-W51', '2026-W50']);
    expect(await on.desk.weeksToReconcile('2026-11-12', '2026-W50', 12)).toEqual(['2026-W49']);
    expect(await on.desk.weeksToReconcile('2026-12-11', '2026-W52', 12)).toEqual(['2026-W51', '2026-W50']);
    expect(await on.desk.weeksToReconcile('2026-12-25', '2026-W50', 12)).toEqual([]);
  });

  it('shows an organisation its own differences, a platform admin or auditor all', async () => {
    const report = await on.billing.reportOfWeek(actor('org:acme', 'billing_admin'), WEEK);
    if (!report) throw new Error('the week has a report');
    const seen = async (...[orgId, ...roles]: Parameters<typeof actor>) => {
      const who = actor(orgId, ...roles);
      const found = (await on.billing.differencePage(who, report.id, all)).map((d) => d.orgId);
      expect((await on.billing.differenceCounts(who, [report.id]))[0]?.count ?? 0).toBe(found.length);
      return found;
    };
    expect(await seen('org:acme', 'billing_admin')).toEqual(['org:acme']);
    expect(await seen('org:mallory', 'billing_admin')).toEqual([]);
    expect(await seen('org:guildhall', 'auditor')).toEqual(['org:acme', 'org:other']);
    expect(await seen('org:acme', 'auditor')).toEqual(['org:acme', 'org:other']);
    // Belonging to the platform's organisation is not enough.
    expect(await seen('org:guildhall', 'billing_admin')).toEqual([]);
    await expect(on.billing.reportPage(actor('org:acme', 'member'), all)).rejects.toThrow(ForbiddenError);
  });

  it('keeps what usage found, which names no kind', async () => {
    const { left, leftValue, right, rightValue } = of('org:acme');
    await on.desk.writeReport('2026-W49', [
      { orgId: 'org:acme', appId: APP, unit: 'token', day: '2026-12-01', left, leftValue, right, rightValue },
    ]);
    const report = await on.billing.reportOfWeek(actor('org:acme', 'auditor'), '2026-W49');
    expect(await on.billing.differencePage(actor('org:acme', 'auditor'), report?.id ?? '', all)).toMatchObject([
      { kind: 'usage', orgId: 'org:acme', appId: APP, unit: 'token', day: '2026-12-01', leftValue: '1', rightValue: '2' },
    ]);
    expect((await on.billing.reportPage(actor('org:acme', 'auditor'), all)).map(({ week, version }) => [week, version])).toEqual([
      ['2026-W49', 1],
      ['2026-W48', 2],
    ]);
  });
});
