import type { ClientMutant } from '../../fixtures/mutants/client-mutant.js';
import { isRevision } from '../../harness/spec/revisions.js';
import type { Kill } from '../../fixtures/mutants/mutant.js';
import type { Repetition } from '../../harness/engine/repetition.js';
import { clientCases, driverOf, goldClientProfile, launchGoldFor, runClientCases } from './client-in-process.js';
import type { ClientDriver, ClientRunOptions } from './client-in-process.js';
import { decided, groupKills, outcomeOf } from './kill-matrix.js';
import type { KillOutcome } from './kill-matrix.js';
import { loadMutantsFrom } from './load-mutants.js';

/** Every mutant of the gold client, sorted by name. Throws as {@link loadMutantsFrom} does. */
export function loadClientMutants(): Promise<ClientMutant[]> {
  return loadMutantsFrom<ClientMutant>('clients');
}

/**
 * Many mutants never answer, and each has to be waited for. One that a case fails for the stated reason after a shorter
 * wait is failed: nobody needs to be convinced that it is wrong.
 */
const SHORT_PATIENCE = 0.4;
const NO_REPETITION: Repetition = { isDue: () => false, patience: () => 1, note: () => undefined };

async function runKills(
  mutant: ClientMutant,
  kills: readonly Kill[],
  options: Pick<ClientRunOptions, 'revisions' | 'patience' | 'repetition'> & { readonly driver: ClientDriver },
): Promise<KillOutcome[]> {
  const { driver } = options;
  const results = await runClientCases(launchGoldFor(driver, { ...mutant.basis, ...mutant.behaviour }), {
    ...options,
    selection: { cases: kills.map((kill) => kill.case) },
    profile: await goldClientProfile(mutant.basis, driver),
  });
  return kills.map((kill) => outcomeOf(mutant, kill, results));
}

/**
 * Runs the cases that promise to kill a mutant of the client, and says for each whether it did, for the stated reason.
 * What is not killed in a hurry is run again as it is run for everybody else.
 */
export async function clientKillsOf(mutant: ClientMutant): Promise<KillOutcome[]> {
  const outcomes: KillOutcome[] = [];
  const official = new Set((await clientCases()).filter((one) => driverOf(one) === 'official').map(({ id }) => id));
  for (const driver of ['adapter', 'official'] as const) {
    const own = mutant.kills.filter((kill) => official.has(kill.case) === (driver === 'official'));
    for (const [revision, kills] of groupKills(own)) {
      const at = { driver, ...(revision !== undefined && isRevision(revision) && { revisions: [revision] }) };
      const hurried = await runKills(mutant, kills, { ...at, patience: SHORT_PATIENCE, repetition: NO_REPETITION });
      const alive = hurried.filter(({ killed }) => !killed).map(({ kill }) => kill);
      outcomes.push(...hurried.filter(({ killed }) => killed));
      if (alive.length > 0) outcomes.push(...(await decided(alive, (open) => runKills(mutant, open, at))));
    }
  }
  return outcomes;
}
