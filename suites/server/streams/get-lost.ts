import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { announcedOn } from '../../../harness/checkers/announced.js';
import { streamReopens } from '../../../harness/checkers/opens-stream.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { blackHole } from '../../../harness/faults/index.js';
import { announce, openListening, reopenListening, TOOLS_CHANGED } from '../../support/listening.js';

/** A server may need a moment to notice that a connection is gone. */
const REOPEN = { prefix: 'reopened-', attempts: 12, pauseMs: 250 };
/** One that cannot know it need not notice at all; this is only how long it is asked. */
const REOPEN_BESIDE_HALF_OPEN = { prefix: 'reopened-', attempts: 4, pauseMs: 400 };
const ANNOUNCE_WAIT_MS = 1000;
const ANNOUNCEMENTS = 4;
const CUTS = 5;

type Ending = 'fin' | 'rst';
const WORD: Readonly<Record<Ending, string>> = { fin: 'closed', rst: 'reset' };

function reopenCase(how: Ending): ServerCase {
  return serverCase({
    id: `streams/get/reopen-after-${how}`,
    title: `A GET stream that the client ${WORD[how]} can be opened again`,
    about:
      'Opens a GET stream, ends its connection as a client does that leaves, and opens another one at once. A refusal for a moment is tolerated, one that lasts locks the client out of its own session.',
    fix: 'Free the place of a stream as soon as its connection closes, not when it times out.',
    requirements: ['guarantee.recovers', 'http.get.either-may-close', 'http.stream.disconnect-anytime'],
    reproduces: ['B106', 'B111'],
    needs: ['get-stream'],
    waits: true,
    async script(context: ServerContext) {
      const session = await context.connect();
      await openListening(context, session, 'lost');
      context.cut('lost', how, 'server');
      const reopened = await reopenListening(context, session, REOPEN);
      await session.request('ping', undefined, { label: 'later' }).answer();
      reopened?.abort();
    },
    judges: [streamReopens(REOPEN.prefix, 'guarantee.recovers'), laterCallsWork(['later'])],
  });
}

function deliversCase(how: Ending): ServerCase {
  return serverCase({
    id: `streams/get/delivers-after-${how}`,
    title: `Announcements come on the GET stream that replaced one which was ${WORD[how]}`,
    about:
      'Loses a GET stream, opens another one and lets the server announce changes until one arrives there. Those that are written to the lost connection may be lost with it; a server that goes on writing to it has cut its client off.',
    fix: 'Take a stream out of service when its connection closes or a write to it fails, and send to the newest one.',
    requirements: ['guarantee.recovers', 'http.get.server-may-send'],
    reproduces: ['B111', 'B184'],
    needs: ['get-stream', 'tool:faultline_announce'],
    announces: true,
    waits: true,
    async script(context: ServerContext) {
      const session = await context.connect();
      await openListening(context, session, 'lost');
      context.cut('lost', how, 'server');
      const reopened = await reopenListening(context, session, REOPEN);
      context.require(reopened !== undefined, 'the GET stream could not be opened again');
      let arrived = false;
      for (let turn = 1; turn <= ANNOUNCEMENTS && !arrived; turn += 1) {
        arrived = await announce(context, session, `announce-${turn}`, ANNOUNCE_WAIT_MS);
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
      reopened.abort();
    },
    judges: [announcedOn(REOPEN.prefix, TOOLS_CHANGED, 'guarantee.recovers'), laterCallsWork(['later'])],
  });
}

export const cases: ServerCase[] = [
  reopenCase('fin'),
  reopenCase('rst'),
  deliversCase('fin'),
  deliversCase('rst'),
  serverCase({
    id: 'streams/get/lost-again-and-again',
    title: 'Losing GET streams does no harm to the calls of the session',
    about:
      'Opens a GET stream and resets or closes it, five times over, with a ping after each: the GET stream is optional, and calls do not depend on it.',
    fix: 'Do not take the end of a stream, or a failed write to it, for the end of the session.',
    requirements: ['guarantee.isolation', 'http.get.either-may-close', 'http.stream.disconnect-anytime'],
    reproduces: ['B006'],
    needs: ['get-stream'],
    async script(context: ServerContext) {
      const session = await context.connect();
      for (let turn = 1; turn <= CUTS; turn += 1) {
        await session.listen({ label: `get-${turn}` }).head();
        context.cut(`get-${turn}`, turn % 2 === 0 ? 'fin' : 'rst', 'server');
        await session.request('ping', undefined, { label: `ping-${turn}` }).answer();
      }
    },
    judges: [laterCallsWork(['ping-1', 'ping-2', 'ping-3', 'ping-4', 'ping-5'], 'guarantee.isolation')],
  }),
  serverCase({
    id: 'streams/get/lost-during-call',
    title: 'A call that runs is answered although the GET stream is lost',
    about:
      'Resets the GET stream while a call of the same session runs. The call has a stream of its own and is answered there.',
    fix: 'Bind running calls to their own POST, never to the GET stream of the session.',
    requirements: ['guarantee.isolation', 'jsonrpc.response.required'],
    reproduces: ['B006'],
    needs: ['get-stream', 'tool:faultline_sleep'],
    async script(context: ServerContext) {
      const session = await context.connect();
      await openListening(context, session, 'get');
      const call = session.callTool('faultline_sleep', { ms: 300 }, { label: 'call' });
      await context.until('the call is under way', (event) => event.kind === 'request' && event.exchange === 'call');
      context.cut('get', 'rst', 'server');
      await call.answer();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [answersCall('call', 'guarantee.isolation', { with: 'result' }), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'streams/get/half-open',
    title: 'A GET stream that is dead without a sign does not stop the session',
    about:
      'Lets the path of a GET stream swallow everything, as after the loss of a network: the server cannot see that its client has gone. Calls work, and so should a new GET; a server that answers 409 until it notices keeps its client without announcements.',
    fix: 'Let a new GET take the place of the old one instead of refusing it; write keep-alives, so that dead connections are found.',
    requirements: ['guarantee.isolation', 'guarantee.recovers'],
    reproduces: ['B111', 'B305'],
    needs: ['get-stream'],
    waits: true,
    faults: [blackHole({ on: { exchange: 'get' }, at: 'response-head', direction: 'both', heal: 'lossy' })],
    async script(context: ServerContext) {
      const session = await context.connect();
      await session.listen({ label: 'get' }).head();
      await context.fired('blackHole');
      await session.request('ping', undefined, { label: 'ping' }).answer();
      await reopenListening(context, session, REOPEN_BESIDE_HALF_OPEN);
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      laterCallsWork(['ping', 'later'], 'guarantee.isolation'),
      streamReopens(REOPEN_BESIDE_HALF_OPEN.prefix, 'guarantee.recovers', 'warn'),
    ],
  }),
];
