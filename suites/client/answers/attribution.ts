import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { responseLine } from '../../support/client/tool-results.js';

const CORRELATE = 'jsonrpc.response.correlate-by-id';
const NO_CROSSING = 'guarantee.no-crossing';
const NEXT = returnsText('next', 'next', 'guarantee.recovers', 'after it');

/** Limit for a call that is never answered, in ms. */
const SHORT_MS = 500;

const AFTER_ARRAY = 'after-the-array';

/** Two calls at once, in the hands of the script when both have come. */
async function twoCalls(
  context: ClientContext,
  serve: (first: ServedExchange, second: ServedExchange) => void | Promise<void>,
): Promise<void> {
  const { server } = context;
  let first: ServedExchange | undefined;
  server.on(
    { rpc: 'tools/call' },
    async (exchange) => {
      if (first === undefined) first = exchange;
      else await serve(first, exchange);
    },
    { times: 2 },
  );
  const one = context.call('faultline_echo', { text: 'one' }, { label: 'one' });
  await server.arrival('the first call', { rpc: 'tools/call' });
  const two = context.call('faultline_echo', { text: 'two' }, { label: 'two' });
  await Promise.all([one.outcome(), two.outcome()]);
}

async function next(context: ClientContext): Promise<void> {
  await context.call('faultline_echo', { text: 'next' }, { label: 'next' }).outcome();
}

export const cases: ClientCase[] = [
  clientCase({
    id: 'answers/attribution/reversed',
    title: 'Two calls at once get their own results, in whatever order these come',
    about: 'Answers the second of two concurrent calls first.',
    fix: 'Find the call of a response by its id.',
    requirements: [CORRELATE, NO_CROSSING, 'jsonrpc.response.required'],
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await context.connected();
      await twoCalls(context, (first, second) => {
        second.respond(200, responseLine(second.id, 'two'), { 'Content-Type': 'application/json' });
        first.respond(200, responseLine(first.id, 'one'), { 'Content-Type': 'application/json' });
      });
      await next(context);
    },
    judges: [
      returnsText('one', 'one', NO_CROSSING, 'although the other one came first'),
      returnsText('two', 'two', NO_CROSSING, 'although it was called later'),
      NEXT,
    ],
  }),
  clientCase({
    id: 'answers/attribution/doubled',
    title: 'A response that comes twice harms nobody',
    about: 'Sends the response to a call twice on its stream, with another text the second time.',
    fix: 'Forget a call when its response has come, and ignore a response that belongs to none.',
    requirements: [CORRELATE, NO_CROSSING, 'guarantee.no-duplicate'],
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await context.connected();
      context.server.on(
        { rpc: 'tools/call' },
        async (exchange) => {
          exchange.stream();
          exchange.event({ data: responseLine(exchange.id, 'first') });
          exchange.event({ data: responseLine(exchange.id, 'again') });
          await exchange.end();
        },
        { times: 1 },
      );
      await context.call('faultline_echo', { text: 'first' }, { label: 'call' }).outcome();
      await next(context);
    },
    judges: [returnsText('call', 'first', NO_CROSSING, 'and not the second one'), settles('call'), NEXT],
  }),
  clientCase({
    id: 'answers/attribution/unknown',
    title: 'A response to nobody is not taken for an answer',
    about: 'Sends two responses with ids that the client never used, a text and a number, before the right one.',
    fix: 'Ignore a response that belongs to no call.',
    requirements: [CORRELATE, NO_CROSSING],
    reproduces: ['B176'],
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await context.connected();
      context.server.on(
        { rpc: 'tools/call' },
        async (exchange) => {
          exchange.stream();
          exchange.event({ data: responseLine('nobody', 'to nobody') });
          exchange.event({ data: responseLine(4711, 'to nobody') });
          exchange.event({ data: responseLine(exchange.id, 'to you') });
          await exchange.end();
        },
        { times: 1 },
      );
      await context.call('faultline_echo', { text: 'to you' }, { label: 'call' }).outcome();
      await next(context);
    },
    judges: [returnsText('call', 'to you', NO_CROSSING, 'and not what was sent to nobody'), NEXT],
  }),
  clientCase({
    id: 'answers/attribution/in-an-array',
    title: 'A response in an array is taken (2025-03-26)',
    about:
      'Sends the response to a call in an array with a notification, as 2025-03-26 allows, on an event stream, and a ping after it. Whoever has answered that has read the array.',
    fix: 'In 2025-03-26 take an array as several messages.',
    requirements: ['jsonrpc.batch.receive', 'jsonrpc.batch.send', 'jsonrpc.batch.order-free'],
    needs: ['op:callTool'],
    revisions: ['2025-03-26'],
    async script(context) {
      const { server, answerDeadlineMs } = context;
      await context.connected();
      server.on(
        { rpc: 'tools/call' },
        (exchange) => {
          const notice = {
            jsonrpc: '2.0',
            method: 'notifications/message',
            params: { level: 'info', data: 'one of two' },
          };
          exchange.stream();
          exchange.event({ data: `[${JSON.stringify(notice)},${responseLine(exchange.id, 'in an array')}]` });
          exchange.send({ jsonrpc: '2.0', id: AFTER_ARRAY, method: 'ping' });
        },
        { times: 1 },
      );
      const timeoutMs = Math.round(answerDeadlineMs * 0.75);
      const call = context.call('faultline_echo', { text: 'in an array' }, { label: 'call', timeoutMs });
      const isAnswer = ({ message }: ServedExchange): boolean => message?.id === AFTER_ARRAY;
      const pong = await server.arrival('the answer to a ping', { where: isAnswer }, 1, answerDeadlineMs / 2);
      // Whoever has answered what came after the array has read the array.
      await call.outcome(pong === undefined ? undefined : answerDeadlineMs / 4);
      await next(context);
    },
    judges: [returnsText('call', 'in an array', 'jsonrpc.batch.receive', 'which came in an array'), NEXT],
  }),
  clientCase({
    id: 'answers/attribution/late',
    title: 'A response that comes too late is not given to the next call',
    about:
      'Lets a call run into its time limit and sends its response afterwards, on the stream that is still open where the client left it open. The next call must get its own result.',
    fix: 'Forget a call that was given up, and ignore what comes for it.',
    requirements: ['cancel.late-response-ignored', 'guarantee.no-crossing'],
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await context.connected();
      let late: ServedExchange | undefined;
      context.server.on(
        { rpc: 'tools/call' },
        (exchange) => {
          late = exchange;
          exchange.stream();
        },
        { times: 1 },
      );
      await context.call('faultline_echo', { text: 'late' }, { label: 'late', timeoutMs: SHORT_MS }).outcome();
      late?.event({ data: responseLine(late.id, 'late') });
      await next(context);
    },
    judges: [settles('late', { with: 'failed' }), NEXT],
  }),
];
