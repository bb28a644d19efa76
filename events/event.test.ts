import { describe, expect, it } from 'vitest';
import { contracts } from './contracts.ts';
import { ContractError, handle, isEventType, over, readPayload } from './event.ts';

const marked = { id: 'evt_1', orgId: 'org:acme', entityId: 'e', occurredAt: new Date(0) };

describe('the contract of events', () => {
  it('names the fields that do not fit and none of their values', () => {
    const read = () => readPayload('catalog.app.withdrawn', { appId: 'secret', publication: 'secret' });
    expect(read).toThrow(ContractError);
    expect(read).toThrow(/publication \(invalid_type\)/);
    expect(read).not.toThrow(/secret/);
  });

  it.each(Object.keys(contracts))('%s takes no payload that is not an object', (type) => {
    if (!isEventType(type)) throw new Error(type);
    expect(() => readPayload(type, null)).toThrow(ContractError);
    expect(() => readPayload(type, [])).toThrow(ContractError);
  });

  it('reads an install of 0.1.0, which names no price version and no team', () => {
    const payload = { installId: 'ins_1', appId: 'a-1', installedAt: '2026-11-01T08:00:00.000Z', uninstalledAt: null };
    const unnamed = { publisher: null, audience: null, priceVersionId: null, team: '' };
    expect(readPayload('catalog.install.changed', payload)).toEqual({ ...payload, ...unnamed });
  });

  it.each(['0026-11-23T00:00:00Z', '9026-11-23T00:00:00Z', 'yesterday'])('takes no install of the instant %s', (installedAt) => {
    const payload = { installId: 'ins_1', appId: 'a-1', installedAt, uninstalledAt: null };
    expect(() => readPayload('catalog.install.changed', payload)).toThrow(ContractError);
  });

  it('hands a consumer the types that it consumes, and nothing of the others', async () => {
    const heard: unknown[] = [];
    const handlers = over<string, string>(
      { 'catalog.app.withdrawn': async ({ payload }, context) => void heard.push([payload, context]) },
      (given) => `${given}!`,
    );
    await handle(handlers, { ...marked, type: 'catalog.app.withdrawn', payload: { appId: 'a-1', publication: 2 } }, 'tx');
    await handle(handlers, { ...marked, type: 'catalog.stream.marked', payload: { not: 'read' } }, 'tx');
    await handle(handlers, { ...marked, type: 'no.such.type', payload: null }, 'tx');
    expect(heard).toEqual([[{ appId: 'a-1', publication: 2 }, 'tx!']]);
    await expect(handle(handlers, { ...marked, type: 'catalog.app.withdrawn', payload: {} }, 'tx')).rejects.toThrow(ContractError);
  });
});
