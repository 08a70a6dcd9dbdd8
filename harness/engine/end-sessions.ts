import { Agent, request } from 'undici';
import type { Session } from '../peer/probe.js';
import { hasVersionHeader } from '../spec/revisions.js';
import type { Revision } from '../spec/revisions.js';
import type { ServerTarget } from '../sut/target.js';

const PATIENCE_MS = 2000;

/**
 * Ends the sessions that cases leave open, outside of their histories, so that a run does not pile up sessions on the
 * target. Best effort: whatever the target answers, or does not, is no judgement.
 */
export interface SessionEnder {
  end(sessions: readonly Session[]): Promise<void>;
  close(): Promise<void>;
}

/** One pool of connections for all of a run: what ends sessions must not add a connection a case. */
export function createSessionEnder(target: ServerTarget): SessionEnder {
  const agent = new Agent({
    connections: 4,
    headersTimeout: PATIENCE_MS,
    bodyTimeout: PATIENCE_MS,
    keepAliveTimeout: 1000,
  });
  const endOne = async (id: string, revision: Revision): Promise<void> => {
    const version = hasVersionHeader(revision) ? { 'mcp-protocol-version': revision } : {};
    const headers = { ...target.headers, ...version, 'mcp-session-id': id };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await request(target.url, { method: 'DELETE', headers, dispatcher: agent, signal });
    await answer.body.dump();
  };
  return {
    async end(sessions) {
      const ids = new Map(
        sessions.flatMap(({ sessionId, revision }) =>
          sessionId === undefined ? [] : [[sessionId, revision] as const],
        ),
      );
      await Promise.allSettled([...ids].map(([id, revision]) => endOne(id, revision)));
    },
    close: () => agent.destroy(),
  };
}
