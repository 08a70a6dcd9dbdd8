import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Kill, Mutant } from '../../fixtures/mutants/mutant.js';

/** What the kill matrix needs of a mutant of either role. */
export interface AnyMutant {
  readonly name: string;
  readonly behaviour: object;
  readonly kills: readonly Kill[];
}

/** Every mutant of the gold server, sorted by name. Throws as {@link loadMutantsFrom} does. */
export function loadMutants(): Promise<Mutant[]> {
  return loadMutantsFrom<Mutant>('servers');
}

/**
 * Every mutant in a folder of fixtures/mutants, sorted by name. Throws when two have the same name or one differs in
 * more than one member.
 */
export async function loadMutantsFrom<M extends AnyMutant>(name: 'servers' | 'clients'): Promise<M[]> {
  const folder = fileURLToPath(new URL(`../../fixtures/mutants/${name}/`, import.meta.url));
  const names = (await readdir(folder, { recursive: true })).filter(
    (file) => file.includes(path.sep) && file.endsWith('.ts'),
  );
  const modules = await Promise.all(
    names.map(
      async (file) =>
        (await import(/* @vite-ignore */ pathToFileURL(path.join(folder, file)).href)) as { mutants?: M[] },
    ),
  );
  const mutants = modules.flatMap((module) => module.mutants ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, mutant] of mutants.entries()) {
    if (mutants[index + 1]?.name === mutant.name) throw new Error(`two mutants are called ${mutant.name}`);
    if (Object.keys(mutant.behaviour).length !== 1) throw new Error(`${mutant.name} must differ in exactly one member`);
  }
  return mutants;
}
