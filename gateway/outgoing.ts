import { Agent as HttpAgent, request as overHttp, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';

export type OutgoingRequest = {
  readonly url: URL;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer | string | undefined;
  /** The whole exchange must end within this time. */
  readonly deadlineMs: number;
};

export type IncomingAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** Sends one request, never twice. Rejects when nobody answers whole, in time and within the byte limit. */
export type Send = (request: OutgoingRequest) => Promise<IncomingAnswer>;

const ANSWER_BYTES = 32 * 1_048_576;

/** HTTP to our own processes over kept connections. node:http, because fetch costs twice its time on small answers. */
export function createSender(): { send: Send; close: () => void } {
  const plain = new HttpAgent({ keepAlive: true });
  const secure = new HttpsAgent({ keepAlive: true });
  const send: Send = ({ url, method = 'POST', headers = {}, body, deadlineMs }) =>
    new Promise((resolve, reject) => {
      const [open, agent] = url.protocol === 'https:' ? [overHttps, secure] : [overHttp, plain];
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const outgoing = open(url, { agent, method, headers: { ...headers, ...length }, signal: AbortSignal.timeout(deadlineMs) });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        incoming.on('error', reject);
        incoming.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > ANSWER_BYTES) outgoing.destroy(new Error(`the answer is larger than ${ANSWER_BYTES} bytes`));
          else parts.push(part);
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(parts) }));
      });
      outgoing.end(body);
    });
  return {
    send,
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}
