import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { baseEnv } from './base-env.ts';

/** Ends our children when this process is killed and can no longer do so itself: a small shell that waits on a pipe. */
export interface Guard {
  add(pid: number, signal: NodeJS.Signals): void;
  drop(pid: number): void;
  quit(): void;
}

export function startGuard(): Guard {
  const script = fileURLToPath(new URL('guard.sh', import.meta.url));
  const shell = spawn('/bin/sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: baseEnv(), cwd: '/' });
  // Without the guard everything works but the clean-up after our own SIGKILL.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  const say = (line: string) => void (shell.stdin.writable && shell.stdin.write(`${line}\n`));
  return {
    add: (pid, signal) => say(`add ${pid} ${signal.replace(/^SIG/, '')}`),
    drop: (pid) => say(`drop ${pid}`),
    quit: () => {
      say('quit');
      shell.stdin.end();
    },
  };
}
