import { startTarget } from '../target-process.js';

// Starts the server of its arguments, pauses it, and says so.
const [command = '', url = ''] = process.argv.slice(2);
const target = await startTarget(command, new URL(url), new AbortController().signal);
await target.control?.pause();
process.stdout.write('paused\n');
setInterval(() => undefined, 1000);
