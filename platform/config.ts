import { z } from 'zod';

/** The environment does not fit the process's schema; `faults` names every variable at once. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\nSet these variables and start again (.env.example lists all).`,
    );
    this.name = 'ConfigError';
    // Whoever starts the process reads this; where in our code it was found helps nobody.
    this.stack = this.message;
    this.faults = faults;
  }
}

/** What every process reads beside its own part. */
export const processConfig = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info').describe('Least level that is logged'),
});

export const port = (standard: number) => z.coerce.number().int().min(1).max(65_535).default(standard).describe('Port to listen on');
export const postgresUrl = (of: string) => z.url({ protocol: /^postgres(ql)?$/ }).describe(of);
export const httpUrl = (of: string) => z.url({ protocol: /^https?$/ }).describe(of);

/** Reads a process's environment once, whole. Throws {@link ConfigError} with every fault. */
export function readConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const read = schema.safeParse(env);
  if (read.success) return read.data;
  throw new ConfigError(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
}
