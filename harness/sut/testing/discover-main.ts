import { discoverServer } from '../discover.js';

/** Prints what is found at the URL that is its only argument. A process of its own, for what is read at its start. */
const discovery = await discoverServer({ url: new URL(process.argv[2] ?? ''), headers: {} }, { deadlineMs: 10_000 });
process.stdout.write(JSON.stringify(discovery));
