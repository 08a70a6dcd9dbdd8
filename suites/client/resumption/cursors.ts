import { namesNoOtherCursor, resumesFrom } from '../../../harness/checkers/client/resumes.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { headerValue } from '../../../harness/wire/http-head.js';
import { A_LOG_MESSAGE } from '../../support/client/answer-phases.js';
import { responseLine } from '../../support/client/tool-results.js';

/** Milliseconds that the server asks for before the client comes back: short, so that a case is. */
const RETRY_MS = 20;
/** Clients in use wait a second or so before they come back for a stream. */
const RETURN_MS = 4000;
const NOTICE = JSON.stringify(A_LOG_MESSAGE);

function limitOf({ answerDeadlineMs }: ClientContext): number {
  return Math.round(answerDeadlineMs * 0.75);
}

function cursorOf({ headers }: ServedExchange): string | undefined {
  return headerValue(headers, 'last-event-id');
}

const twoStreams = clientCase({
  id: 'resumption/cursors/two-streams',
  title: 'A stream is continued after its own last event, not after that of another',
  about:
    'Two calls run, each on a stream that has given an id; that of the second came later. The stream of the first is cut. The GET that continues it names the id of the first stream: with the other one it would be given the rest of that.',
  fix: 'Keep the cursor with the stream, not with the client or the session.',
  requirements: ['http.resume.client-get', 'guarantee.no-loss', 'guarantee.no-crossing'],
  reproduces: ['B164'],
  needs: ['op:callTool', 'resumes'],
  once: true,
  server: { offersGetStream: false },
  async script(context: ClientContext): Promise<void> {
    const { server } = context;
    await context.connected();
    const timeoutMs = limitOf(context);
    const streams: ServedExchange[] = [];
    server.on({ rpc: 'tools/call' }, (exchange) => {
      streams.push(exchange);
      exchange.event({ id: `stream-${streams.length}`, data: NOTICE, retry: RETRY_MS });
    });
    server.on({ method: 'GET', resumes: true }, async (exchange) => {
      const [one, two] = streams;
      const cursor = cursorOf(exchange);
      if (cursor === 'stream-1') exchange.event({ id: 'stream-1-end', data: responseLine(one?.id, 'one') });
      // Whoever names the wrong stream gets the rest of that, and has no way back.
      else if (cursor === 'stream-2') exchange.event({ id: 'stream-2-end', data: responseLine(two?.id, 'two') });
      else {
        exchange.respond(404);
        return;
      }
      await exchange.end();
    });
    const first = context.call('faultline_echo', { text: 'one' }, { label: 'one', timeoutMs, resumable: true });
    const one = await server.arrival('the first call', { rpc: 'tools/call' }, 1);
    const second = context.call('faultline_echo', { text: 'two' }, { label: 'two', timeoutMs, resumable: true });
    const two = await server.arrival('the second call', { rpc: 'tools/call' }, 2);
    context.require(one !== undefined && two !== undefined, 'the calls did not arrive');
    // That the client has read the id of the second stream is known once it has answered what came on it.
    two.send({ jsonrpc: '2.0', id: 'are-you-there', method: 'ping' });
    await server.arrival('the answer to a ping', { where: ({ message }) => message?.id === 'are-you-there' });
    await one.end('fin');
    await server.arrival('the first stream is continued', { method: 'GET', resumes: true }, 1, RETURN_MS);
    await first.outcome();
    two.event({ id: 'stream-2-end', data: responseLine(two.id, 'two') });
    await two.end();
    await second.outcome();
  },
  judges: [
    returnsText('one', 'one', 'guarantee.no-loss', 'on the resumed stream'),
    returnsText('two', 'two', 'guarantee.no-crossing', 'on its own stream'),
    namesNoOtherCursor(['stream-1'], 'http.resume.client-get'),
  ],
});

const getStream = clientCase({
  id: 'resumption/cursors/get-stream',
  title: 'The GET stream is continued after its own last event',
  about:
    'The GET stream gives an id, then the stream of a call gives another one. The GET stream is cut. The client comes back for it with the id of the GET stream, so that what was sent meanwhile is not lost.',
  fix: 'Keep a cursor for the GET stream as for each other, and send it as Last-Event-ID when the stream is opened again.',
  requirements: ['http.resume.client-get', 'sse.last-event-id-header'],
  reproduces: ['B164', 'B165'],
  needs: ['op:callTool', 'get-stream'],
  once: true,
  server: { offersGetStream: true },
  async script(context: ClientContext): Promise<void> {
    const { server } = context;
    await context.connected();
    const stream = await server.arrival('the GET of the client', { method: 'GET' });
    context.require(stream, 'the client did not open its GET stream');
    server.push({ jsonrpc: '2.0', id: 'are-you-there', method: 'ping' }, 'of-the-get-stream');
    await server.arrival('the answer to a ping', { where: ({ message }) => message?.id === 'are-you-there' });
    server.on({ tool: 'faultline_echo' }, async (exchange) => {
      exchange.event({ id: 'of-a-call', data: NOTICE });
      exchange.event({ id: 'of-a-call-2', data: responseLine(exchange.id, 'called') });
      await exchange.end();
    });
    await context.call('faultline_echo', { text: 'called' }, { label: 'call', timeoutMs: limitOf(context) }).outcome();
    await stream.end('fin');
    await server.arrival('the stream comes back', { method: 'GET' }, 2, RETURN_MS);
  },
  judges: [
    returnsText('call', 'called', 'guarantee.no-loss', 'beside the GET stream'),
    resumesFrom(['of-the-get-stream'], 'http.resume.client-get'),
    namesNoOtherCursor(['of-the-get-stream'], 'http.resume.client-get'),
  ],
});

const barren = clientCase({
  id: 'resumption/cursors/barren-stream',
  title: 'A resumed stream that is cut before anything came is continued from the same event',
  about:
    'Gives an id, cuts the stream of a call, and cuts the resumed one too, before any event. The third connection names the same event again.',
  fix: 'Begin a resumed stream with the cursor that it was opened with, and not with none.',
  requirements: ['http.resume.client-get', 'guarantee.no-loss'],
  reproduces: ['B163'],
  needs: ['op:callTool', 'resumes'],
  once: true,
  server: { offersGetStream: false },
  async script(context) {
    const { server } = context;
    await context.connected();
    let call: ServedExchange | undefined;
    server.on(
      { rpc: 'tools/call' },
      async (exchange) => {
        call = exchange;
        exchange.event({ id: 'one', data: NOTICE, retry: RETRY_MS });
        await exchange.end('fin');
      },
      { times: 1 },
    );
    server.on({ method: 'GET', resumes: true }, async (exchange) => {
      exchange.event({ id: 'end', data: responseLine(call?.id, 'resumed') });
      await exchange.end();
    });
    server.on(
      { method: 'GET', resumes: true },
      async (exchange) => {
        exchange.stream();
        await exchange.end('fin');
      },
      { times: 1 },
    );
    const options = { label: 'call', timeoutMs: limitOf(context), resumable: true };
    await context.call('faultline_echo', { text: 'resumed' }, options).outcome();
  },
  judges: [
    returnsText('call', 'resumed', 'guarantee.no-loss', 'on the second resumption'),
    namesNoOtherCursor(['one'], 'http.resume.client-get'),
  ],
});

export const cases: ClientCase[] = [twoStreams, getStream, barren];
