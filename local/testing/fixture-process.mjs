// A tiny process for the supervisor's tests: answers /readyz on PORT, and misbehaves as MODE says.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const { MODE: mode, PORT: port } = process.env;
process.stdout.write(`started in mode ${mode}\n`);
if (mode === 'broken') {
  process.stderr.write('I lack a variable\n');
  process.exit(7);
}
if (mode === 'stubborn') process.on('SIGTERM', () => undefined);
const helper = mode === 'stubborn' ? spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }) : undefined;
createServer((_, response) => response.end(JSON.stringify({ pid: process.pid, helper: helper?.pid }))).listen(Number(port), '127.0.0.1');
