import type { ClientMutant } from '../../fixtures/mutants/client-mutant.js';
import { isRevision } from '../../harness/spec/revisions.js';
import { goldClientProfile, launchGold, runClientCases } from './client-in-process.js';
import { groupKills, loadMutantsFrom, outcomeOf } from './kill-matrix.js';
import type { KillOutcome } from './kill-matrix.js';

/** Every mutant of the gold client, sorted by name. Throws as {@link loadMutantsFrom} does. */
export function loadClientMutants(): Promise<ClientMutant[]> {
  return loadMutantsFrom<ClientMutant>('clients');
}

/** Runs the cases that promise to kill a mutant of the client, and says for each whether it did, for the stated reason. */
export async function clientKillsOf(mutant: ClientMutant): Promise<KillOutcome[]> {
  const outcomes: KillOutcome[] = [];
  for (const [revision, kills] of groupKills(mutant.kills)) {
    const results = await runClientCases(launchGold({ ...mutant.basis, ...mutant.behaviour }), {
      selection: { cases: kills.map((kill) => kill.case) },
      profile: await goldClientProfile(mutant.basis),
      ...(revision !== undefined && isRevision(revision) && { revisions: [revision] }),
    });
    outcomes.push(...kills.map((kill) => outcomeOf(mutant, kill, results)));
  }
  return outcomes;
}
