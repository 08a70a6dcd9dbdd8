import { Recorder } from '../../history/recorder.js';
import { SESSION_REVISIONS } from '../../spec/revisions.js';
import type { Revision } from '../../spec/revisions.js';
import type { LaunchClient } from './channel.js';
import { driveClient } from './drive-client.js';
import { launchCommand } from './launch.js';
import type { ClientProfile } from './profile.js';
import type { ClientTarget } from './target.js';

/** What was found, or one line that says why nothing could be. */
export type ClientDiscovery =
  { readonly ok: true; readonly profile: ClientProfile } | { readonly ok: false; readonly reason: string };

export interface DiscoverClientOptions {
  /** Revisions to be checked; default: all with sessions. */
  readonly revisions?: readonly Revision[];
  /** Limit of one operation. */
  readonly deadlineMs: number;
  /** Stands in for the command of the target. */
  readonly launch?: LaunchClient;
}

/**
 * Starts a client once and finds out what it does against a correct server, at each revision that it says it speaks and
 * that is asked for. Never rejects for what a client does; its process has ended when this resolves.
 */
export async function discoverClient(target: ClientTarget, options: DiscoverClientOptions): Promise<ClientDiscovery> {
  const { revisions = SESSION_REVISIONS, deadlineMs, launch = launchCommand } = options;
  const driving = await driveClient(launch(target), {
    name: 'client',
    recorder: new Recorder(),
    answerDeadlineMs: deadlineMs,
  });
  if (!driving.ok) return driving;
  const { client } = driving;
  try {
    const { hello } = client;
    const asked = revisions.filter((revision) => hello.revisions.includes(revision));
    if (asked.length === 0) {
      const spoken = hello.revisions.join(', ');
      const wanted = revisions.join(', ');
      return { ok: false, reason: `the client speaks ${spoken}, none of the revisions to be checked (${wanted})` };
    }
    return { ok: true, profile: { ...hello, driver: target.driver, byRevision: {} } };
  } finally {
    await client.kill();
  }
}
