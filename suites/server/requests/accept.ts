import type { Checker } from '../../../harness/checkers/checker.js';
import { answersCall } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { answersInKnownForm } from '../../../harness/checkers/invariants/answer-form.js';
import { repliesAs } from '../../../harness/checkers/reply-form.js';
import type { ReplyType } from '../../../harness/checkers/reply-form.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { pingText } from '../../support/request-template.js';

type Headers = Readonly<Record<string, string | null>>;
type Variants = Readonly<Record<string, Headers>>;

const RULE = 'http.post.reply-json-or-sse';

/** Forms in which a client that obeys the specification may say that it takes both types. */
const BOTH_LISTED: Variants = {
  both: { Accept: 'application/json, text/event-stream' },
  'other-order': { Accept: 'text/event-stream, application/json' },
  'no-space': { Accept: 'application/json,text/event-stream' },
  weighted: { Accept: 'application/json;q=0.5, text/event-stream;q=0.9' },
  'with-others': { Accept: 'text/html;q=0.1, application/json, text/event-stream, */*;q=0.1' },
  'upper-case-name': { Accept: null, ACCEPT: 'application/json, text/event-stream' },
};

const TYPE_CASE: Variants = { 'upper-case-types': { Accept: 'Application/JSON, Text/Event-Stream' } };

const WILDCARDS: Variants = {
  any: { Accept: '*/*' },
  families: { Accept: 'application/*, text/*' },
};

const NARROWED: Readonly<Record<string, ReplyType>> = {
  'only-json': 'application/json',
  'only-stream': 'text/event-stream',
};

const UNUSABLE: Variants = {
  missing: { Accept: null },
  empty: { Accept: '' },
  html: { Accept: 'text/html' },
  'no-media-type': { Accept: 'certainly; not, a type/' },
};

function labelOf(name: string): string {
  return `accept-${name}`;
}

async function pingWith(context: ServerContext, variants: Variants): Promise<void> {
  const session = await context.connect();
  for (const [name, headers] of Object.entries(variants)) {
    const label = labelOf(name);
    await context.post(pingText(label), { label, session, headers }).ended();
  }
  await session.request('ping', undefined, { label: 'later' }).answer();
}

function mustServe(variants: Variants, severity?: 'warn'): Checker[] {
  return Object.keys(variants).map((name) =>
    answersCall(labelOf(name), RULE, { with: 'result', ...(severity && { severity }) }),
  );
}

function mayRefuse(names: readonly string[]): Checker[] {
  return names.map((name) =>
    copesWith(labelOf(name), { rule: RULE, allowed: ['2xx', 400, 406, 415], tolerated: ['4xx'], severity: 'warn' }),
  );
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'requests/accept/both-types-listed',
    title: 'A POST that accepts both reply types is served, however it says so',
    about:
      'Sends a ping with every legal way of listing application/json and text/event-stream: in either order, with weights, among other types, under a header name in capitals.',
    fix: 'Parse Accept as a list of media ranges with parameters instead of comparing or searching the text, and look header names up without regard to case.',
    requirements: [RULE],
    script: (context) => pingWith(context, BOTH_LISTED),
    judges: [...mustServe(BOTH_LISTED), answersInKnownForm()],
  }),
  serverCase({
    id: 'requests/accept/type-case',
    title: 'Media types in Accept are read without regard to case',
    about:
      'Sends a ping whose Accept header spells both types with capitals, which means the same (RFC 9110, section 8.3.1).',
    fix: 'Lower the case of media types before comparing them.',
    requirements: [RULE],
    once: true,
    script: (context) => pingWith(context, TYPE_CASE),
    judges: mustServe(TYPE_CASE, 'warn'),
  }),
  serverCase({
    id: 'requests/accept/wildcards',
    title: 'Accept with wildcards is served or refused cleanly',
    about:
      'Sends pings with */* and with type wildcards, which clients and proxies produce. HTTP lets them stand for both types, MCP asks clients to list the types: service and refusal are both right, an error of the server is not.',
    fix: 'Take a wildcard for the types that it covers, or answer 406.',
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    reproduces: ['B312'],
    script: (context) => pingWith(context, WILDCARDS),
    judges: mayRefuse(Object.keys(WILDCARDS)),
  }),
  serverCase({
    id: 'requests/accept/one-type',
    title: 'A POST that accepts one type only gets that type, or a refusal',
    about:
      'Sends pings that accept JSON alone and an event stream alone. A server may refuse them, but when it answers, it should do so in the form that was asked for: the other one cannot be read.',
    fix: 'Choose the form of the answer from the types in Accept, or answer 406 when the form you send is not among them.',
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    reproduces: ['B315'],
    script: (context) =>
      pingWith(context, Object.fromEntries(Object.entries(NARROWED).map(([name, type]) => [name, { Accept: type }]))),
    judges: [
      ...mayRefuse(Object.keys(NARROWED)),
      ...Object.entries(NARROWED).map(([name, type]) => repliesAs(labelOf(name), type)),
    ],
  }),
  serverCase({
    id: 'requests/accept/unusable',
    title: 'A POST without a usable Accept header is served or refused cleanly',
    about: 'Sends pings whose Accept header is missing, empty, for another type, or no list of media types at all.',
    fix: 'Answer 406 (or serve the request); never let the parsing of Accept fail the request with a 5xx.',
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    script: (context) => pingWith(context, UNUSABLE),
    judges: mayRefuse(Object.keys(UNUSABLE)),
  }),
];
