import { Recorder } from '../../history/recorder.js';
import type { ServedExchange } from '../../peer/scripted/scripted-server.js';
import { startScriptedServer } from '../../peer/scripted/start-scripted-server.js';
import type { Revision } from '../../spec/revisions.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { ClientDiscovery, DiscoverClientOptions } from './discover-client.js';
import { OFFICIAL_HELLO, officialClient } from './official-driver.js';
import { OFFICIAL_SCENARIOS, serveScenario } from './official-scenarios.js';
import type { OfficialScenario } from './official-scenarios.js';
import type { ClientRevisionProfile } from './profile.js';
import { serverPlaceOf } from './target.js';
import type { ClientTarget } from './target.js';

/** What one run of one scenario showed. */
interface Sighting {
  readonly scenario: OfficialScenario;
  readonly arrived: readonly ServedExchange[];
  readonly did: boolean;
  readonly tookMs: number;
  /** Why it did not do it, as far as it says so. */
  readonly reason: string;
}

async function look(
  target: ClientTarget,
  revision: Revision,
  scenario: OfficialScenario,
  options: DiscoverClientOptions,
): Promise<Sighting> {
  const server = await startScriptedServer({
    offersGetStream: true,
    protocolVersion: revision,
    ...serverPlaceOf(target),
  });
  serveScenario(server, scenario);
  const recorder = new Recorder();
  const use = { name: 'client', recorder, answerDeadlineMs: options.deadlineMs };
  const client = officialClient(target, use, options.launch);
  const begunAt = performance.now();
  try {
    const url = `http://${server.hostname}:${server.port}${server.path}`;
    const outcome = await client.start('run', { url, scenario: scenario.name, revision }).outcome();
    const tookMs = performance.now() - begunAt;
    const reason = outcome.kind === 'failed' ? outcome.error.message : 'it did not do what the scenario wants';
    return { scenario, arrived: server.arrived, did: scenario.isDone(server.arrived), tookMs, reason };
  } finally {
    await client.kill();
    await server.close();
  }
}

function profileOf(sightings: readonly Sighting[]): ClientRevisionProfile {
  const arrived = sightings.flatMap((sighting) => sighting.arrived);
  const declared = arrived.find(({ message }) => message?.method === 'initialize')?.params['capabilities'];
  const tookMs = Math.max(...sightings.map((sighting) => sighting.tookMs));
  const hasResumed = sightings.some(({ scenario, did }) => did && scenario.name === 'sse-retry');
  return {
    opensGetStream: arrived.some(({ method }) => method === 'GET'),
    deletesSession: arrived.some(({ method }) => method === 'DELETE'),
    resumes: hasResumed,
    tellsConnected: false,
    tellsProgress: false,
    capabilities: isObject(declared) ? declared : {},
    connectMs: tookMs,
    callMs: tookMs,
  };
}

/**
 * Finds out which scenarios a client without an adapter plays, by what it sends when it is told to: one that it lacks
 * ends without having sent it.
 */
export async function discoverOfficial(
  target: ClientTarget,
  revisions: readonly Revision[],
  options: DiscoverClientOptions,
): Promise<ClientDiscovery> {
  const byRevision: Partial<Record<Revision, ClientRevisionProfile>> = {};
  const failures: Partial<Record<Revision, string>> = {};
  const scenarios = new Set<string>();
  for (const revision of revisions) {
    const sightings = await Promise.all(
      OFFICIAL_SCENARIOS.map((scenario) => look(target, revision, scenario, options)),
    );
    const done = sightings.filter(({ did }) => did);
    for (const { scenario } of done) scenarios.add(scenario.name);
    if (done.length > 0) byRevision[revision] = profileOf(sightings);
    else failures[revision] = sightings.find(({ reason }) => reason !== '')?.reason ?? 'it sent nothing';
  }
  const spoken = revisions.filter((revision) => byRevision[revision] !== undefined);
  if (spoken.length === 0) {
    const reason = Object.values(failures).at(-1) ?? 'no revision is to be checked';
    return {
      ok: false,
      reason: `the client played no scenario (${OFFICIAL_SCENARIOS.map(({ name }) => name).join(', ')}): ${reason}`,
    };
  }
  const profile = { ...OFFICIAL_HELLO, revisions: spoken, driver: 'official', byRevision, failures } as const;
  return { ok: true, profile: { ...profile, scenarios: [...scenarios] } };
}
