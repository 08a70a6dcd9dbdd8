import { returnsToStream } from '../../../harness/checkers/client/returns-to-stream.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { staysInSession } from '../../../harness/checkers/client/stays-in-session.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { reset } from '../../../harness/faults/index.js';
import { awaitGetStream, callAgain, settleIn, worksAfter } from '../../support/client/recovery.js';

/** Clients in use wait a second or so before they come back for a stream. */
const RETURN_MS = 4000;
const CALLS = ['one', 'two'].map((name) => `beside/${name}`);

const REQUIREMENTS = ['http.get.either-may-close', 'http.get.optional', 'guarantee.recovers', 'guarantee.isolation'];
const FIX =
  'Let the GET stream live its own life: its end is no end of the session, calls go on by POST, and it is opened again after a pause.';

/** Ends the newest GET stream of the client. */
async function endStream(context: ClientContext, how: 'complete' | 'fin' | 'rst'): Promise<void> {
  const stream = context.server.arrived.findLast(({ method, open }) => method === 'GET' && open);
  context.require(stream !== undefined, 'the client has no open GET stream');
  context.mark('end of the stream');
  await stream.end(how);
}

const ENDINGS = {
  complete: 'in order',
  fin: 'by a FIN, without its last chunk',
  rst: 'by a RST',
} as const;

const ended = (Object.keys(ENDINGS) as (keyof typeof ENDINGS)[]).map((how) =>
  clientCase({
    id: `reconnect/get-stream/ended-${how}`,
    title: `When the GET stream ends ${ENDINGS[how]}, calls go on, and the stream comes back`,
    about:
      `The server ends the GET stream, which brought no event id, ${ENDINGS[how]}. Calls work, in the same session and without a handshake. ` +
      'A client that had opened the stream opens it again, with a pause: otherwise nobody hears from the server any more.',
    fix: FIX,
    requirements: REQUIREMENTS,
    reproduces: ['B094', 'B105', 'B107', 'B112', 'B116', 'B117', 'B121', 'B125', 'B153'],
    needs: ['op:callTool', 'get-stream'],
    once: true,
    server: { offersGetStream: true },
    async script(context) {
      await settleIn(context);
      await endStream(context, how);
      await callAgain(context);
      await context.server.arrival('the stream comes back', { method: 'GET' }, 2, RETURN_MS);
    },
    judges: [...worksAfter(), staysInSession(), returnsToStream()],
  }),
);

const refused = clientCase({
  id: 'reconnect/get-stream/refused-by-405',
  title: 'Calls work where the server has no GET stream',
  about: 'Answers GET with 405, as a server does that has no such stream. The client connects and calls all the same.',
  fix: 'Take 405 on GET for what it says: there is no stream. Open none and go on.',
  requirements: ['http.get.optional', 'http.get.405-tolerated', 'guarantee.recovers'],
  reproduces: ['B317', 'B319'],
  needs: ['op:callTool'],
  once: true,
  async script(context) {
    await context.connected({ label: 'connect' });
    await awaitGetStream(context);
    await callAgain(context);
  },
  judges: [...worksAfter(), staysInSession()],
});

const unavailable = clientCase({
  id: 'reconnect/get-stream/refused-for-a-while',
  title: 'A GET stream that cannot be had for a while leaves calls alone',
  about:
    'The GET stream is reset, and 503 answers the GETs that follow, if any do. Calls work meanwhile, in the same session.',
  fix: FIX,
  requirements: REQUIREMENTS,
  reproduces: ['B105', 'B116', 'B135'],
  needs: ['op:callTool', 'get-stream'],
  once: true,
  server: { offersGetStream: true },
  async script(context) {
    await settleIn(context);
    context.server.on({ method: 'GET' }, (exchange) =>
      exchange.respond(503, 'not now', { 'Content-Type': 'text/plain' }),
    );
    await endStream(context, 'rst');
    await context.server.arrival('the stream is asked for', { method: 'GET' }, 2, RETURN_MS);
    await callAgain(context);
  },
  judges: [...worksAfter(), staysInSession()],
});

const beside = clientCase({
  id: 'reconnect/get-stream/cut-beside-calls',
  title: 'A cut of the GET stream leaves the streams of running calls alone',
  about:
    'Two calls run, each on an event stream of its own, beside the GET stream, which is reset. Both calls go on and ' +
    'succeed: each of several streams of a client fails for itself.',
  fix: 'Keep the state of each stream with the stream; what ends one must not abort what the others share.',
  requirements: ['http.multi.many-streams', 'http.get.either-may-close', 'guarantee.isolation'],
  reproduces: ['B221', 'B223', 'B224'],
  needs: ['op:callTool', 'get-stream'],
  once: true,
  server: { offersGetStream: true },
  async script(context) {
    await settleIn(context);
    const { server } = context;
    server.on({ tool: 'faultline_echo' }, (exchange) => exchange.stream(), { times: CALLS.length });
    const calls = CALLS.map((label) => context.call('faultline_echo', { text: label }, { label }));
    const streams = await Promise.all(
      CALLS.map((label, index) => server.arrival(label, { tool: 'faultline_echo' }, index + 2)),
    );
    await context.arm(reset({ on: { exchange: 'GET' }, at: { events: 1 } }));
    server.push({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'cut' } });
    await context.fired('reset');
    await server.arrival('the stream comes back', { method: 'GET' }, 2, RETURN_MS);
    for (const stream of streams) await stream?.finish({ content: [{ type: 'text', text: 'done' }] });
    for (const call of calls) await call.outcome();
  },
  judges: CALLS.map((label) => settles(label, { with: 'ok', rule: 'guarantee.isolation' })),
});

export const cases: ClientCase[] = [...ended, refused, unavailable, beside];
