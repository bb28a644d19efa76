import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from './back-off.ts';
import { Failure, messageOf, type FailureKind } from './failure.ts';
import { tail } from './files.ts';
import type { Guard } from './guard.ts';
import { shown } from './paths.ts';

/** What to run, how to see that it is ready, and how to end it. */
export interface ChildSpec {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
  /** Throws while the child is not ready. Asked again and again. */
  probe: () => Promise<void>;
  /** Runs before every start, e.g. to clear what a killed one left. */
  beforeStart?: () => Promise<void>;
  stopSignal: NodeJS.Signals;
  /** Later tiers stop first. */
  tier: number;
  failure: FailureKind;
  readyWithinMs?: number;
}

export interface ChildDeps {
  logFile: string;
  guard: Guard;
  say: (line: string) => void;
  /** Called after each start and end, e.g. to publish the new process id. */
  changed: () => void;
}

/** One child process that is started again with back-off for as long as it is wanted. */
export class Child {
  readonly spec: ChildSpec;
  readonly #deps: ChildDeps;
  #env: Record<string, string> = {};
  #process: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #wanted = false;
  #everReady = false;
  #failures = 0;
  #startedAt = 0;
  #lastEnd = '';
  #again: NodeJS.Timeout | undefined;

  constructor(spec: ChildSpec, deps: ChildDeps) {
    this.spec = spec;
    this.#deps = deps;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the child and waits until it is ready. Throws a Failure with the end of its log. */
  async start(extraEnv: Record<string, string> = {}): Promise<void> {
    if (this.#wanted && this.#process) return this.ready();
    clearTimeout(this.#again);
    this.#env = extraEnv;
    this.#wanted = true;
    this.#everReady = false;
    this.#failures = 0;
    await this.#spawn();
    await this.ready();
  }

  /** Waits until the probe succeeds. A child that ends before it was ever ready is a Failure at once. */
  async ready(): Promise<void> {
    const within = this.spec.readyWithinMs ?? 60_000;
    const deadline = Date.now() + within;
    for (;;) {
      if (!this.#everReady && !this.#process) throw this.#failed(`ended before it was ready (${this.#lastEnd})`);
      try {
        if (!this.#process) throw new Error('it is not running');
        await this.spec.probe();
        this.#everReady = true;
        return;
      } catch (error) {
        if (error instanceof Failure) throw error;
        if (Date.now() > deadline) throw this.#failed(`was not ready after ${within / 1000} s (${messageOf(error)})`);
      }
      await sleep(50);
    }
  }

  /** Sends a signal to the process alone; it is started again afterwards unless `keepDown`. Resolves when it is gone. */
  async kill(signal: NodeJS.Signals, { keepDown = false } = {}): Promise<void> {
    if (keepDown) {
      this.#wanted = false;
      clearTimeout(this.#again);
    }
    const ended = this.#ended;
    this.#process?.kill(signal);
    await ended;
  }

  /** Ends the child gracefully, and after the deadline by SIGKILL together with all that it started. */
  async stop(withinMs = 10_000): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#again);
    const running = this.#process;
    if (!running?.pid) return;
    running.kill(this.spec.stopSignal);
    const ended = this.#ended;
    if (await Promise.race([ended.then(() => true), sleep(withinMs, false, { ref: false })])) return;
    this.#deps.say(`${this.spec.name} did not stop within ${withinMs / 1000} s: killed`);
    killGroup(running.pid);
    await ended;
  }

  async #spawn(): Promise<void> {
    const { spec } = this;
    await spec.beforeStart?.();
    if (!this.#wanted) return;
    const log = openSync(this.#deps.logFile, 'a', 0o600);
    const started = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...spec.env, ...this.#env },
      stdio: ['ignore', log, log],
      // A session of its own: the terminal's Ctrl-C reaches us alone, and we stop the children in order.
      detached: true,
      ...(spec.uid === undefined ? {} : { uid: spec.uid }),
      ...(spec.gid === undefined ? {} : { gid: spec.gid }),
    });
    closeSync(log);
    this.#process = started;
    this.#startedAt = Date.now();
    if (started.pid) this.#deps.guard.add(started.pid, spec.stopSignal);
    this.#ended = new Promise((resolve) => {
      started.once('exit', (code, signal) => resolve(this.#onEnd(started, signal ?? `exit ${code}`)));
      started.once('error', (error) => resolve(this.#onEnd(started, error.message)));
    });
    this.#deps.changed();
  }

  #onEnd(ended: ChildProcess, how: string): void {
    if (ended.pid) this.#deps.guard.drop(ended.pid);
    if (this.#process !== ended) return;
    this.#process = undefined;
    this.#lastEnd = how;
    this.#deps.changed();
    if (!this.#wanted || !this.#everReady) return;
    this.#failures = Date.now() - this.#startedAt > 30_000 ? 1 : this.#failures + 1;
    const wait = backOff(this.#failures);
    this.#deps.say(`${this.spec.name} died (${how}); starting it again in ${wait / 1000} s. Its log: ${shown(this.#deps.logFile)}`);
    this.#again = setTimeout(() => void this.#restart(), wait);
  }

  async #restart(): Promise<void> {
    const { name } = this.spec;
    const began = Date.now();
    let mine: ChildProcess | undefined;
    try {
      await this.#spawn();
      mine = this.#process;
      await this.ready();
      if (this.#wanted && this.#process === mine)
        this.#deps.say(`${name} is ready again after ${((Date.now() - began) / 1000).toFixed(1)} s`);
    } catch (error) {
      if (this.#wanted && this.#process === mine) this.#deps.say(`${name} is not ready: ${messageOf(error).split('\n')[0]}`);
      // beforeStart failed, so nothing runs that could end and bring us back here.
      if (this.#wanted && !this.#process) this.#again = setTimeout(() => void this.#restart(), backOff(++this.#failures));
    }
  }

  #failed(what: string): Failure {
    const { logFile } = this.#deps;
    return new Failure(this.spec.failure, `${this.spec.name} ${what}. The end of its log (${shown(logFile)}):\n\n${tail(logFile)}`);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}
