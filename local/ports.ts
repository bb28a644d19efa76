import { createServer } from 'node:net';
import { Failure } from './failure.ts';

/** Where each part listens unless the port is taken. */
export const defaultPorts = {
  gateway: 4000,
  ingest: 4100,
  catalog: 4001,
  usage: 4002,
  billing: 4003,
  governance: 4004,
  worker: 4005,
  issuer: 4006,
  temporal: 7233,
  temporalWeb: 8233,
  postgres: 54329,
} as const;

export type PortName = keyof typeof defaultPorts;
export type Ports = Record<PortName, number>;

const tries = 200;
// A part that must shift leaves the others where they are.
const wishes = new Set<number>(Object.values(defaultPorts));

/**
 * A free port for every part: the wished one or the next that is free, none given twice. `free` begins at a random place below the
 * range from which the system takes outgoing ports, so a process that was killed finds its port free again. Throws Failure `ports`.
 */
export async function choosePorts(wish: 'default' | 'free', isFree: (port: number) => Promise<boolean> = canListen): Promise<Ports> {
  const taken = new Set<number>();
  const base = 11_000 + Math.floor(Math.random() * 18_000);
  const ports: Partial<Ports> = {};
  for (const [index, [name, wished]] of Object.entries(defaultPorts).entries()) {
    // Object.entries forgets the key type of a literal.
    ports[name as PortName] = await firstFree(name, wish === 'free' ? base + index * 10 : wished, taken, isFree);
  }
  // Every name was given a port in the loop above.
  return ports as Ports;
}

async function firstFree(name: string, wished: number, taken: Set<number>, isFree: (port: number) => Promise<boolean>): Promise<number> {
  for (let port = wished; port < wished + tries && port < 65_536; port++) {
    if (taken.has(port) || (port !== wished && wishes.has(port)) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new Failure('ports', `No free port for ${name} from ${wished} to ${wished + tries - 1}: stop what listens there and start again.`);
}

export function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
