import { readFileSync } from 'node:fs';
import { memoryOf } from '@guildhall/local/process-facts.ts';

/** Resident memory of each process in MB, by name. A process with workers (Postgres) is told with them, what they share counted once. */
export function memoryOfEach(pids: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pids).flatMap(([name, pid]) => {
      const memory = withWorkers(pid) ?? memoryOf(pid);
      return memory === undefined ? [] : [[name, memory]];
    }),
  );
}

/** Undefined for a process without workers, and where the system has no /proc. */
function withWorkers(pid: number): number | undefined {
  try {
    const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    if (workers.length === 0) return undefined;
    return Math.round([String(pid), ...workers].reduce((sum, of) => sum + proportional(of), 0) / 1_024);
  } catch {
    return undefined;
  }
}

/** Kilobytes of a process, each shared page divided among those that share it. 0 when it has just ended. */
function proportional(pid: string): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
