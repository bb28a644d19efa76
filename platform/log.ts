import { pino, type Logger } from 'pino';

export type { Logger };

/** JSON lines on stdout; anything that could hold a secret or a body is redacted by name wherever it stands. */
export function createLogger(process: string, level: string): Logger {
  const secret = ['authorization', 'secret', 'password', 'token', 'payload', 'body', 'signature', 'url'];
  return pino({
    level,
    base: { process },
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
