import { settles } from '../../../harness/checkers/client/settles.js';
import { heedsRetryAfter, keepsRetry, waitsForRetry } from '../../../harness/checkers/client/waits-as-told.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { callEcho, settleIn } from '../../support/client/recovery.js';
import { responseLine } from '../../support/client/tool-results.js';

/** Longer than the first pause of any client in use, which is 1 s at most, and not so long that cases are slow. */
const RETRY_MS = 1600;
const RETRY_AFTER_S = 2;
const RETURN_MS = 5000;

const retryFix =
  'Keep the newest retry value of each stream, and let the timer of its next GET run for at least that long.';

const afterCall = clientCase({
  id: 'back-off/told/retry-of-a-call',
  title: 'A client that polls for the answer of a call waits as long as retry says',
  about: `The stream of a call says retry: ${RETRY_MS} and ends, to be polled. The GET that goes on with it comes no sooner; then the answer is there.`,
  fix: retryFix,
  requirements: ['http.stream.retry-respected'],
  reproduces: ['B158'],
  revisions: ['2025-11-25'],
  needs: ['op:callTool', 'resumes'],
  once: true,
  waits: true,
  async script(context) {
    await settleIn(context);
    let call: ServedExchange | undefined;
    context.server.on({ tool: 'faultline_echo' }, async (exchange) => {
      call = exchange;
      exchange.event({ id: 'polled-1', data: '', retry: String(RETRY_MS) });
      await exchange.end();
    });
    context.server.on({ method: 'GET', resumes: true }, async (exchange) => {
      exchange.send(
        { jsonrpc: '2.0', id: call?.id, result: { content: [{ type: 'text', text: 'done' }] } },
        'polled-2',
      );
      await exchange.end();
    });
    await context.call('faultline_echo', { text: 'polled' }, { label: 'polled', resumable: true }).outcome();
  },
  judges: [waitsForRetry(RETRY_MS), settles('polled')],
});

const afterSecondCut = clientCase({
  id: 'back-off/told/retry-of-a-second-cut',
  title: 'A client that polls again waits again as long as retry said',
  about: `The stream of a call says retry: ${RETRY_MS} and ends; so does the one that continues it, without saying it again. The second GET waits as long as the first. A client that is sooner is warned of.`,
  fix: 'Keep the retry value with the stream over all its connections, until another one comes.',
  requirements: ['http.stream.retry-respected'],
  reproduces: ['B158'],
  revisions: ['2025-11-25'],
  needs: ['op:callTool', 'resumes'],
  once: true,
  waits: true,
  async script(context) {
    await settleIn(context);
    let call: ServedExchange | undefined;
    context.server.on({ tool: 'faultline_echo' }, async (exchange) => {
      call = exchange;
      exchange.event({ id: 'polled-1', data: '', retry: String(RETRY_MS) });
      await exchange.end();
    });
    context.server.on({ method: 'GET', resumes: true }, async (exchange) => {
      exchange.event({ id: 'polled-3', data: responseLine(call?.id, 'polled') });
      await exchange.end();
    });
    context.server.on(
      { method: 'GET', resumes: true },
      async (exchange) => {
        exchange.event({ id: 'polled-2', data: '' });
        await exchange.end();
      },
      { times: 1 },
    );
    const limitMs = 2 * RETRY_MS + context.answerDeadlineMs;
    await context.call('faultline_echo', { text: 'polled' }, { label: 'polled', resumable: true }).outcome(limitMs);
  },
  judges: [keepsRetry(RETRY_MS), settles('polled')],
});

const afterStream = clientCase({
  id: 'back-off/told/retry-of-the-get-stream',
  title: 'A client that comes back for the GET stream waits as long as retry says',
  about: `The GET stream says retry: ${RETRY_MS} and ends. The next GET comes no sooner.`,
  fix: retryFix,
  requirements: ['http.stream.retry-respected'],
  reproduces: ['B143'],
  revisions: ['2025-11-25'],
  needs: ['get-stream'],
  once: true,
  waits: true,
  server: { offersGetStream: true },
  async script(context: ClientContext) {
    context.server.on(
      { method: 'GET' },
      async (exchange) => {
        exchange.event({ id: 'stream-1', data: '', retry: String(RETRY_MS) });
        await exchange.end();
      },
      { times: 1 },
    );
    await context.connected({ label: 'connect' });
    const back = await context.server.arrival('the stream comes back', { method: 'GET' }, 2, RETURN_MS);
    context.require(back !== undefined, 'the client did not come back for its stream');
  },
  judges: [waitsForRetry(RETRY_MS)],
});

const busyStream = clientCase({
  id: 'back-off/told/retry-after-of-the-get-stream',
  title: 'A client that is told to come back later does so',
  about: `The first GET is answered by 503 with Retry-After: ${RETRY_AFTER_S}. The next one comes no sooner. No text of the protocol asks for it, so a client that is sooner is warned of.`,
  fix: 'Read Retry-After of 429 and 503, in seconds or as a date, and let it be the least pause before the next attempt.',
  requirements: ['guarantee.bounded-retries'],
  reproduces: ['B151', 'B152'],
  needs: ['get-stream'],
  once: true,
  waits: true,
  server: { offersGetStream: true },
  async script(context) {
    const headers = { 'Content-Type': 'text/plain', 'Retry-After': String(RETRY_AFTER_S) };
    context.server.on({ method: 'GET' }, (exchange) => exchange.respond(503, 'busy', headers), { times: 1 });
    await context.connected({ label: 'connect' });
    await context.server.arrival('the GET of the client', { method: 'GET' });
    await context.quiet(RETRY_AFTER_S * 1000);
  },
  judges: [heedsRetryAfter((label) => label === 'GET', RETRY_AFTER_S)],
});

const busyCall = clientCase({
  id: 'back-off/told/retry-after-of-a-call',
  title: 'A call that was refused with Retry-After is not made again before',
  about: `A call is answered by 429 with Retry-After: ${RETRY_AFTER_S}. It fails with a reason, or is made again when that time is over.`,
  fix: 'Hand 429 on to the caller, or wait for Retry-After before the call is sent again.',
  requirements: ['guarantee.bounded-retries', 'guarantee.settles', 'guarantee.error-says-something'],
  reproduces: ['B151', 'B152', 'B206'],
  needs: ['op:callTool'],
  once: true,
  async script(context) {
    await settleIn(context);
    const headers = { 'Content-Type': 'text/plain', 'Retry-After': String(RETRY_AFTER_S) };
    context.server.on({ rpc: 'tools/call' }, (exchange) => exchange.respond(429, 'busy', headers), { times: 1 });
    await callEcho(context, 'busy', RETRY_AFTER_S * 1000 + 1000);
  },
  judges: [settles('busy'), heedsRetryAfter((label) => label === 'POST tools/call', RETRY_AFTER_S)],
});

export const cases: ClientCase[] = [afterCall, afterSecondCut, afterStream, busyStream, busyCall];
