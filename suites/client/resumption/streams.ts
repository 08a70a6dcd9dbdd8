import { namesNoOtherCursor, postsOnce, resumesFrom, stopsResuming } from '../../../harness/checkers/client/resumes.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { textResult } from '../../support/client/tool-results.js';

/** Milliseconds that the server asks for before the client comes back: short, so that a case is. */
const RETRY_MS = 20;

type Part = (exchange: ServedExchange, call: ServedExchange) => void | Promise<void>;

function notice(data: string): Readonly<Record<string, unknown>> {
  return { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data } };
}

/** The answer as the last event of a stream, which then ends. */
const answer: Part = async (exchange, call) => {
  exchange.send({ jsonrpc: '2.0', id: call.id, result: textResult('resumed') }, 'end');
  await exchange.end();
};

/** Serves one call whose stream is in parts: the first on its POST, each further one to a resumption, in this order. */
function inParts({ server }: ClientContext, first: Part, ...further: readonly Part[]): void {
  let call: ServedExchange | undefined;
  server.on(
    { rpc: 'tools/call' },
    (exchange) => {
      call = exchange;
      exchange.stream();
      return first(exchange, exchange);
    },
    { times: 1 },
  );
  const rest = [...further];
  server.on({ method: 'GET', resumes: true }, async (exchange) => {
    const part = rest.shift();
    if (part === undefined || call === undefined) {
      exchange.respond(404);
      return;
    }
    await part(exchange, call);
  });
}

async function callOnce(context: ClientContext): Promise<void> {
  const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
  await context.call('faultline_echo', { text: 'resumed' }, { label: 'call', timeoutMs, resumable: true }).outcome();
  context.mark('answered');
}

const RETURNS = returnsText('call', 'resumed', 'guarantee.no-loss', 'on the resumed stream');
const SUBJECT = { needs: ['op:callTool', 'resumes'], once: true, server: { offersGetStream: false } } as const;

export const cases: ClientCase[] = [
  clientCase({
    ...SUBJECT,
    id: 'resumption/streams/one-cut',
    title: 'A stream that is cut is continued after its last event',
    about:
      'Sends an event with an id on the stream of a call and cuts the connection. The answer waits on the resumed stream.',
    fix: 'Keep the id of the last event of each stream, and open a GET with it as Last-Event-ID when the connection ends before the response.',
    requirements: [
      'http.resume.client-get',
      'http.resume.always-get',
      'sse.id-set',
      'sse.last-event-id-header',
      'guarantee.no-loss',
    ],
    async script(context) {
      await context.connected();
      inParts(
        context,
        async (exchange) => {
          exchange.event({ id: 'one', data: JSON.stringify(notice('one')), retry: RETRY_MS });
          await exchange.end('fin');
        },
        async (exchange, call) => {
          exchange.stream();
          await answer(exchange, call);
        },
      );
      await callOnce(context);
    },
    judges: [RETURNS, resumesFrom(['one'], 'http.resume.client-get'), postsOnce('http.resume.always-get')],
  }),
  clientCase({
    ...SUBJECT,
    id: 'resumption/streams/second-cut',
    title: 'A resumed stream that is cut again is continued from where it was',
    about: 'Cuts the stream of a call twice, with an event in between.',
    fix: 'Take the cursor from the resumed stream too, and do not give up after one resumption.',
    requirements: ['http.resume.client-get', 'guarantee.no-loss'],
    reproduces: ['B051'],
    async script(context) {
      await context.connected();
      inParts(
        context,
        async (exchange) => {
          exchange.event({ id: 'one', data: JSON.stringify(notice('one')), retry: RETRY_MS });
          await exchange.end('fin');
        },
        async (exchange) => {
          exchange.stream();
          exchange.event({ id: 'two', data: JSON.stringify(notice('two')) });
          await exchange.end('fin');
        },
        async (exchange, call) => {
          exchange.stream();
          await answer(exchange, call);
        },
      );
      await callOnce(context);
    },
    judges: [RETURNS, resumesFrom(['one', 'two'], 'http.resume.client-get')],
  }),
  clientCase({
    ...SUBJECT,
    id: 'resumption/streams/cursor-kept',
    title: 'An event without an id, and a block with an id alone, move the cursor as they should',
    about:
      'Sends an event with an id, one without, and then a block that holds an id and no data, before the cut: the last id counts.',
    fix: 'Keep the id until another one comes, and take the id of a block without data too.',
    requirements: ['sse.id-persists', 'sse.id-without-data', 'guarantee.no-loss'],
    async script(context) {
      await context.connected();
      inParts(
        context,
        async (exchange) => {
          exchange.event({ id: 'one', data: JSON.stringify(notice('one')), retry: RETRY_MS });
          exchange.event({ data: JSON.stringify(notice('without')) });
          exchange.event({ id: 'alone' });
          await exchange.end('fin');
        },
        async (exchange, call) => {
          exchange.stream();
          await answer(exchange, call);
        },
      );
      await callOnce(context);
    },
    judges: [RETURNS, resumesFrom(['alone'], 'sse.id-without-data')],
  }),
  clientCase({
    ...SUBJECT,
    id: 'resumption/streams/unfinished-event',
    title: 'The id of an event that was cut does not count',
    about: 'Cuts the connection between the id of an event and its blank line: that event has not been dispatched.',
    fix: 'Take an id as the cursor when its block is complete, not when its line is read.',
    requirements: ['sse.id-commit-on-dispatch', 'guarantee.no-loss'],
    async script(context) {
      await context.connected();
      inParts(
        context,
        async (exchange) => {
          exchange.event({ id: 'one', data: JSON.stringify(notice('one')), retry: RETRY_MS });
          exchange.write('id: two\ndata: {"jsonrpc"');
          await exchange.end('fin');
        },
        async (exchange, call) => {
          exchange.stream();
          await answer(exchange, call);
        },
      );
      await callOnce(context);
    },
    judges: [RETURNS, resumesFrom(['one'], 'sse.id-commit-on-dispatch')],
  }),
  clientCase({
    ...SUBJECT,
    id: 'resumption/streams/nul-in-id',
    title: 'An id with NUL does not move the cursor',
    about: 'Sends an id, then one that holds NUL, and cuts the connection.',
    fix: 'Ignore an id field whose value holds NUL.',
    requirements: ['sse.id-null'],
    async script(context) {
      await context.connected();
      inParts(
        context,
        async (exchange) => {
          exchange.event({ id: 'one', data: JSON.stringify(notice('one')), retry: RETRY_MS });
          exchange.event({ id: 'a\0b', data: JSON.stringify(notice('two')) });
          await exchange.end('fin');
        },
        async (exchange, call) => {
          exchange.stream();
          await answer(exchange, call);
        },
      );
      await callOnce(context);
    },
    judges: [RETURNS, resumesFrom(['one'], 'sse.id-null')],
  }),
  clientCase({
    ...SUBJECT,
    id: 'resumption/streams/id-taken-back',
    title: 'An empty id takes the cursor back',
    about:
      'Sends an event with an id and then an empty id before the cut: there is nothing to continue after any more.',
    fix: 'Take an empty id field as one that resets the cursor, and send no Last-Event-ID then.',
    requirements: ['sse.id-empty-resets'],
    async script(context) {
      await context.connected();
      inParts(context, async (exchange) => {
        exchange.event({ id: 'one', data: JSON.stringify(notice('one')), retry: RETRY_MS });
        exchange.event({ id: '', data: JSON.stringify(notice('two')) });
        await exchange.end('fin');
      });
      await callOnce(context);
    },
    judges: [namesNoOtherCursor([], 'sse.id-empty-resets'), settles('call')],
  }),
  clientCase({
    ...SUBJECT,
    id: 'resumption/streams/before-any-id',
    title: 'A stream that is cut before any id is not resumed, and its call not sent again',
    about:
      'Cuts the stream of a call that carried no event id. There is nothing to continue after, and the call may have run: it has to end with an error, or by its time limit.',
    fix: 'Fail the call when its stream ends without a response and without an id. Do not post it again.',
    requirements: ['http.resume.always-get', 'guarantee.settles'],
    async script(context) {
      await context.connected();
      inParts(context, async (exchange) => {
        exchange.event({ data: JSON.stringify(notice('one')) });
        await exchange.end('fin');
      });
      await callOnce(context);
    },
    judges: [
      settles('call', { with: 'failed' }),
      postsOnce('http.resume.always-get'),
      namesNoOtherCursor([], 'sse.last-event-id-header'),
    ],
  }),
  clientCase({
    ...SUBJECT,
    id: 'resumption/streams/polled',
    title: 'A server that closes the stream after a priming event is polled until it answers',
    about:
      'Closes the connection in order after an event with an id and no data, twice, before the answer. The client should come back each time, and not again once the answer has come.',
    fix: 'Treat a clean end without a response as a wish to be polled: wait for the retry time and resume. Stop when the response is there.',
    requirements: ['http.stream.client-polls', 'http.stream.priming-tolerated', 'guarantee.no-loss'],
    reproduces: ['B166'],
    revisions: ['2025-11-25'],
    async script(context) {
      await context.connected();
      inParts(
        context,
        async (exchange) => {
          exchange.event({ id: 'primed', data: '', retry: RETRY_MS });
          await exchange.end();
        },
        async (exchange) => {
          exchange.stream();
          exchange.event({ id: 'again', data: '', retry: RETRY_MS });
          await exchange.end();
        },
        async (exchange, call) => {
          exchange.stream();
          await answer(exchange, call);
        },
      );
      await callOnce(context);
      await context.quiet(300);
    },
    judges: [
      RETURNS,
      resumesFrom(['primed', 'again'], 'http.stream.client-polls'),
      stopsResuming('answered', 'guarantee.bounded-retries'),
    ],
  }),
];
