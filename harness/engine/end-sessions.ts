import { Agent, request } from 'undici';
import type { HistoryView } from '../history/view.js';
import { hasVersionHeader } from '../spec/revisions.js';
import type { Revision } from '../spec/revisions.js';
import type { ServerTarget } from '../sut/target.js';
import { headerValue } from '../wire/http-head.js';
import { settledWithin } from './pause.js';

const PATIENCE_MS = 2000;

/**
 * Ends the sessions that cases leave open, outside of their histories, so that a run does not pile up sessions on the
 * target. Best effort: whatever the target answers, or does not, is no judgement.
 */
export interface SessionEnder {
  /** Resolves when all are ended, after `patienceMs` (default 2 s) at the latest. */
  end(ids: readonly string[], revision: Revision, patienceMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Ids of the sessions that the target opened in a case and that the case did not end itself. */
export function openSessionsOf(view: HistoryView): string[] {
  const ids = new Set<string>();
  // Only the answers to `initialize`: any other id may be one that the harness made up, or that belongs to somebody else.
  for (const { sent, server } of view.exchanges.values()) {
    const isHandshake = sent.some(({ message }) => message.method === 'initialize');
    const id = isHandshake && server.head && headerValue(server.head.headers, 'mcp-session-id');
    if (typeof id === 'string') ids.add(id);
  }
  for (const { request: sent, server } of view.exchanges.values()) {
    if (sent?.method !== 'DELETE' || server.head === undefined || Math.floor(server.head.status / 100) !== 2) continue;
    ids.delete(headerValue(sent.headers, 'mcp-session-id') ?? '');
  }
  return [...ids];
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
    async end(ids, revision, patienceMs = PATIENCE_MS) {
      await settledWithin(Promise.allSettled(ids.map((id) => endOne(id, revision))), patienceMs);
    },
    close: () => agent.destroy(),
  };
}
