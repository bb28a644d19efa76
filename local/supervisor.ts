import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Child, type ChildSpec } from './child.ts';
import { startGuard, type Guard } from './guard.ts';

export interface SupervisorOptions {
  logDir: string;
  /** Told about deaths and restarts, a line each. */
  say: (line: string) => void;
  changed?: () => void;
}

/** Keeps a set of child processes running and ends them in order. */
export class Supervisor {
  readonly #children = new Map<string, Child>();
  readonly #options: SupervisorOptions;
  readonly #guard: Guard;
  #stopping: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    mkdirSync(options.logDir, { recursive: true });
    this.#options = options;
    this.#guard = startGuard();
  }

  /** Starts a child and waits until it is ready. Throws a Failure. */
  async start(spec: ChildSpec): Promise<void> {
    if (this.#stopping) throw new Error('Everything is being stopped.');
    const child = new Child(spec, {
      logFile: this.#freshLog(spec.name),
      guard: this.#guard,
      say: this.#options.say,
      changed: () => this.#options.changed?.(),
    });
    this.#children.set(spec.name, child);
    await child.start();
  }

  child(name: string): Child {
    const child = this.#children.get(name);
    if (!child) throw new Error(`No child is called ${name}; there are ${[...this.#children.keys()].join(', ')}.`);
    return child;
  }

  pids(): Record<string, number> {
    return Object.fromEntries([...this.#children].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]])));
  }

  /** Ends every child, the last tier first. Called again, it answers the same promise. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    const tiers = [...new Set([...this.#children.values()].map(({ spec }) => spec.tier))].sort((a, b) => b - a);
    for (const tier of tiers) {
      await Promise.all([...this.#children.values()].filter(({ spec }) => spec.tier === tier).map((child) => child.stop()));
    }
    this.#guard.quit();
  }

  #freshLog(name: string): string {
    const path = join(this.#options.logDir, `${name}.log`);
    // A failure shows the end of the log, which must not be an earlier start's.
    if (existsSync(path)) renameSync(path, `${path}.1`);
    return path;
  }
}
