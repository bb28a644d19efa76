import { Supervisor } from '../supervisor.ts';
import { fixture } from './fixture.ts';

// Run as a process by a test that kills it: what becomes of the child then?
const [folder = '', port = ''] = process.argv.slice(2);
const supervisor = new Supervisor({ logDir: folder, say: () => undefined });
await supervisor.start(fixture('ready', Number(port)));
process.stdout.write(`${supervisor.child('fixture').pid}\n`);
setInterval(() => undefined, 1_000);
