import { answersWithStatus } from '../../../harness/checkers/answer-status.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { executesNothing } from '../../../harness/checkers/executes-nothing.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Session } from '../../../harness/peer/probe.js';
import type { Need } from '../../../harness/sut/needs.js';
import { pingText } from '../../support/request-template.js';

const UNKNOWN_ID = '7d0f3b5e-2c64-4f7a-9e21-5b8d0c4a1f36';
const TERMINATED = 'http.session.terminated-404';

type Way = 'request' | 'notification' | 'get' | 'delete';
const WAYS: readonly Way[] = ['request', 'notification', 'get', 'delete'];

/** GET and DELETE have statuses of their own where they are not offered. */
function needsOf(way: Way): readonly Need[] {
  if (way === 'get') return ['sessions', 'get-stream'];
  return way === 'delete' ? ['sessions', 'deletes'] : ['sessions'];
}

/** Sends something of `session` with other session headers, and waits until it is answered. */
async function sendBy(
  context: ServerContext,
  way: Way,
  session: Session,
  headers: Readonly<Record<string, string | null>>,
  label: string,
): Promise<void> {
  if (way === 'get') {
    const stream = session.listen({ label, headers });
    await stream.head();
    stream.abort();
    return;
  }
  const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
  const body = way === 'request' ? pingText(label) : initialized;
  const exchange =
    way === 'delete' ? session.terminate({ label, headers }) : context.post(body, { label, session, headers });
  await exchange.ended();
}

function missingCase(way: Way): ServerCase {
  const label = `${way}-without-session`;
  return serverCase({
    id: `sessions/missing/${way}`,
    title: `A ${way} without the session id is refused with 400`,
    about: `Sends a ${way} without the session id on a server that assigned one. Only 400 tells a client that it forgot the header; 404 would make it start anew.`,
    fix: 'Answer 400 when Mcp-Session-Id is missing, apart from unknown ids (404), and open no session for it.',
    requirements: ['http.session.missing-400'],
    reproduces: way === 'request' ? ['B003', 'B044'] : ['B003'],
    needs: needsOf(way),
    async script(context: ServerContext) {
      const session = await context.connect();
      await sendBy(context, way, session, { 'Mcp-Session-Id': null }, label);
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [answersWithStatus(label, 'http.session.missing-400', { allowed: [400] }), laterCallsWork(['later'])],
  });
}

function unknownCase(way: Way): ServerCase {
  const label = `${way}-of-unknown-session`;
  return serverCase({
    id: `sessions/unknown/${way}`,
    title: `A ${way} of a session that never was is refused with 404`,
    about: `Sends a ${way} under a session id that the server never issued, as after a restart or at another replica. The text names 404 for ended sessions only, but no other status makes clients recover.`,
    fix: 'Answer 404 to every session id that you do not know, before anything else is looked at.',
    requirements: [TERMINATED, 'guarantee.clean-errors', 'guarantee.no-hang'],
    reproduces: ['B001', 'B002', 'B012', 'B042', 'B308', 'B375'],
    needs: needsOf(way),
    async script(context: ServerContext) {
      const session = await context.connect();
      await sendBy(context, way, session, { 'Mcp-Session-Id': UNKNOWN_ID }, label);
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      copesWith(label, { rule: TERMINATED, allowed: [404], severity: 'warn' }),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  });
}

function terminatedCase(way: Exclude<Way, 'delete'>): ServerCase {
  const label = `${way}-after-delete`;
  return serverCase({
    id: `sessions/terminated/${way}`,
    title: `A ${way} of an ended session is refused with 404`,
    about: `Ends a session by DELETE and sends a ${way} under its id. 404 is what tells a client to start a new session; every other status leaves it stuck, and service would mean that the session never ended.`,
    fix: 'Forget the session on DELETE and answer 404 to its id from then on, on every HTTP method.',
    requirements: [TERMINATED],
    reproduces: ['B001', 'B004', 'B012'],
    needs: [...needsOf(way), 'deletes'],
    async script(context: ServerContext) {
      const session = await context.connect();
      const ended = await session.terminate({ label: 'delete' }).head();
      context.require(ended !== undefined && ended.status < 300, 'the DELETE did not end the session');
      await sendBy(context, way, session, {}, label);
    },
    judges: [answersWithStatus(label, TERMINATED, { allowed: [404] }), executesNothing([label], TERMINATED)],
  });
}

/** Session headers that name no session, by what is wrong with them. */
const MALFORMED: Readonly<Record<string, (id: string) => string>> = {
  empty: () => '',
  'blanks-inside': () => 'two words',
  'beyond-ascii': () => 'sitzung-\u00e4\u00f6\u00fc',
  'very-long': () => 'x'.repeat(4096),
  'list-of-ids': (id) => `${id}, ${id}`,
  quoted: (id) => `"${id}"`,
  path: () => '../../../../etc/passwd',
};

export const cases: ServerCase[] = [
  ...WAYS.map(missingCase),
  ...WAYS.map(unknownCase),
  ...(['request', 'notification', 'get'] as const).map(terminatedCase),
  serverCase({
    id: 'sessions/malformed/refused',
    title: 'A session header that names no session is refused cleanly',
    about:
      'Sends pings whose session id is empty, holds blanks or letters beyond ASCII, is 4 KiB long, a list, quoted, or a path. None of them is a session: they are refused with a 4xx, and the session goes on.',
    fix: 'Look the whole header value up as it is; answer 400 or 404 when it is no known id, whatever characters it has.',
    requirements: ['http.session.missing-400', 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.isolation'],
    needs: ['sessions'],
    async script(context: ServerContext) {
      const session = await context.connect();
      for (const [label, make] of Object.entries(MALFORMED)) {
        const headers = { 'Mcp-Session-Id': make(session.sessionId ?? '') };
        await context.post(pingText(label), { label, session, headers }).ended();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...Object.keys(MALFORMED).map((label) =>
        copesWith(label, { rule: 'http.session.missing-400', allowed: ['4xx'], mayClose: true }),
      ),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  }),
];
