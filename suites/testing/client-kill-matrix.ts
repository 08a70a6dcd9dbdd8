import type { ClientMutant } from '../../fixtures/mutants/client-mutant.js';
import { isRevision } from '../../harness/spec/revisions.js';
import { clientCases, driverOf, goldClientProfile, launchGoldFor, runClientCases } from './client-in-process.js';
import { groupKills, loadMutantsFrom, outcomeOf } from './kill-matrix.js';
import type { KillOutcome } from './kill-matrix.js';

/** Every mutant of the gold client, sorted by name. Throws as {@link loadMutantsFrom} does. */
export function loadClientMutants(): Promise<ClientMutant[]> {
  return loadMutantsFrom<ClientMutant>('clients');
}

/** Runs the cases that promise to kill a mutant of the client, and says for each whether it did, for the stated reason. */
export async function clientKillsOf(mutant: ClientMutant): Promise<KillOutcome[]> {
  const outcomes: KillOutcome[] = [];
  const official = new Set((await clientCases()).filter((one) => driverOf(one) === 'official').map(({ id }) => id));
  for (const driver of ['adapter', 'official'] as const) {
    const own = mutant.kills.filter((kill) => official.has(kill.case) === (driver === 'official'));
    for (const [revision, kills] of groupKills(own)) {
      const results = await runClientCases(launchGoldFor(driver, { ...mutant.basis, ...mutant.behaviour }), {
        driver,
        selection: { cases: kills.map((kill) => kill.case) },
        profile: await goldClientProfile(mutant.basis, driver),
        ...(revision !== undefined && isRevision(revision) && { revisions: [revision] }),
      });
      outcomes.push(...kills.map((kill) => outcomeOf(mutant, kill, results)));
    }
  }
  return outcomes;
}
