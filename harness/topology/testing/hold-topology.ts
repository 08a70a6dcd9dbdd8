import { startTopology } from '../start-topology.js';

/** Starts a topology, says so, and stays until it is ended, or ends at once without a word. */
const [image = '', how] = process.argv.slice(2);
await startTopology({ image, signal: new AbortController().signal });
process.stdout.write('ready\n');
if (how === 'exit') process.exit(0);
setInterval(() => undefined, 60_000);
