import { handle } from '@guildhall/events/event.ts';
import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '@guildhall/platform/testing/database.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entities, InstallCopyEntity } from './store/entities.ts';
import { keepInstalls } from './index.ts';

const event = (uninstalledAt: string | null, type = 'catalog.install.changed'): Parameters<typeof handle>[1] => ({
  id: 'evt_1',
  orgId: 'org:acme',
  type,
  entityId: 'ins_1',
  payload: { installId: 'ins_1', appId: 'where2eat-742', installedAt: '2026-11-01T08:00:00.000Z', uninstalledAt },
  occurredAt: new Date('2026-11-01T08:00:00Z'),
});

describe('the copy of installs', () => {
  let test: TestDatabase;
  let worker: Database;
  beforeAll(async () => {
    test = await createTestDatabase({
      schema: 'billing',
      entities,
      folder: new URL('./migrations', import.meta.url),
    });
    worker = await openDatabase({ url: test.url('worker'), schema: 'billing', entities });
  });
  afterAll(async () => {
    await worker?.close();
    await test?.drop();
  });
  const state = async () =>
    (await worker.transaction((em) => em.find(InstallCopyEntity, {}))).map(({ uninstalledAt }) => uninstalledAt?.toISOString() ?? null);
  const apply = (of: ReturnType<typeof event>) => worker.transaction((em) => handle(keepInstalls, of, em));

  it('follows an install, and once closed stays closed in whatever order events come', async () => {
    await apply(event(null, 'catalog.app.published'));
    expect(await state()).toEqual([]);
    await apply(event(null));
    expect(await state()).toEqual([null]);
    await apply(event('2026-11-20T08:00:00.000Z'));
    await apply(event(null));
    await apply(event('2026-11-20T08:00:00.000Z'));
    expect(await state()).toEqual(['2026-11-20T08:00:00.000Z']);
  });
});
