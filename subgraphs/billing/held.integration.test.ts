import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actor, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';
import { payg, subscription } from './testing/values.ts';

const DEAR = 'dear-742';
const CHEAP = 'cheap-742';

let on: RunningBilling;
beforeAll(async () => {
  on = await startBilling();
  await on.price(DEAR, payg({ token: '10000000000000' }));
  await on.price(CHEAP, payg({ token: '0.01' }));
});
afterAll(() => on?.stop());

/** The held lines of open months that an organisation sees. */
const held = async (orgId: string) =>
  (await on.billing.heldLinePage(actor(orgId, 'billing_admin'), undefined, { limit: 50, after: undefined, backward: false }))
    .filter((line) => !line.booked)
    .map(({ month, appId, code, quantity }) => `${month} ${appId} ${code} ${quantity}`);
const ofPublisher = async (orgId: string) =>
  (await on.billing.heldLinePage(actor(PUBLISHER, 'billing_admin'), undefined, { limit: 50, after: undefined, backward: false })).filter(
    (line) => line.orgId === orgId,
  ).length;
const LINE = `2026-11 ${DEAR} AMOUNT_TOO_LARGE 7`;

describe('the held lines of an open month', () => {
  it('are named when an install is heard of after the day was taken, to the publisher too', async () => {
    await on.openAccount('org:late');
    await on.plainDesk.takeUsageDay([usageRow({ orgId: 'org:late', appId: DEAR, quantity: '7' })]);
    expect(await held('org:late')).toEqual([]);
    await on.install('org:late', DEAR);
    expect(await held('org:late')).toEqual([LINE]);
    expect(await ofPublisher('org:late')).toBe(1);
  });

  it('are those of each open month', async () => {
    await on.openAccount('org:months');
    const days = ['2026-10-16', '2026-11-16', '2026-12-01'];
    await on.plainDesk.takeUsageDay(days.map((day) => usageRow({ orgId: 'org:months', appId: DEAR, quantity: '7', day })));
    await on.install('org:months', DEAR, '2026-11-01T00:00:00Z');
    expect(await held('org:months')).toEqual([LINE.replace('11', '12'), LINE]);
  });

  it('stay as they were booked when an install is heard of later', async () => {
    await on.openAccount('org:booked');
    await on.desk.takeUsageDay([
      usageRow({ orgId: 'org:booked', appId: CHEAP, quantity: '700' }),
      usageRow({ orgId: 'org:booked', appId: DEAR, quantity: '7' }),
    ]);
    await on.bill('org:booked');
    const rows = () => on.sql(`select * from billing.held_line where org_id = 'org:booked'`);
    const before = await rows();
    expect(before).toMatchObject([{ app_id: DEAR, booked: true }]);
    await on.install('org:booked', DEAR, '2026-10-01T00:00:00Z', '2026-11-02T00:00:00Z', { id: 'ins_other' });
    expect(await rows()).toEqual(before);
  });

  it('are named when an install is known only once it has ended', async () => {
    await on.openAccount('org:ended');
    await on.plainDesk.takeUsageDay([usageRow({ orgId: 'org:ended', appId: DEAR, quantity: '7' })]);
    await on.install('org:ended', DEAR, '2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z');
    expect(await held('org:ended')).toEqual([LINE]);
  });

  it('are named whichever of an install and a day comes first, also at the same time', async () => {
    const orgs = Array.from({ length: 40 }, (_, i) => `org:same-${i}`);
    for (const org of orgs) await on.openAccount(org);
    await Promise.all(
      orgs.flatMap((orgId) => [on.plainDesk.takeUsageDay([usageRow({ orgId, appId: DEAR, quantity: '7' })]), on.install(orgId, DEAR)]),
    );
    expect(await Promise.all(orgs.map(held))).toEqual(orgs.map(() => [LINE]));
  });

  it('name an app on hold, whether the install, the day or the hold comes last, and no longer when the hold is over', async () => {
    const onHold = [`2026-11 ${CHEAP} APP_ON_HOLD 5`];
    const day = (orgId: string) => usageRow({ orgId, appId: CHEAP, quantity: '5' });
    const orgs = ['org:hold-1', 'org:hold-2', 'org:hold-3'];
    for (const org of orgs) await on.openAccount(org);
    await on.desk.takeUsageDay([day('org:hold-1')]);
    await on.hold(CHEAP);
    expect(await held('org:hold-1')).toEqual(onHold);
    await on.desk.takeUsageDay([day('org:hold-2')]);
    expect(await held('org:hold-2')).toEqual(onHold);
    await on.plainDesk.takeUsageDay([day('org:hold-3')]);
    expect(await held('org:hold-3')).toEqual([]);
    await on.install('org:hold-3', CHEAP);
    expect(await held('org:hold-3')).toEqual(onHold);
    await on.hold();
    expect(await Promise.all(orgs.map(held))).toEqual([[], [], []]);
  });

  it('of a draft whose month was not booked survive the next day that is taken', async () => {
    await on.openAccount('org:draft');
    await on.hold(CHEAP);
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:draft', appId: CHEAP, quantity: '5' })]);
    await on.desk.draftInvoice('org:draft', '2026-11', new Set([CHEAP]));
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:draft', appId: CHEAP, quantity: '6', version: 2 })]);
    expect(await held('org:draft')).toEqual([`2026-11 ${CHEAP} APP_ON_HOLD 6`]);
    await on.hold();
  });

  it('name the held fee of an app that was not used no longer once the hold is over', async () => {
    await on.price('club-742', subscription('10', {}, {}));
    await on.openAccount('org:club');
    await on.install('org:club', 'club-742');
    // It was used in a month that is booked.
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:club', appId: 'club-742', quantity: '1', day: '2026-10-05' })]);
    await on.bill('org:club', '2026-10');
    await on.hold('club-742');
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:club', appId: CHEAP, quantity: '5' })]);
    expect(await held('org:club')).toEqual(['2026-11 club-742 APP_ON_HOLD 1']);
    await on.hold();
    expect(await held('org:club')).toEqual([]);
  });

  it('wait for no booking: the note of a month that is being booked stays', async () => {
    await on.openAccount('org:busy');
    await on.plainDesk.takeUsageDay([usageRow({ orgId: 'org:busy', appId: DEAR, quantity: '7' })]);
    await on.copyInstall('org:busy', DEAR, '2026-11-01T00:00:00Z', 'ins_busy');
    await on.sql('begin');
    await on.sql(`select pg_advisory_xact_lock(hashtextextended('billing month 2026-11 org:busy', 0))`);
    await on.refreshHeld();
    await on.sql('commit');
    expect(await held('org:busy')).toEqual([]);
    await on.refreshHeld();
    expect(await held('org:busy')).toEqual([LINE]);
  });

  it('cost a stream of reinstalls no more than one update of the month', async () => {
    await on.openAccount('org:again');
    await on.plainDesk.takeUsageDay([usageRow({ orgId: 'org:again', appId: DEAR, quantity: '7' })]);
    const notes = () => on.sql(`select since from billing.held_stale where org_id = 'org:again'`);
    for (let i = 1; i <= 20; i++) await on.copyInstall('org:again', DEAR, `2026-11-${String(i).padStart(2, '0')}T00:00:00Z`, `ins_${i}`);
    expect(await notes()).toEqual([{ since: new Date('2026-11-01T00:00:00Z') }]);
    await on.refreshHeld();
    expect(await notes()).toEqual([]);
    expect(await held('org:again')).toEqual([LINE]);
  });
});
