import type { Kill, Mutant } from '../../fixtures/mutants/mutant.js';
import { isRevision } from '../../harness/spec/revisions.js';
import { unlockedBy } from '../../harness/faults/ability.js';
import { FAULTS } from '../../harness/faults/index.js';
import { faultKindsOf, loadServerCases } from '../../harness/engine/registry.js';
import type { CaseResult } from '../../harness/engine/result.js';
import { goldProfile, runAgainstGold } from './in-process.js';
import type { InProcessOptions } from './in-process.js';
import type { AnyMutant } from './load-mutants.js';
import { runAgainstMutantContainer } from './mutant-container.js';
import { runAgainstMutantProcess } from './mutant-process.js';

/** What became of one promised kill. */
export interface KillOutcome {
  readonly mutant: string;
  readonly kill: Kill;
  readonly killed: boolean;
  /** Nothing was shown, neither for the mutant nor against it: the machine was too busy. */
  readonly undecided: boolean;
  /** What the case said instead, when it did not kill. */
  readonly said: string;
}

function said(result: CaseResult | undefined): string {
  if (result === undefined) return 'the case was not run';
  const rules = result.findings.map((finding) => `${finding.severity} ${finding.rule}`);
  return `${result.verdict}: ${result.message}${rules.length === 0 ? '' : ` [${rules.join(', ')}]`}`;
}

/** Whether a case did what a kill promises: the verdict, with a finding by the rule. */
export function outcomeOf(mutant: Pick<AnyMutant, 'name'>, kill: Kill, results: readonly CaseResult[]): KillOutcome {
  const result = results.filter((entry) => entry.id === kill.case).at(-1);
  const reason = result?.findings.some((finding) => finding.rule === kill.rule && finding.severity === kill.verdict);
  const killed = result?.verdict === kill.verdict && reason === true;
  return { mutant: mutant.name, kill, killed, undecided: result?.verdict === 'inconclusive', said: said(result) };
}

/** So often a case without a verdict is run again. */
const RETRIES = 2;

/** Runs kills, and those again that came to no verdict: whether a mutant is killed is not for a busy machine to say. */
export async function decided(
  kills: readonly Kill[],
  run: (kills: readonly Kill[]) => Promise<KillOutcome[]>,
): Promise<KillOutcome[]> {
  let outcomes = await run(kills);
  for (let retry = 0; retry < RETRIES; retry += 1) {
    const open = outcomes.filter(({ undecided }) => undecided).map(({ kill }) => kill);
    if (open.length === 0) break;
    outcomes = [...outcomes.filter(({ undecided }) => !undecided), ...(await run(open))];
  }
  return outcomes;
}

/** What the server of a case has to be: in this process, one of its own, or in a container, by the faults of the case. */
type Place = 'inside' | 'process' | 'container';

async function placesOfCases(): Promise<ReadonlyMap<string, Place>> {
  const cases = await loadServerCases();
  return new Map(cases.map((definition) => [definition.id, placeOf(faultKindsOf(definition))]));
}

function placeOf(kinds: readonly string[]): Place {
  const unlocks = kinds.flatMap((kind) => unlockedBy(kind) ?? []);
  if (unlocks.length === 0) return 'inside';
  return kinds.every((kind) => FAULTS.get(kind)?.backends.includes('process') === true) ? 'process' : 'container';
}

const RUNNERS: Readonly<Record<Place, (mutant: Mutant, options: InProcessOptions) => Promise<CaseResult[]>>> = {
  inside: ({ basis, behaviour }, options) => runAgainstGold({ ...basis, ...behaviour }, options),
  process: ({ name }, options) => runAgainstMutantProcess(name, options),
  container: ({ basis, behaviour }, options) => runAgainstMutantContainer({ ...basis, ...behaviour }, options),
};

async function killsAt(place: Place, mutant: Mutant, all: readonly Kill[]): Promise<KillOutcome[]> {
  const outcomes: KillOutcome[] = [];
  for (const [revision, group] of groupKills(all)) {
    const run = async (kills: readonly Kill[]): Promise<KillOutcome[]> => {
      const results = await RUNNERS[place](mutant, {
        selection: { cases: kills.map((kill) => kill.case) },
        profile: await goldProfile(mutant.basis),
        ...(revision !== undefined && isRevision(revision) && { revisions: [revision] }),
      });
      return kills.map((kill) => outcomeOf(mutant, kill, results));
    };
    outcomes.push(...(await decided(group, run)));
  }
  return outcomes;
}

/** Runs the cases that promise to kill a mutant at some places, and says for each whether it did, for the stated reason. */
async function killsOfPlaces(mutant: Mutant, places: readonly Place[]): Promise<KillOutcome[]> {
  const placeOfCase = await placesOfCases();
  const outcomes: KillOutcome[] = [];
  for (const place of places) {
    const kills = mutant.kills.filter((kill) => (placeOfCase.get(kill.case) ?? 'inside') === place);
    outcomes.push(...(await killsAt(place, mutant, kills)));
  }
  return outcomes;
}

/** Runs the cases that promise to kill a mutant and need no container, and says for each whether it did. */
export function killsOf(mutant: Mutant): Promise<KillOutcome[]> {
  return killsOfPlaces(mutant, ['inside', 'process']);
}

/** The same for those that need a container. */
export function killsInContainers(mutant: Mutant): Promise<KillOutcome[]> {
  return killsOfPlaces(mutant, ['container']);
}

/** Kills by the revision at which they are shown. */
export function groupKills(kills: readonly Kill[]): Map<string | undefined, Kill[]> {
  const groups = new Map<string | undefined, Kill[]>();
  for (const kill of kills) groups.set(kill.revision, [...(groups.get(kill.revision) ?? []), kill]);
  return groups;
}

/** The matrix as text: a line for each case, with the mutants that it fails and the rule that it names. */
export function renderMatrix(cases: readonly { readonly id: string }[], outcomes: readonly KillOutcome[]): string {
  const lines = cases.map(({ id }) => {
    const kills = outcomes.filter((outcome) => outcome.killed && outcome.kill.case === id);
    return `${id.padEnd(60)} ${kills.map(({ mutant, kill }) => `${mutant} (${kill.verdict} ${kill.rule})`).join(', ') || 'NONE'}`;
  });
  return ['kill matrix: case, mutants that it does not pass, verdict and rule', ...lines].join('\n');
}
