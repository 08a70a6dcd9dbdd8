import { answersCall } from '../../../harness/checkers/answers-call.js';
import { sleepsAsAsked } from '../../../harness/checkers/sleep-answer.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { JsonRpcId } from '../../../harness/wire/jsonrpc.js';

const ECHO = 'jsonrpc.response.echo-id';

/** Ids that are legal and that careless code gets wrong: false in a condition, rounded, cut, or turned into the other type. */
const IDS: Readonly<Record<string, { readonly id: JsonRpcId; readonly pitfall: string }>> = {
  zero: { id: 0, pitfall: 'is false in a condition' },
  negative: { id: -17, pitfall: 'is no index' },
  'largest-exact-integer': { id: Number.MAX_SAFE_INTEGER, pitfall: 'does not fit into 32 bits or a float' },
  'empty-text': { id: '', pitfall: 'is false in a condition' },
  'digit-as-text': { id: '0', pitfall: 'looks like a number' },
  'long-text': { id: `id-${'0123456789'.repeat(100)}`, pitfall: 'is longer than a column or buffer' },
  unicode: { id: 'идентификатор-識別子-🪪', pitfall: 'is no ASCII' },
  'special-characters': { id: 'a/b?c=d&e#f "quoted" \\ \t\n\u2028 __proto__', pitfall: 'needs escaping' },
};

function idCase(name: string): ServerCase {
  const { id, pitfall } = IDS[name] ?? { id: 0, pitfall: '' };
  return serverCase({
    id: `json-rpc/ids/${name}`,
    title: `A response repeats its id in value and type (${name})`,
    about: `Pings under an id that ${pitfall}. The response has exactly this id.`,
    fix: 'Keep the id as it was parsed and write it back unchanged; test for its absence with "=== undefined", never by its truth.',
    requirements: [ECHO],
    once: true,
    async script(ctx) {
      const session = await ctx.connect();
      await session.request('ping', undefined, { label: 'ping', id }).answer();
    },
    judges: [answersCall('ping', ECHO, { with: 'result' })],
  });
}

/** Ids that are equal as texts; every pair is in flight at the same time. */
const TWINS: readonly (readonly [label: string, id: JsonRpcId, ms: number])[] = [
  ['number', 7, 140],
  ['text', '7', 60],
  ['zero', 0, 120],
  ['zero-as-text', '0', 80],
];

export const cases: ServerCase[] = [
  ...Object.keys(IDS).map(idCase),
  serverCase({
    id: 'json-rpc/ids/interleaved-twins',
    title: 'The ids 7 and "7" are two ids',
    about:
      'Runs calls under a number and under its digits as a text at the same time. Each is answered once, on its own exchange, under its own id, with its own result.',
    fix: 'Key pending requests by id and type, not by the text of the id.',
    requirements: [ECHO, 'jsonrpc.response.correlate-by-id', 'guarantee.no-crossing'],
    reproduces: ['B185', 'B189'],
    once: true,
    needs: ['tool:faultline_sleep'],
    async script(ctx) {
      const session = await ctx.connect();
      const calls = TWINS.map(([label, id, ms]) => session.callTool('faultline_sleep', { ms }, { label, id }));
      await Promise.all(calls.map((call) => call.answer()));
    },
    judges: TWINS.flatMap(([label, , ms]) => [answersCall(label, ECHO, { with: 'result' }), sleepsAsAsked(label, ms)]),
  }),
];
