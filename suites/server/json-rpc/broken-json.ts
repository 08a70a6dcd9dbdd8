import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { Checker } from '../../../harness/checkers/checker.js';
import { refusalHasNoId } from '../../../harness/checkers/refusal-id.js';
import { refusesMessage, survivesMessage } from '../../../harness/checkers/refuses-message.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const PARSE_ERROR = 'jsonrpc.error.parse-error';

type Body = string | Uint8Array;

function withByte(before: string, byte: number, after: string): Uint8Array {
  return Buffer.concat([Buffer.from(before), Buffer.from([byte]), Buffer.from(after)]);
}

const PING = '{"jsonrpc":"2.0","id":99,"method":"ping"}';

/** Bodies that do not conform to the grammar of JSON (RFC 8259). */
const BROKEN: Readonly<Record<string, Body>> = {
  truncated: '{"jsonrpc":"2.0","id":99,"method":"pi',
  empty: '',
  'white-space': ' \r\n\t',
  'bare-word': 'ping',
  'single-quotes': "{'jsonrpc':'2.0','id':99,'method':'ping'}",
  'trailing-text': `${PING} ping`,
  'two-messages': `${PING}\n${PING}`,
  'trailing-comma': '{"jsonrpc":"2.0","id":99,"method":"ping",}',
  'invalid-utf-8': withByte('{"jsonrpc":"2.0","id":99,"method":"pi', 0x97, 'ng"}'),
  'nul-byte': withByte('{"jsonrpc":"2.0","id":99,"method":"ping"', 0x00, '}'),
  'raw-control-character': '{"jsonrpc":"2.0","id":99,"method":"pi\nng"}',
  'not-a-number': '{"jsonrpc":"2.0","id":NaN,"method":"ping"}',
};

/** How deep the body of that name is nested. */
const DEPTH = 10_000;

function pingWith(value: string): string {
  return `{"jsonrpc":"2.0","id":99,"method":"ping","params":{"_meta":{"com.example/value":${value}}}}`;
}

/** Bodies that are JSON, or nearly so, and that parsers may treat in their own ways: what counts is that they live on. */
const ODD: Readonly<Record<string, Body>> = {
  'byte-order-mark': `\ufeff${PING}`,
  'lone-surrogate': pingWith('"\\ud800"'),
  'deep-nesting': pingWith('['.repeat(DEPTH) + ']'.repeat(DEPTH)),
  'deep-unclosed-nesting': '['.repeat(DEPTH),
  'huge-exponent': pingWith('1e99999'),
  'many-digits': pingWith('9'.repeat(5000)),
  'duplicate-members': '{"jsonrpc":"2.0","id":98,"id":99,"method":"no/such/method","method":"ping"}',
  'member-named-proto': '{"jsonrpc":"2.0","id":99,"method":"ping","params":{"__proto__":{"polluted":true}}}',
};

interface Texts {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly requirements: readonly string[];
}

function bodyCase(texts: Texts, body: Body, judges: readonly Checker[]): ServerCase {
  return serverCase({
    ...texts,
    fix: 'Catch every failure of decoding and parsing, answer 400 with error -32700 and id null, and leave session and process as they were.',
    reproduces: ['B362', 'B363'],
    once: true,
    async script(ctx) {
      const session = await ctx.connect();
      await ctx.post(body, { label: 'body', session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [...judges, laterCallsWork(['later'])],
  });
}

/** Bodies in which nobody can find a message; in the others a parser may by the leave of RFC 8259, section 9. */
const HOPELESS: readonly string[] = ['truncated', 'empty', 'white-space', 'bare-word'];

function brokenCase(name: string, body: Body): ServerCase {
  const lenience = HOPELESS.includes(name) ? {} : ({ onResult: 'warn', onOtherCode: 'warn' } as const);
  return bodyCase(
    {
      id: `json-rpc/parse-error/${name}`,
      title: `A body that is no JSON is refused with -32700 (${name})`,
      about:
        'Posts a body that is no JSON. The answer is error -32700 without an id, under a 4xx or 200; a 4xx alone is a warning, and so is a parser that makes sense of what is nearly JSON. The session goes on.',
      requirements: [
        PARSE_ERROR,
        'jsonrpc.error.unreadable-id',
        'guarantee.recovers',
        'guarantee.no-hang',
        'guarantee.clean-errors',
      ],
    },
    body,
    [refusesMessage('body', { rule: PARSE_ERROR, codes: [-32700], ...lenience }), refusalHasNoId(['body'])],
  );
}

function oddCase(name: string, body: Body): ServerCase {
  return bodyCase(
    {
      id: `json-rpc/odd-json/${name}`,
      title: `An odd body does no harm (${name})`,
      about:
        'Posts a body that parsers may accept or refuse. Either is right; a 5xx, silence, or a session that is broken afterwards is not.',
      requirements: ['guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.no-crash', 'guarantee.recovers'],
    },
    body,
    [survivesMessage('body', 'guarantee.no-crash')],
  );
}

export const cases: ServerCase[] = [
  ...Object.entries(BROKEN).map(([name, body]) => brokenCase(name, body)),
  ...Object.entries(ODD).map(([name, body]) => oddCase(name, body)),
];
