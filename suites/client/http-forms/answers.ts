import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { responseLine } from '../../support/client/tool-results.js';

/** One legal way to answer a call over HTTP. */
interface Form {
  readonly name: string;
  readonly title: string;
  readonly rule: string;
  readonly answer: (exchange: ServedExchange, line: string) => void | Promise<void>;
}

const BOTH = 'http.post.client-accepts-both';
const TYPES = 'sse.mime-parameters';
const NAMES = 'http.headers.names-case-insensitive';

function json(exchange: ServedExchange, line: string, headers: Readonly<Record<string, string>>): void {
  exchange.respond(200, line, headers);
}

async function stream(exchange: ServedExchange, line: string, type: string, name = 'Content-Type'): Promise<void> {
  exchange.head(200, { [name]: type });
  exchange.event({ data: line });
  await exchange.end();
}

const FORMS: readonly Form[] = [
  {
    name: 'json',
    title: 'A JSON body',
    rule: BOTH,
    answer: (exchange, line) => json(exchange, line, { 'Content-Type': 'application/json' }),
  },
  {
    name: 'stream',
    title: 'An event stream',
    rule: BOTH,
    answer: (exchange, line) => stream(exchange, line, 'text/event-stream'),
  },
  {
    name: 'json-with-charset',
    title: 'A JSON body with a parameter in its type',
    rule: TYPES,
    answer: (exchange, line) => json(exchange, line, { 'Content-Type': 'application/json; charset=utf-8' }),
  },
  {
    name: 'json-in-capitals',
    title: 'A JSON body whose type is written in capitals',
    rule: TYPES,
    answer: (exchange, line) => json(exchange, line, { 'Content-Type': 'Application/JSON' }),
  },
  {
    name: 'stream-with-charset',
    title: 'An event stream with a parameter in its type',
    rule: TYPES,
    answer: (exchange, line) => stream(exchange, line, 'text/event-stream;charset=UTF-8'),
  },
  {
    name: 'stream-in-capitals',
    title: 'An event stream whose type is written in capitals',
    rule: TYPES,
    answer: (exchange, line) => stream(exchange, line, 'Text/Event-Stream'),
  },
  {
    name: 'lower-case-names',
    title: 'Header names in lower case',
    rule: NAMES,
    answer: (exchange, line) => stream(exchange, line, 'text/event-stream', 'content-type'),
  },
  {
    name: 'upper-case-names',
    title: 'Header names in upper case',
    rule: NAMES,
    answer: (exchange, line) => stream(exchange, line, 'text/event-stream', 'CONTENT-TYPE'),
  },
  {
    name: 'closed-body',
    title: 'A JSON body that ends with its connection',
    rule: BOTH,
    async answer(exchange, line) {
      exchange.head(200, { 'Content-Type': 'application/json', Connection: 'close' }, 'close');
      exchange.write(line);
      await exchange.end('fin');
    },
  },
  {
    name: 'one-byte-chunks',
    title: 'A JSON body in chunks of one byte',
    rule: BOTH,
    async answer(exchange, line) {
      exchange.head(200, { 'Content-Type': 'application/json' });
      exchange.write(line, { pieces: [1] });
      await exchange.end();
    },
  },
  {
    name: 'early-hints',
    title: 'An informational head before the answer',
    rule: BOTH,
    answer(exchange, line) {
      exchange.informational(103, { Link: '</style.css>; rel=preload' });
      json(exchange, line, { 'Content-Type': 'application/json' });
    },
  },
];

function caseOf({ name, title, rule, answer }: Form): ClientCase {
  return clientCase({
    id: `http-forms/answers/${name}`,
    title: `${title} is read`,
    about: 'Answers one call in this form, which HTTP and the protocol allow, and a second one in the usual form.',
    fix: 'Leave the reading of HTTP to a library, compare media types without their parameters and in any case, and take JSON and event streams as equals.',
    requirements: [rule, 'guarantee.recovers'],
    needs: ['op:callTool', ...(name === 'early-hints' ? (['link:informational'] as const) : [])],
    once: true,
    // The rest of the conversation is in the other form, so that each case is about one answer.
    server: { answers: name.includes('stream') || rule === NAMES ? 'json' : 'sse' },
    async script(context) {
      await context.connected();
      context.server.on(
        { rpc: 'tools/call' },
        (exchange) => answer(exchange, responseLine(exchange.id, 'in this form')),
        { times: 1 },
      );
      const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
      await context.call('faultline_echo', { text: 'in this form' }, { label: 'call', timeoutMs }).outcome();
      await context.call('faultline_echo', { text: 'as usual' }, { label: 'next', timeoutMs }).outcome();
    },
    judges: [
      returnsText('call', 'in this form', rule, 'in a form that is allowed'),
      returnsText('next', 'as usual', 'guarantee.recovers', 'in the usual form'),
    ],
  });
}

export const cases: ClientCase[] = FORMS.map(caseOf);
