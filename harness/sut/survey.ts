import { isObject } from '../wire/jsonrpc.js';
import { headerValue } from '../wire/http-head.js';
import { PreconditionError } from '../peer/probe.js';
import type { Call, Exchange, Session } from '../peer/probe.js';
import type { AnswerForm, RevisionProfile } from './profile.js';

/** Nobody has more pages than this by intention. */
const PAGE_LIMIT = 50;
const PINGS = 3;
/** A server that offers the stream answers a GET at once, whether there is something to say or not. */
const GET_PATIENCE_MS = 1500;
const EMIT_TOOL = 'faultline_emit';

/** What a session was found to offer, or the request on which the server fell silent. */
export type Survey =
  { readonly ok: true; readonly profile: RevisionProfile } | { readonly ok: false; readonly reason: string };

interface Listing {
  readonly entries: readonly string[];
  readonly pages: number;
}

async function resultOf(call: Call, method: string): Promise<Record<string, unknown> | undefined> {
  const answer = await call.answer();
  if (answer !== undefined) {
    const result = isObject(answer.value) ? answer.value['result'] : undefined;
    return isObject(result) ? result : undefined;
  }
  const head = await call.head();
  // A status of its own is an answer, too: what it means is for the cases to judge.
  if (head !== undefined && head.status >= 400) return undefined;
  throw new PreconditionError(`${method} was not answered (${await call.ended()})`);
}

async function readList(
  session: Session,
  method: string,
  member: string,
  key: string,
  seen: Exchange[],
): Promise<Listing> {
  const entries: string[] = [];
  let cursor: unknown;
  let pages = 0;
  do {
    const call = session.request(method, typeof cursor === 'string' ? { cursor } : undefined);
    seen.push(call);
    const result = await resultOf(call, method);
    const list = result?.[member];
    for (const entry of Array.isArray(list) ? list : []) {
      const name: unknown = isObject(entry) ? entry[key] : undefined;
      if (typeof name === 'string') entries.push(name);
    }
    cursor = result?.['nextCursor'];
    pages += 1;
  } while (typeof cursor === 'string' && pages < PAGE_LIMIT);
  return { entries, pages };
}

const NOTHING: Listing = { entries: [], pages: 0 };

async function medianPingMs(session: Session, seen: Exchange[]): Promise<number> {
  const timesMs: number[] = [];
  for (let ping = 0; ping < PINGS; ping += 1) {
    const begunAt = performance.now();
    const call = session.request('ping');
    seen.push(call);
    await resultOf(call, 'ping');
    timesMs.push(performance.now() - begunAt);
  }
  return timesMs.sort((left, right) => left - right)[PINGS >> 1] ?? 0;
}

async function formOf(seen: readonly Exchange[]): Promise<AnswerForm> {
  const types = await Promise.all(
    seen.map(async (exchange) => {
      const head = await exchange.head();
      return head?.status === 200 ? (headerValue(head.headers, 'content-type') ?? '').toLowerCase() : '';
    }),
  );
  const sse = types.some((type) => type.startsWith('text/event-stream'));
  const json = types.some((type) => type.startsWith('application/json'));
  if (sse && json) return 'both';
  if (sse) return 'sse';
  return json ? 'json' : 'unknown';
}

function hasEventIds(exchanges: readonly Exchange[]): boolean {
  return exchanges.some(({ events }) => events.some(({ id }) => id !== undefined && id !== ''));
}

async function isStream(get: Exchange): Promise<boolean> {
  const head = await get.head(GET_PATIENCE_MS);
  return (
    head?.status === 200 &&
    (headerValue(head.headers, 'content-type') ?? '').toLowerCase().startsWith('text/event-stream')
  );
}

async function ends(session: Session): Promise<boolean> {
  if (session.sessionId === undefined) return false;
  const head = await session.terminate().head();
  return head !== undefined && head.status >= 200 && head.status < 300;
}

async function look(session: Session, initialize: Exchange): Promise<RevisionProfile> {
  const seen: Exchange[] = [initialize];
  const { capabilities, sessionId } = session;
  await session.notify('notifications/initialized').head();
  const get = session.listen();
  const [getStream, tools, resources] = await Promise.all([
    isStream(get),
    capabilities['tools'] === undefined ? NOTHING : readList(session, 'tools/list', 'tools', 'name', seen),
    capabilities['resources'] === undefined ? NOTHING : readList(session, 'resources/list', 'resources', 'uri', seen),
  ]);
  const answerMs = await medianPingMs(session, seen);
  if (tools.entries.includes(EMIT_TOOL)) {
    const call = session.callTool(EMIT_TOOL, { count: 1 }, { progressToken: true });
    seen.push(call);
    await resultOf(call, `tools/call of ${EMIT_TOOL}`);
  }
  const answers = await formOf(seen);
  const eventIds = hasEventIds([...seen, get]);
  get.abort();
  return {
    capabilities,
    tools: tools.entries,
    resources: resources.entries,
    paginates: tools.pages > 1 || resources.pages > 1,
    sessions: sessionId !== undefined,
    answers,
    getStream,
    eventIds,
    deletes: false,
    answerMs,
  };
}

/**
 * Finds out by harmless requests what a fresh session offers, and ends it. `initialize` is the exchange that opened
 * the session. Calls no tool but `faultline_emit`, once and for one message.
 */
export async function surveySession(session: Session, initialize: Exchange): Promise<Survey> {
  try {
    const profile = await look(session, initialize);
    return { ok: true, profile: { ...profile, deletes: await ends(session) } };
  } catch (error) {
    await ends(session);
    if (error instanceof PreconditionError) return { ok: false, reason: error.message };
    throw error;
  }
}
