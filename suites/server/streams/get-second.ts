import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { announcesOnce } from '../../../harness/checkers/announced.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { streamsOrRefuses } from '../../../harness/checkers/opens-stream.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { announce, openListening, TOOLS_CHANGED } from '../../support/listening.js';

const ANNOUNCEMENTS = 3;
/** Longest wait for an announcement; behind one that does not come there is nothing more to learn. */
const ARRIVAL_MS = 2000;

export const cases: ServerCase[] = [
  serverCase({
    id: 'streams/get/second',
    title: 'A second GET stream is opened or refused with 409',
    about:
      'Opens a GET stream while another one is open. A server may hold both, let the new one replace the old one, or refuse it: all three are clear to a client, a stream that ends at once or an error of the server is not.',
    fix: 'Decide on one of the three. A refusal is a status (409) and never a stream that was begun with 200.',
    requirements: ['http.get.sse-or-405', 'guarantee.clean-errors', 'guarantee.no-hang'],
    reproduces: ['B184', 'B305'],
    needs: ['get-stream'],
    async script(context) {
      const session = await context.connect();
      const first = await openListening(context, session, 'first');
      const second = session.listen({ label: 'second' });
      await second.head();
      await session.request('ping', undefined, { label: 'later' }).answer();
      first.abort();
      second.abort();
    },
    judges: [
      copesWith('second', { rule: 'http.get.sse-or-405', allowed: [200, 409], tolerated: ['4xx'], severity: 'warn' }),
      streamsOrRefuses('second'),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'streams/get/second-exactly-once',
    title: 'With two GET streams open, each announcement goes out on one of them',
    about:
      'Opens two GET streams (where the second is not refused) and lets the server announce a changed list three times. A client that holds both acts on every copy, so each announcement comes once over both together.',
    fix: 'Choose one open stream of the session for each message that belongs to no call; do not write it to all of them.',
    requirements: ['http.multi.one-stream-per-message', 'subs.list-changed', 'http.get.server-may-send'],
    reproduces: ['B184', 'B198'],
    needs: ['get-stream', 'tool:faultline_announce'],
    announces: true,
    async script(context) {
      const session = await context.connect();
      const first = await openListening(context, session, 'first');
      const second = session.listen({ label: 'second' });
      await second.head();
      for (let turn = 1; turn <= ANNOUNCEMENTS; turn += 1) {
        if (!(await announce(context, session, `announce-${turn}`, ARRIVAL_MS))) break;
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
      first.abort();
      second.abort();
    },
    judges: [announcesOnce('announce-', TOOLS_CHANGED), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'streams/get/announcement',
    title: 'A change of a list is announced on the GET stream',
    about:
      'Opens a GET stream and lets the server announce a changed list of tools twice: each announcement comes, once, and there.',
    fix: 'Send messages that belong to no running call on the GET stream of the session, and flush them at once.',
    requirements: ['subs.list-changed', 'http.get.server-may-send', 'http.multi.one-stream-per-message'],
    needs: ['get-stream', 'tool:faultline_announce'],
    announces: true,
    async script(context) {
      const session = await context.connect();
      const stream = await openListening(context, session, 'get');
      const arrived = await announce(context, session, 'announce-1', ARRIVAL_MS);
      if (arrived) await announce(context, session, 'announce-2', ARRIVAL_MS);
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [announcesOnce('announce-', TOOLS_CHANGED), laterCallsWork(['later'])],
  }),
];
