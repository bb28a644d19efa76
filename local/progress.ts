import pc from 'picocolors';

/** Shows steps as they happen: a line each when done, and on a terminal what is being waited for. */
export interface Progress {
  step<T>(title: string, work: () => Promise<T>, detail?: (result: T) => string): Promise<T>;
  say(line: string): void;
}

export const silent: Progress = { step: (_, work) => work(), say: () => undefined };

export function consoleProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const colour = pc.createColors(stream.isTTY && !process.env['NO_COLOR']);
  const running = new Set<string>();
  const write = (line?: string): void => {
    if (stream.isTTY) stream.write('\r\x1b[K');
    if (line !== undefined) stream.write(`${line}\n`);
    if (stream.isTTY && running.size > 0) stream.write(colour.dim(`  … ${[...running].join(', ')}`.slice(0, stream.columns - 1)));
  };
  return {
    say: (line) => write(`  ${colour.yellow('!')} ${line}`),
    async step(title, work, detail) {
      const began = performance.now();
      const took = (): string => colour.dim(`${((performance.now() - began) / 1000).toFixed(1)} s`);
      running.add(title);
      write();
      try {
        const result = await work();
        running.delete(title);
        const more = detail?.(result);
        write(`  ${colour.green('✓')} ${title}${more ? ` ${colour.dim(more)}` : ''} ${took()}`);
        return result;
      } catch (error) {
        running.delete(title);
        write(`  ${colour.red('✗')} ${title} ${took()}`);
        throw error;
      }
    },
  };
}
