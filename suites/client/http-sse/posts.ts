import { keepsCause } from '../../../harness/checkers/client/keeps-cause.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { whereFailed } from '../../../harness/checkers/client/where-failed.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { callAgain, callEcho, settleIn, worksAfter } from '../../support/client/recovery.js';

/** Limit, in ms, for the call that is refused: a client that does not take note of the refusal waits for so long. */
const REFUSED_CALL_MS = 1500;

const REFUSALS = [
  { status: 503, text: 'the stream is not ready' },
  { status: 404, text: 'no such session here' },
  { status: 408, text: 'the request came too slowly' },
  { status: 429, text: 'too many requests' },
] as const;

export const cases: ClientCase[] = REFUSALS.map(({ status, text }) =>
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
