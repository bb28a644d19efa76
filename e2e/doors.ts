import { connect } from 'node:net';
import type { SystemFile } from '@guildhall/local/system-file.ts';

/** Where bodies come in from outside. */
export const DOORS = ['graphql', 'register', 'events'] as const;
export type Door = (typeof DOORS)[number];

export type Fault = { readonly code?: string; readonly message?: string; readonly field?: readonly string[] };
/** Problem+json, or errors in GraphQL's shape. */
export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly type?: string;
    readonly title?: string;
    readonly errors?: readonly (Fault & { readonly extensions?: { readonly code?: string } })[];
    readonly data?: Record<string, { readonly userErrors: readonly Fault[] } | null> | null;
  };
};

/** What a refusal is called: the code of GraphQL's error, or the type of a problem. */
export const nameOf = ({ body }: Answer) => body.type?.replace('urn:guildhall:problem:', '') ?? body.errors?.[0]?.extensions?.code;
export const messageOf = ({ body }: Answer) => body.title ?? body.errors?.[0]?.message ?? '';

/** Words that would tell of the inside: addresses, files, lines of a stack. */
export const INSIDE = /127\.0\.0\.1|localhost|node_modules|\.[jt]s:\d|at file:|\bat \S+ \(|postgres|ECONN/;

/** The doors of a system; what is sent through the gateway goes under the caller's headers. */
export function openDoors(urls: SystemFile['urls'], caller: Readonly<Record<string, string>>) {
  const at = {
    graphql: { url: urls.graphql, headers: caller },
    register: { url: `${urls.rest}/apps/register`, headers: caller },
    events: { url: urls.ingest, headers: {} },
  };
  return {
    async send(door: Door, body: string | Uint8Array<ArrayBuffer> | undefined, type = 'application/json'): Promise<Answer> {
      const { url, headers } = at[door];
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.text();
      return { status: answer.status, text, body: JSON.parse(text) };
    },
    /** Promises a whole body, sends half of it and closes the sender's side. */
    sendHalf(door: Door, body: string): Promise<Answer> {
      const { url, headers } = at[door];
      const { hostname, port, pathname, host } = new URL(url);
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('error', reject);
      socket.on('end', () => {
        socket.end();
        const [head = '', json = ''] = text.split('\r\n\r\n');
        resolve({ status: Number(head.split(' ')[1]), text, body: JSON.parse(json || '{}') });
      });
      const lines = Object.entries({ ...headers, host, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      const head = [`POST ${pathname} HTTP/1.1`, ...lines.map((line) => line.join(': '))].join('\r\n');
      socket.end(`${head}\r\n\r\n${body.slice(0, body.length / 2)}`);
      return promise;
    },
  };
}
