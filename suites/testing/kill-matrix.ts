import { readdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import type { Kill, Mutant } from '../../fixtures/mutants/mutant.js';
import { isRevision } from '../../harness/spec/revisions.js';
import type { CaseResult } from '../../harness/engine/result.js';
import { goldProfile, runAgainstGold } from './in-process.js';

/** What became of one promised kill. */
export interface KillOutcome {
  readonly mutant: string;
  readonly kill: Kill;
  readonly killed: boolean;
  /** What the case said instead, when it did not kill. */
  readonly said: string;
}

/** Every mutant under fixtures/mutants/servers, sorted by name. Throws when two have the same name or one differs in more than one member. */
export async function loadMutants(): Promise<Mutant[]> {
  const folder = fileURLToPath(new URL('../../fixtures/mutants/servers/', import.meta.url));
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) => name.includes(path.sep) && name.endsWith('.ts'),
  );
  const modules = await Promise.all(
    names.map(
      async (name) =>
        (await import(/* @vite-ignore */ pathToFileURL(path.join(folder, name)).href)) as { mutants?: Mutant[] },
    ),
  );
  const mutants = modules.flatMap((module) => module.mutants ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, mutant] of mutants.entries()) {
    if (mutants[index + 1]?.name === mutant.name) throw new Error(`two mutants are called ${mutant.name}`);
    if (Object.keys(mutant.behaviour).length !== 1) throw new Error(`${mutant.name} must differ in exactly one member`);
  }
  return mutants;
}

function said(result: CaseResult | undefined): string {
  if (result === undefined) return 'the case was not run';
  const rules = result.findings.map((finding) => `${finding.severity} ${finding.rule}`);
  return `${result.verdict}: ${result.message}${rules.length === 0 ? '' : ` [${rules.join(', ')}]`}`;
}

function outcomeOf(mutant: Mutant, kill: Kill, results: readonly CaseResult[]): KillOutcome {
  const result = results.filter((entry) => entry.id === kill.case).at(-1);
  const reason = result?.findings.some((finding) => finding.rule === kill.rule && finding.severity === kill.verdict);
  const killed = result?.verdict === kill.verdict && reason === true;
  return { mutant: mutant.name, kill, killed, said: said(result) };
}

/** Runs the cases that promise to kill a mutant, and says for each whether it did, for the stated reason. */
export async function killsOf(mutant: Mutant): Promise<KillOutcome[]> {
  const byRevision = groupKills(mutant.kills);
  const outcomes: KillOutcome[] = [];
  for (const [revision, kills] of byRevision) {
    const results = await runAgainstGold(
      { ...mutant.basis, ...mutant.behaviour },
      {
        selection: { cases: kills.map((kill) => kill.case) },
        profile: await goldProfile(mutant.basis),
        ...(revision !== undefined && isRevision(revision) && { revisions: [revision] }),
      },
    );
    outcomes.push(...kills.map((kill) => outcomeOf(mutant, kill, results)));
  }
  return outcomes;
}

function groupKills(kills: readonly Kill[]): Map<string | undefined, Kill[]> {
  const groups = new Map<string | undefined, Kill[]>();
  for (const kill of kills) groups.set(kill.revision, [...(groups.get(kill.revision) ?? []), kill]);
  return groups;
}
