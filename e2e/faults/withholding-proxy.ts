import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on which what one side says can disappear: it says it, and the other never hears it. */
export type WithholdingProxy = {
  readonly address: string;
  withhold(): void;
  /** How many bytes were withheld. */
  withheld(): number;
  /** Breaks every connection, and withholds nothing from those that come. */
  breakOff(): void;
  close(): void;
};

/** Listens on a free port and passes everything on to `target` (host:port), until requests or answers are to be withheld. */
export async function withholdingProxy(target: string, what: 'requests' | 'answers'): Promise<WithholdingProxy> {
  const { hostname, port } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();
  let withholding = false;
  let bytes = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    const [from, to] = what === 'requests' ? [client, upstream] : [upstream, client];
    from.on('data', (chunk) => {
      if (withholding) bytes += chunk.length;
      else to.write(chunk);
    });
    to.on('data', (chunk) => from.write(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.');
  return {
    address: `127.0.0.1:${address.port}`,
    withhold: () => (withholding = true),
    withheld: () => bytes,
    breakOff() {
      withholding = false;
      breakAll();
    },
    close() {
      server.close();
      breakAll();
    },
  };
}
