import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { canListen, choosePorts, defaultPorts } from './ports.ts';

test('gives the wished ports when they are free', async () => {
  expect(await choosePorts('default', () => Promise.resolve(true))).toEqual(defaultPorts);
});

test('shifts a taken port to the next that nobody else wishes for', async () => {
  const taken = new Set([4000, 4001]);
  const ports = await choosePorts('default', (port) => Promise.resolve(!taken.has(port)));
  expect(ports).toEqual({ ...defaultPorts, gateway: 4007, catalog: 4008 });
});

test('sees a port that is really taken', async () => {
  const ports = await choosePorts('free');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(ports.gateway, '127.0.0.1', resolve));
  expect(await canListen(ports.gateway)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await canListen(ports.gateway)).toBe(true);
});

test('says which part found none', async () => {
  await expect(choosePorts('default', () => Promise.resolve(false))).rejects.toThrow(/No free port for gateway/);
});
