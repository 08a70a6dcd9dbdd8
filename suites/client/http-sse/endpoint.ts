import type { Checker } from '../../../harness/checkers/checker.js';
import { failsBeforeLimit } from '../../../harness/checkers/client/fails-before-limit.js';
import { findsEndpoint } from '../../../harness/checkers/client/finds-endpoint.js';
import { postsToEndpoint } from '../../../harness/checkers/client/posts-to-endpoint.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { whereTold } from '../../../harness/checkers/client/where-told.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { callEcho } from '../../support/client/recovery.js';

const ENDPOINT = 'httpsse.post-to-endpoint';
/** Limit, in ms, for connecting where nothing but the limit can end it. */
const SILENT_CONNECT_MS = 800;
/** Limit, in ms, for connecting where it is clear soon that it cannot succeed. */
const REFUSED_CONNECT_MS = 4000;
/** So long after its limit, in ms, a client is no longer late: it does not keep to it. */
const BEYOND_LIMIT_MS = 10_000;
/** How long the endpoint is kept back, in ms: longer than a client may take for an instant. */
const LATE_MS = 600;

/** Connects, and again to a server as it should be where that has failed: nothing may be left in the way. */
async function connectTwice(context: ClientContext, timeoutMs: number): Promise<void> {
  const { kind } = await context
    .connect({ label: 'connect', timeoutMs })
    .outcome(timeoutMs + Math.min(context.answerDeadlineMs, BEYOND_LIMIT_MS));
  context.server.configure({ endpoint: 'absolute' });
  if (kind === 'failed') await context.connect({ label: 'again' }).outcome();
}

/**
 * Connects; whether it did. The limit ends before the harness gives up, so that a client that waits in vain says that it
 * could not connect, and is not taken for one that hangs.
 */
async function connects(context: ClientContext): Promise<boolean> {
  const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
  return (await context.connect({ label: 'connect', timeoutMs }).outcome()).kind === 'ok';
}

async function connectAndCall(context: ClientContext): Promise<void> {
  if (await connects(context)) await callEcho(context, 'call');
}

function connectsAgain(): Checker[] {
  return [whereTold('again', settles('again', { with: 'ok', rule: 'guarantee.recovers' }))];
}

const announced = (
  [
    ['path', 'as a path with a query', ['B282', 'B296']],
    ['absolute', 'as an absolute URI', ['B296']],
  ] as const
).map(([endpoint, how, reproduces]) =>
  clientCase({
    id: `http-sse/endpoint/${endpoint}`,
    title: `Messages go to the endpoint that is announced ${how}`,
    about: `The event stream names the URI for messages ${how}. The handshake and a call go there, to the letter, and their answers come on the stream.`,
    fix: 'Resolve the data of the endpoint event against the URI of the stream, and post every message to what comes of it, its query included.',
    requirements: [ENDPOINT, 'base.mandatory-layers', 'guarantee.settles', 'guarantee.error-says-something'],
    reproduces,
    transport: 'http-sse',
    needs: ['op:callTool'],
    server: { endpoint },
    script: connectAndCall,
    judges: [settles('connect', { with: 'ok', rule: ENDPOINT }), postsToEndpoint()],
  }),
);

const written = clientCase({
  id: 'http-sse/endpoint/data-first',
  title: 'The endpoint is found whatever ends the lines of its event, and whichever line comes first',
  about:
    'The event that announces the endpoint is written with CRLF, and its data stands before its type. The client connects, and a call works.',
  fix: 'Take CRLF for one end of a line, and look at type and data when the blank line has come, not as they are read.',
  requirements: [ENDPOINT, 'sse.line-endings', 'guarantee.settles', 'guarantee.error-says-something'],
  reproduces: ['B285'],
  transport: 'http-sse',
  needs: ['op:callTool'],
  server: { endpointStyle: { lineEnding: 'crlf', order: ['data', 'event'], spaceAfterColon: false } },
  script: connectAndCall,
  judges: [settles('connect', { with: 'ok', rule: ENDPOINT }), postsToEndpoint()],
});

const relative = clientCase({
  id: 'http-sse/endpoint/relative',
  title: 'An endpoint that is announced by a relative reference is found',
  about:
    'The event stream names the URI for messages relative to its own (messages?sessionId=...). Whether it may is not said; resolving it is what is expected of a client, and one that does not is warned of. Connecting again, to an absolute endpoint, works.',
  fix: 'Resolve the data of the endpoint event against the URI of the stream (RFC 3986), instead of putting it behind the origin.',
  requirements: [ENDPOINT, 'guarantee.settles', 'guarantee.error-says-something', 'guarantee.recovers'],
  transport: 'http-sse',
  server: { endpoint: 'relative' },
  script: (context) => connectTwice(context, REFUSED_CONNECT_MS),
  judges: [settles('connect'), findsEndpoint(), ...connectsAgain()],
});

const foreign = clientCase({
  id: 'http-sse/endpoint/other-origin',
  title: 'Connecting ends when the endpoint is of another origin',
  about:
    'The event stream names a URI of another origin. Whether a client insists on the origin that its user named is not said; refusing is prudent, and going there is what the text says. Either way connecting ends, and one that refuses says why, before its limit; connecting again, to an endpoint of the right origin, works.',
  fix: 'Reject the promise of connecting in the listener for the endpoint event, not only in the log.',
  requirements: ['guarantee.settles', 'guarantee.error-says-something', 'guarantee.recovers'],
  transport: 'http-sse',
  server: { endpoint: 'foreign' },
  async script(context) {
    await connectTwice(context, REFUSED_CONNECT_MS);
  },
  judges: [settles('connect'), failsBeforeLimit('connect'), ...connectsAgain()],
});

const missing = clientCase({
  id: 'http-sse/endpoint/missing',
  title: 'Connecting ends when no endpoint is ever named',
  about:
    'The event stream is opened and stays silent. Connecting, for which the client was given a limit, fails within it; the harness waits many times as long. Then an endpoint is named, and connecting again works.',
  fix: 'Let the limit for connecting cover the wait for the endpoint event, and close the stream when it has passed.',
  requirements: ['guarantee.settles', 'guarantee.error-says-something', 'guarantee.recovers'],
  transport: 'http-sse',
  waits: true,
  async script(context) {
    context.server.on({ method: 'GET' }, (exchange) => exchange.stream(), { times: 1 });
    await connectTwice(context, SILENT_CONNECT_MS);
  },
  judges: [settles('connect', { with: 'failed' }), ...connectsAgain()],
});

const late = clientCase({
  id: 'http-sse/endpoint/late',
  title: 'The endpoint may come late, behind comments',
  about:
    'The event stream is opened at once; a comment follows, and the endpoint event only after that. The client waits for it and connects.',
  fix: 'Wait for the endpoint event until the limit for connecting, and pass over comments.',
  requirements: [ENDPOINT, 'sse.comment', 'guarantee.settles', 'guarantee.error-says-something'],
  transport: 'http-sse',
  async script(context) {
    context.server.on({ method: 'GET' }, async (exchange) => {
      exchange.stream();
      exchange.write(': not yet\n\n');
      await context.quiet(LATE_MS);
      await exchange.fallThrough();
    });
    await connects(context);
  },
  judges: [settles('connect', { with: 'ok', rule: ENDPOINT }), postsToEndpoint()],
});

export const cases: ClientCase[] = [...announced, written, relative, foreign, missing, late];
