import type { ServerContext } from '../../harness/engine/context.js';
import type { Call, Exchange, Session } from '../../harness/peer/probe.js';
import { hasVersionHeader } from '../../harness/spec/revisions.js';

/**
 * What a session does besides the ordinary requests. `listen`: a GET stream beside them. `progress`: calls with and
 * without a progress token, at the same time. `ask`: requests of the server. Each where the target offers it.
 */
export type Activity = 'listen' | 'progress' | 'ask';

/** Limit for all answers, and then for the ends of all streams: what is late is left for the checkers to see. */
const PATIENCE_MS = 3000;

/** A list of every feature that the server declares; harmless on any server. */
const LISTS: Readonly<Record<string, string>> = {
  tools: 'tools/list',
  resources: 'resources/list',
  prompts: 'prompts/list',
};

function ordinaryRequests(session: Session): Call[] {
  const declared = Object.keys(LISTS).filter((capability) => session.capabilities[capability] !== undefined);
  return [
    session.request('ping', undefined, { label: 'busy/ping' }),
    ...declared.map((capability) => session.request(LISTS[capability] ?? '', {}, { label: `busy/list-${capability}` })),
    session.request('faultline/no-such-method', {}, { label: 'busy/unknown-method' }),
    session.request('ping', {}, { label: 'busy/ping-by-name', id: 'busy' }),
  ];
}

function offers(ctx: ServerContext, tool: string): boolean {
  return ctx.profile.tools.includes(tool);
}

function progressCalls(ctx: ServerContext, session: Session): Call[] {
  if (!offers(ctx, 'faultline_emit')) return [];
  const call = (label: string, progressToken?: string | number): Call =>
    session.callTool(
      'faultline_emit',
      { count: 3, key: ctx.nonce(label) },
      { label, ...(progressToken !== undefined && { progressToken }) },
    );
  return [call('busy/emit-text', 'busy-token'), call('busy/emit-number', 77), call('busy/emit-log')];
}

function askingCalls(ctx: ServerContext, session: Session): Call[] {
  // A plain JSON answer has no room for a request of the server, and its call may wait long for what never arrives.
  const canAsk = offers(ctx, 'faultline_ask') && hasVersionHeader(ctx.revision) && ctx.profile.answers !== 'json';
  if (!canAsk) return [];
  const ask = (label: string): Call =>
    session.callTool('faultline_ask', { message: 'What is your answer?' }, { label });
  return [ask('busy/ask-1'), ask('busy/ask-2')];
}

/**
 * Healthy traffic of one session, for the rules that hold in any exchange: handshake, pings, lists, an unknown method,
 * an unknown notification, several calls at once. Labels begin with `busy/`.
 */
export async function busySession(ctx: ServerContext, ...activities: readonly Activity[]): Promise<void> {
  const session = await ctx.connect();
  let stream: Exchange | undefined;
  if (activities.includes('listen')) {
    stream = session.listen({ label: 'busy/listen' });
    await stream.head();
  }
  const calls = [
    ...ordinaryRequests(session),
    ...(activities.includes('progress') ? progressCalls(ctx, session) : []),
    ...(activities.includes('ask') ? askingCalls(ctx, session) : []),
  ];
  const notified = session.notify('notifications/faultline-unknown', {}, { label: 'busy/notification' });
  await Promise.all(calls.map((call) => call.answer(PATIENCE_MS)));
  await Promise.all([...calls, notified].map((exchange) => exchange.ended(PATIENCE_MS)));
  // What is still to come on the other streams comes before the answer to this.
  await session.request('ping', undefined, { label: 'busy/last' }).answer();
  stream?.abort();
}
