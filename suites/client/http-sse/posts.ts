import { failsBeforeLimit } from '../../../harness/checkers/client/fails-before-limit.js';
import { keepsCause } from '../../../harness/checkers/client/keeps-cause.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { whereFailed } from '../../../harness/checkers/client/where-failed.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { eventStream } from '../../support/client/event-stream.js';
import { callAgain, callEcho, settleIn, worksAfter } from '../../support/client/recovery.js';
import { responseLine } from '../../support/client/tool-results.js';

/** Limit, in ms, for the call that is refused: a client that does not take note of the refusal waits for so long. */
const REFUSED_CALL_MS = 1500;

const REFUSALS = [
  { status: 503, text: 'the stream is not ready' },
  { status: 404, text: 'no such session here' },
  { status: 408, text: 'the request came too slowly' },
  { status: 429, text: 'too many requests' },
] as const;

const refused = REFUSALS.map(({ status, text }) =>
  clientCase({
    id: `http-sse/posts/${status}`,
    title: `A POST that is answered with ${status} fails its call, with a reason, and nothing else`,
    about:
      `The POST of a call is answered with ${status} and a line of text; no answer will come on the event stream, which stays open. The call fails with an error that tells ` +
      'text or status (or is sent again, and succeeds). Everything else is served, so the next call works, or the one after it.',
    fix: 'Read the status of every POST: reject the call that it carried, with status and body in the error, and go on reading the stream and sending other messages.',
    requirements: ['guarantee.error-says-something', 'guarantee.settles', 'guarantee.recovers'],
    transport: 'http-sse',
    needs: ['op:callTool'],
    async script(context) {
      await settleIn(context);
      const refuse = { rpc: 'tools/call' } as const;
      context.server.on(refuse, (exchange) => exchange.respond(status, text, { 'Content-Type': 'text/plain' }), {
        times: 1,
      });
      await callEcho(context, 'refused', REFUSED_CALL_MS);
      await callAgain(context);
    },
    judges: [settles('refused'), whereFailed('refused', keepsCause('refused', { text, status })), ...worksAfter()],
  }),
);

/** Limit, in ms, of connecting that is refused: a client that does not take note of the refusal waits for so long. */
const REFUSED_CONNECT_MS = 2500;

const connecting = [404, 500].map((status) =>
  clientCase({
    id: `http-sse/posts/initialize-${status}`,
    title: `Connecting ends when the POST of initialize is answered with ${status}`,
    about: `The endpoint is announced, and the POST of initialize to it is answered with ${status}; the event stream stays open. Connecting fails, with a reason and before its limit. Then all is well, and connecting again works.`,
    fix: 'Let a POST that is refused reject the request that it carried, initialize included: no answer will come on the stream.',
    requirements: ['guarantee.settles', 'guarantee.error-says-something', 'guarantee.recovers'],
    reproduces: ['B053'],
    transport: 'http-sse',
    async script(context) {
      const rule = { isOver: false };
      context.server.on({ rpc: 'initialize', where: () => !rule.isOver }, (exchange) =>
        exchange.respond(status, 'no', { 'Content-Type': 'text/plain' }),
      );
      await context
        .connect({ label: 'connect', timeoutMs: REFUSED_CONNECT_MS })
        .outcome(REFUSED_CONNECT_MS + context.answerDeadlineMs);
      rule.isOver = true;
      await context.connect({ label: 'again' }).outcome();
    },
    judges: [
      settles('connect', { with: 'failed' }),
      failsBeforeLimit('connect'),
      settles('again', { with: 'ok', rule: 'guarantee.recovers' }),
    ],
  }),
);

/** Time, in ms, for a reset to be noticed. */
const NOTICED_MS = 200;

const brokenBody = clientCase({
  id: 'http-sse/posts/broken-body',
  title: 'A POST whose body breaks does not end the session',
  about:
    'The POST of a call is answered with 202 and the head of a body, and its connection is reset, as by a proxy that is in a hurry; the answer comes on the event stream. Whether the call succeeds is up to the client. Whatever becomes of it, the next call works, or the one after it.',
  fix: 'Leave the bodies of POSTs alone: what matters comes on the event stream. An error in one is at most the error of its call.',
  requirements: ['guarantee.recovers', 'guarantee.settles', 'guarantee.error-says-something'],
  reproduces: ['B225'],
  transport: 'http-sse',
  needs: ['op:callTool'],
  async script(context) {
    await settleIn(context);
    const stream = eventStream(context);
    context.server.on(
      { rpc: 'tools/call' },
      async (exchange) => {
        exchange.head(202, { 'Content-Type': 'text/plain' }, { contentLength: 8 });
        await exchange.end('rst');
        // Whoever minds the reset does so before the answer comes.
        await context.quiet(NOTICED_MS);
        stream.event({ data: responseLine(exchange.id, 'broken') });
      },
      { times: 1 },
    );
    await callEcho(context, 'broken', REFUSED_CALL_MS);
    await callAgain(context);
  },
  judges: [settles('broken'), ...worksAfter()],
});

export const cases: ClientCase[] = [...refused, ...connecting, brokenBody];
