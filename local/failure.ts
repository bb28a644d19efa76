/** What can go wrong at start, and the exit code that says so. Printed by `npm start -- --help`. */
export const exitCodes = {
  usage: [2, 'wrong option or argument'],
  missing: [10, 'something this machine needs is missing (see npm run doctor)'],
  running: [11, 'a system of this checkout is already running, or none is where one is needed'],
  engine: [12, 'Postgres or Temporal did not start'],
  migration: [13, 'a migration failed'],
  process: [14, 'one of our processes did not become ready'],
  ports: [15, 'no free port was found'],
  refused: [16, 'the system refused what was asked'],
  miscounted: [17, 'the system did not count exactly what it acknowledged'],
  foreign: [18, 'the data belongs to another user of this machine'],
  interrupted: [130, 'stopped by you before it was ready'],
} as const satisfies Record<string, readonly [number, string]>;

export type FailureKind = keyof typeof exitCodes;

/** An expected failure: its message says what happened and what to do next, so no stack is printed. */
export class Failure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.kind = kind;
  }

  get exitCode(): number {
    return exitCodes[this.kind][0];
  }
}

export function exitCodeHelp(): string {
  return [
    'Exit codes:',
    '  0   done',
    '  1   a bug: please report it with the text printed',
    ...Object.values(exitCodes).map(([code, text]) => `  ${String(code).padEnd(3)} ${text}`),
  ].join('\n');
}

/** Ends a command the way every command of ours does: the message of a Failure, the stack of a bug. */
export function exitWith(error: unknown): never {
  const expected = error instanceof Failure;
  process.stderr.write(`\n${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(expected ? error.exitCode : 1);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || ('code' in error && String(error.code)) || error.name : String(error);
}
