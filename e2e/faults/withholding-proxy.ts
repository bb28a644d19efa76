import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can let a client's bytes disappear, so that what the client then says is never heard. */
export type WithholdingProxy = {
  readonly address: string;
  withhold(): void;
  /** How many bytes of clients were withheld. */
  withheld(): number;
  close(): void;
};

/** Listens on a free port and passes everything on to `target` (host:port). */
export async function withholdingProxy(target: string): Promise<WithholdingProxy> {
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
        // A client that was withheld ends without a word, too.
        other.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (withholding) bytes += chunk.length;
      else upstream.write(chunk);
    });
    upstream.on('data', (chunk) => client.write(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.');
  return {
    address: `127.0.0.1:${address.port}`,
    withhold: () => (withholding = true),
    withheld: () => bytes,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
