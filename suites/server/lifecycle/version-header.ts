import { answersWithStatus } from '../../../harness/checkers/answer-status.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { executesAlike } from '../../../harness/checkers/executes-alike.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { servesWithoutVersionHeader } from '../../../harness/checkers/serves-without-version.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Exchange, SendOptions, Session } from '../../../harness/peer/probe.js';
import type { Need } from '../../../harness/sut/needs.js';

const HEADER = 'MCP-Protocol-Version';
const INVALID = 'http.version-header.invalid-400';

const PAIR = [
  { jsonrpc: '2.0', id: 'first', method: 'ping' },
  { jsonrpc: '2.0', id: 'second', method: 'ping' },
];

interface Method {
  readonly name: 'post' | 'get' | 'delete';
  readonly needs: readonly Need[];
  readonly send: (session: Session, options: SendOptions) => Exchange;
}

const METHODS: readonly Method[] = [
  { name: 'post', needs: [], send: (session, options) => session.request('ping', undefined, options) },
  { name: 'get', needs: ['get-stream'], send: (session, options) => session.listen(options) },
  { name: 'delete', needs: ['deletes'], send: (session, options) => session.terminate(options) },
];

/** Sends a request, and lets go of the stream that it may have opened. */
async function sendBriefly(exchange: Exchange): Promise<void> {
  await exchange.head();
  exchange.abort();
}

function invalidOn({ name, needs, send }: Method): ServerCase {
  const values: Readonly<Record<string, string>> = { unknown: '1900-01-01', garbage: 'not-a-version' };
  return serverCase({
    id: `lifecycle/version-header/invalid/${name}`,
    title: `${name.toUpperCase()} with an invalid protocol version is refused with 400`,
    about: `Sends ${name.toUpperCase()} on a live session with a version header that names no revision, and with one that is no date. Both are refused with 400, and the session goes on.`,
    fix: `Check the MCP-Protocol-Version header on ${name.toUpperCase()} too, and answer 400 where its value is not a version that you speak.`,
    requirements: [INVALID, 'guarantee.recovers'],
    reproduces: ['B332'],
    revisions: ['2025-06-18', '2025-11-25'],
    needs,
    async script(ctx) {
      const session = await ctx.connect();
      for (const [label, value] of Object.entries(values)) {
        await sendBriefly(send(session, { label, headers: { [HEADER]: value } }));
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...Object.keys(values).map((label) => answersWithStatus(label, INVALID, { allowed: [400] })),
      laterCallsWork(['later']),
    ],
  });
}

async function sendDeviating(ctx: ServerContext): Promise<void> {
  const session = await ctx.connect();
  const headers = { [HEADER]: '2025-03-26' };
  await session.request('ping', undefined, { label: 'deviating', headers }).ended();
  await session.batch(PAIR, { label: 'array' }).ended();
  await session.batch(PAIR, { label: 'deviating-array', headers }).ended();
  await session.request('ping', undefined, { label: 'later' }).answer();
}

export const cases: ServerCase[] = [
  ...METHODS.map(invalidOn),
  serverCase({
    id: 'lifecycle/version-header/absent',
    title: 'A request without version header is served or refused with 400',
    about:
      'Leaves the version header out. A session tells its version by itself, so the request is served, or refused with 400; a server without sessions should assume 2025-03-26.',
    fix: 'Take the version from the session where the header is missing, and assume 2025-03-26 where there is no session.',
    requirements: ['http.version-header.default', 'guarantee.no-hang'],
    revisions: ['2025-06-18', '2025-11-25'],
    async script(ctx) {
      const session = await ctx.connect();
      await session.request('ping', undefined, { label: 'absent', headers: { [HEADER]: null } }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [servesWithoutVersionHeader('absent'), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'lifecycle/version-header/deviating',
    title: 'A version header never switches the version of a session',
    about:
      'Names 2025-03-26 in the header of a session that negotiated a later version. The request is served or refused with 400, but arrays, which only 2025-03-26 knows, are treated as in the rest of the session.',
    fix: 'Let the version of the session decide about features; compare the header with it, or ignore it.',
    requirements: ['lifecycle.operate.respect-version', 'guarantee.no-hang', 'guarantee.clean-errors'],
    revisions: ['2025-06-18', '2025-11-25'],
    script: sendDeviating,
    judges: [
      copesWith('deviating', { rule: 'lifecycle.operate.respect-version', allowed: ['2xx', 400], severity: 'warn' }),
      executesAlike('array', 'deviating-array', true),
      laterCallsWork(['later']),
    ],
  }),
];
