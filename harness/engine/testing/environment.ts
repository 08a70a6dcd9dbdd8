import { onTestFinished } from 'vitest';
import { SESSION_REVISIONS } from '../../spec/revisions.js';
import type { RevisionProfile, ServerProfile } from '../../sut/profile.js';
import { openEnvironment } from '../environment.js';
import type { CaseEnvironment } from '../run-options.js';

/** What a server offers that has sessions and answers with event streams. */
export const OFFERED: RevisionProfile = {
  capabilities: { tools: {} },
  tools: ['faultline_echo', 'faultline_sleep', 'faultline_emit'],
  resources: [],
  paginates: false,
  sessions: true,
  answers: 'sse',
  getStream: true,
  eventIds: true,
  deletes: true,
  answerMs: 1,
};

/** A server that offers the same at every revision. */
export const PROFILE: ServerProfile = {
  revisions: SESSION_REVISIONS,
  byRevision: Object.fromEntries(SESSION_REVISIONS.map((revision) => [revision, OFFERED])),
};

/** The environment of a run against this URL, closed when the test is over. */
export function environmentFor(
  url: string,
  changes: Partial<CaseEnvironment> & { readonly headers?: Readonly<Record<string, string>> } = {},
): CaseEnvironment {
  const { headers = {}, ...rest } = changes;
  const { environment, close } = openEnvironment(
    {
      target: { url, headers },
      profile: PROFILE,
      revisions: SESSION_REVISIONS,
      seed: 7,
      concurrency: 4,
      timeScale: 1,
    },
    { signal: changes.signal ?? new AbortController().signal },
  );
  onTestFinished(close);
  return { ...environment, ...rest };
}
