import { Recorder } from '../../history/recorder.js';
import { compareRevisions, httpTransportOf, TRANSPORT_REVISIONS } from '../../spec/revisions.js';
import type { Revision } from '../../spec/revisions.js';
import type { LaunchClient } from './channel.js';
import { discoverOfficial } from './discover-official.js';
import { driveClient } from './drive-client.js';
import type { Driving } from './drive-client.js';
import { launchTarget } from './launch.js';
import type { AdapterHello, ClientProfile } from './profile.js';
import { surveyClient } from './survey-client.js';
import type { ClientSurvey } from './survey-client.js';
import type { ClientTarget } from './target.js';

/** What was found, or one line that says why nothing could be. */
export type ClientDiscovery =
  { readonly ok: true; readonly profile: ClientProfile } | { readonly ok: false; readonly reason: string };

export interface DiscoverClientOptions {
  /** Revisions to be checked; default: all that define a transport over HTTP with sessions. */
  readonly revisions?: readonly Revision[];
  /** Limit of one operation. */
  readonly deadlineMs: number;
  /** Limit of the start of the process. Default 10 s. */
  readonly readyDeadlineMs?: number;
  /** Stands in for the command of the target. */
  readonly launch?: LaunchClient;
}

const CHECKED_REVISIONS: readonly Revision[] = Object.values(TRANSPORT_REVISIONS).flat();

interface Started {
  readonly driving: Driving;
  readonly recorder: Recorder;
}

async function start(target: ClientTarget, options: DiscoverClientOptions): Promise<Started> {
  const { launch = launchTarget, deadlineMs, readyDeadlineMs } = options;
  const recorder = new Recorder();
  const use = { name: 'client', recorder, answerDeadlineMs: deadlineMs };
  const driving = await driveClient(launch(target), {
    ...use,
    ...(readyDeadlineMs !== undefined && { readyDeadlineMs }),
  });
  return { driving, recorder };
}

async function surveyAt(target: ClientTarget, revision: Revision, started: Promise<Started>): Promise<ClientSurvey> {
  const { driving, recorder } = await started;
  if (!driving.ok) return driving;
  try {
    return await surveyClient(driving.client, recorder, target, revision);
  } finally {
    await driving.client.kill();
  }
}

/** Whether a client offers the transport that a revision defines. One that speaks Streamable HTTP need not say so. */
function isInReach({ transports }: AdapterHello, revision: Revision): boolean {
  const transport = httpTransportOf(revision);
  return transport === 'streamable-http' || transports.includes(transport);
}

/**
 * Finds out what a client does against a correct server, at each revision that it says it speaks and that is asked for.
 * At each it has a process of its own, so that what it makes of one does not stand in the way of another. A revision at
 * which it fails is left out, with the reason in `failures`; failing at all of them is a failure of the whole. Never
 * rejects for what a client does; its processes have ended when this resolves.
 */
export async function discoverClient(target: ClientTarget, options: DiscoverClientOptions): Promise<ClientDiscovery> {
  const revisions = [...(options.revisions ?? CHECKED_REVISIONS)].sort(compareRevisions);
  if (target.driver === 'official') return discoverOfficial(target, revisions, options);
  const first = await start(target, options);
  if (!first.driving.ok) return first.driving;
  const { hello } = first.driving.client;
  const inReach = revisions.filter((revision) => isInReach(hello, revision));
  const asked = inReach.filter((revision) => hello.revisions.includes(revision));
  const newest = asked.at(-1);
  if (newest === undefined) {
    await first.driving.client.kill();
    const spoken = hello.revisions.join(', ') || 'no known revision';
    const wanted = inReach.join(', ') || `${revisions.join(', ')} needs the transport http-sse`;
    return { ok: false, reason: `the client speaks ${spoken}, none of those to be checked (${wanted})` };
  }
  const surveys = await Promise.all(
    asked.map(async (revision) => {
      const started = revision === newest ? Promise.resolve(first) : start(target, options);
      return { revision, survey: await surveyAt(target, revision, started) };
    }),
  );
  const spoken = surveys.flatMap(({ revision, survey }) => (survey.ok ? [[revision, survey.profile] as const] : []));
  const failed = surveys.flatMap(({ revision, survey }) => (survey.ok ? [] : [[revision, survey.reason] as const]));
  const reason = failed.at(-1)?.[1];
  if (spoken.length === 0 && reason !== undefined) return { ok: false, reason };
  const byRevision = Object.fromEntries(spoken);
  return { ok: true, profile: { ...hello, driver: 'adapter', byRevision, failures: Object.fromEntries(failed) } };
}
