import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { echoesText } from '../../../harness/checkers/exact-text.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { fragment } from '../../../harness/faults/fragment.js';

/** Metadata that no server knows: vendor keys, an unknown key under a prefix of the protocol, values of every type. */
const UNKNOWN_META = {
  'com.example/faultline': { nested: [1, 'two', { three: null }] },
  'io.modelcontextprotocol/faultline-unknown': { a: true },
  plain: null,
  'x_y.z-1': 0,
};

/** Every length of a UTF-8 sequence, combining and right-to-left text, and characters that formats give a meaning. */
const TEXTS: Readonly<Record<string, string>> = {
  'two-and-three-bytes': 'Grüße, мир, 世界, ไทย, हिन्दी',
  'four-bytes': '🪪👩‍👩‍👧‍👦𝔉𝄞🇪🇺',
  combining: 'e\u0301 n\u0303 \u202eright to left\u202c',
  'line-ends': 'one\ntwo\r\nthree\rfour\u2028five\u2029six\u0085seven',
  'event-fields': '\ndata: {"jsonrpc":"2.0"}\n\nid: 7\nretry: 1\n: comment',
  controls: 'nul \u0000 bell \u0007 escape \u001b delete \u007f',
  'quotes-and-slashes': '"\\/\'`</script><!-- %s ${x} {{y}}',
  'long-multibyte': '語'.repeat(20_000),
};

export const cases: ServerCase[] = [
  serverCase({
    id: 'json-rpc/meta/unknown-keys',
    title: 'Unknown metadata changes nothing',
    about:
      'Sends ordinary requests with _meta keys that nobody has defined, also under a prefix of the protocol. They are answered as without.',
    fix: 'Read the _meta keys that you know and pass over all others, whatever their values are.',
    requirements: ['meta.keys.no-assumptions', 'ping.respond'],
    revisions: ['2025-06-18', '2025-11-25'],
    async script(ctx) {
      const session = await ctx.connect();
      await session.request('ping', { _meta: UNKNOWN_META }, { label: 'ping' }).answer();
      if (session.capabilities['tools'] === undefined) return;
      await session.request('tools/list', { _meta: UNKNOWN_META }, { label: 'list' }).answer();
    },
    judges: [
      answersCall('ping', 'meta.keys.no-assumptions', { with: 'result' }),
      whereSent('list', answersCall('list', 'meta.keys.no-assumptions', { with: 'result' })),
    ],
  }),
  serverCase({
    id: 'json-rpc/utf8/echo',
    title: 'Text of every script comes back unchanged',
    about:
      'Echoes texts with characters of one to four bytes, combining and right-to-left text, control characters, line ends and what looks like fields of an event stream.',
    fix: 'Decode and encode messages as UTF-8, and let a JSON library escape what needs escaping before it goes into an event.',
    requirements: ['transport.utf8', 'guarantee.no-injection'],
    once: true,
    needs: ['tool:faultline_echo'],
    async script(ctx) {
      const session = await ctx.connect();
      const calls = Object.entries(TEXTS).map(([label, text]) =>
        session.callTool('faultline_echo', { text }, { label }),
      );
      await Promise.all(calls.map((call) => call.answer()));
    },
    judges: [...Object.keys(TEXTS).map(echoesText), laterCallsWork(Object.keys(TEXTS), 'transport.utf8')],
  }),
  serverCase({
    id: 'json-rpc/utf8/divided-characters',
    title: 'Characters that are divided between two reads arrive whole',
    about:
      'Echoes a text while the request reaches the server in pieces that end inside of characters. The text comes back unchanged.',
    fix: 'Collect the bytes of the body and decode them together, or use a streaming decoder; never decode each chunk by itself.',
    requirements: ['transport.utf8'],
    reproduces: ['B279'],
    once: true,
    needs: ['tool:faultline_echo'],
    faults: [fragment({ on: { exchange: 'divided' }, direction: 'to-server', at: 'characters' })],
    async script(ctx) {
      const session = await ctx.connect();
      const text = `${TEXTS['two-and-three-bytes'] ?? ''} ${TEXTS['four-bytes'] ?? ''}`;
      await session.callTool('faultline_echo', { text }, { label: 'divided' }).answer();
    },
    judges: [echoesText('divided'), laterCallsWork(['divided'], 'transport.utf8')],
  }),
];
