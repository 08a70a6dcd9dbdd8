import { parseArgs } from 'node:util';
import { startGold } from '../../fixtures/servers/gold/index.js';
import { loadMutants } from './load-mutants.js';

// The gold server, or a mutant of it by its name, as a process of its own: for what is done to a whole process.
const { values } = parseArgs({ options: { mutant: { type: 'string' }, port: { type: 'string' } } });
const mutant =
  values.mutant === undefined ? undefined : (await loadMutants()).find(({ name }) => name === values.mutant);
if (values.mutant !== undefined && mutant === undefined) throw new Error(`no mutant is called ${values.mutant}`);
const server = await startGold({ behaviour: { ...mutant?.basis, ...mutant?.behaviour }, port: Number(values.port) });
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
