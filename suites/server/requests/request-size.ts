import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answersOrRefuses } from '../../../harness/checkers/answers-or-refuses.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { echoesText } from '../../../harness/checkers/exact-text.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { sizedPing } from '../../support/sized-ping.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const RULES = [
  'jsonrpc.response.required',
  'guarantee.clean-errors',
  'guarantee.no-hang',
  'guarantee.recovers',
] as const;
/** A large body may take a loaded machine longer than one answer should. */
const LARGE_DEADLINE_MS = 15_000;

function labelOf(sizeBytes: number): string {
  return `ping-of-${sizeBytes}-bytes`;
}

function sizeCase(name: string, title: string, sizes: readonly number[]): ServerCase {
  return serverCase({
    id: `requests/size/${name}`,
    title,
    heavy: Math.max(...sizes) > MIB,
    about:
      'Posts pings that are padded to exact sizes. MCP sets no limit: a server may refuse what is too large for it, by 413 or a JSON-RPC error, but each request ends, and the next one is served.',
    fix: 'Read bodies of any size up to a limit of your own, answer 413 above it, and go on reading (or close the connection) after the refusal so that the answer is not lost.',
    requirements: RULES,
    reproduces: ['B374'],
    once: true,
    async script(context) {
      const session = await context.connect();
      for (const sizeBytes of sizes) {
        const label = labelOf(sizeBytes);
        await context.post(sizedPing(label, sizeBytes), { label, session, deadlineMs: LARGE_DEADLINE_MS }).ended();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...sizes.flatMap((sizeBytes) => [
        copesWith(labelOf(sizeBytes), { rule: 'guarantee.clean-errors', allowed: ['2xx', '4xx'] }),
        answersOrRefuses(labelOf(sizeBytes)),
      ]),
      ...(sizes.includes(KIB) ? [answersCall(labelOf(KIB), 'jsonrpc.response.required', { with: 'result' })] : []),
      laterCallsWork(['later']),
    ],
  });
}

/** Characters of one to four bytes, and those that JSON, SSE or JavaScript treat specially. */
const AWKWARD = 'plain, "quoted", \\ back, \r\n lines, \t, \u0000, é ß, \u2028 \u2029 \u0085, 漢字, 🜁🜂, \uFEFF.';

export const cases: ServerCase[] = [
  sizeCase('around-64-kib', 'Requests around 64 KiB are answered or refused', [
    KIB,
    64 * KIB - 1,
    64 * KIB,
    64 * KIB + 1,
  ]),
  sizeCase('1-mib', 'A request of 1 MiB is answered or refused', [MIB]),
  sizeCase('4-mib', 'A request of 4 MiB is answered or refused', [4 * MIB]),
  sizeCase('16-mib', 'A request of 16 MiB is answered or refused', [16 * MIB]),
  serverCase({
    id: 'requests/size/echo-exact',
    title: 'Text passes unchanged through a request and its answer',
    about:
      'Echoes a short text of characters that transports trip over (several bytes long, line separators, quotes, NUL, a byte order mark) and 100 KiB of them.',
    fix: 'Decode the complete body as UTF-8, not each read by itself, and write events through a JSON serialiser that escapes line breaks.',
    requirements: ['transport.utf8', 'jsonrpc.response.required'],
    needs: ['tool:faultline_echo'],
    async script(context) {
      const session = await context.connect();
      await session.callTool('faultline_echo', { text: AWKWARD }, { label: 'short' }).answer();
      const text = AWKWARD.repeat(Math.ceil((100 * KIB) / Buffer.byteLength(AWKWARD)));
      await session.callTool('faultline_echo', { text }, { label: 'long' }).answer();
    },
    judges: ['short', 'long'].flatMap((label) => [
      answersCall(label, 'jsonrpc.response.required', { with: 'result' }),
      echoesText(label),
    ]),
  }),
];
