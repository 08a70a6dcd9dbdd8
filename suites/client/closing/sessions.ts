import { beginsWithoutId } from '../../../harness/checkers/client/begins-without-id.js';
import { endsSession } from '../../../harness/checkers/client/ends-session.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { Serve } from '../../../harness/peer/scripted/scripted-server.js';
import { callEcho, settleIn } from '../../support/client/recovery.js';
import { closeAndWatch, leavesNothing } from '../../support/client/leaving.js';

const orderly = clientCase({
  id: 'closing/sessions/orderly',
  title: 'A client that is closed ends its session, its stream and its connections',
  about:
    'Connects, calls, and closes the client while its GET stream (if it opens one) is open. It says goodbye by DELETE, ' +
    'ends the stream, leaves no connection open and sends nothing more.',
  fix: 'On close, abort the GET stream, stop all timers, send DELETE with a short limit of its own, and close the connections that are kept.',
  requirements: [
    'http.session.client-delete',
    'lifecycle.shutdown.http-close',
    'guarantee.resources-return',
    'guarantee.settles',
  ],
  reproduces: ['B222', 'B249', 'B251', 'B252', 'B255', 'B266', 'B268'],
  needs: ['op:callTool'],
  once: true,
  server: { offersGetStream: true },
  async script(context) {
    await settleIn(context);
    await closeAndWatch(context);
  },
  judges: [...leavesNothing(), endsSession()],
});

/** Longer than any limit, in ms, that is usual for one request: what has not ended by then hangs. */
const UNANSWERED_MS = 35_000;

const DELETES: readonly { name: string; what: string; serve: Serve }[] = [
  { name: 'unanswered', what: 'is never answered', serve: () => undefined },
  { name: 'refused', what: 'is answered by 405', serve: (exchange) => exchange.respond(405, '', { Allow: 'POST' }) },
  { name: 'failed', what: 'is answered by 500', serve: (exchange) => exchange.respond(500) },
  { name: 'reset', what: 'ends in a reset', serve: (exchange) => exchange.end('rst') },
];

const deletes = DELETES.map(({ name, what, serve }) =>
  clientCase({
    id: `closing/sessions/delete-${name}`,
    title: `A client can be closed although its DELETE ${what}`,
    about: `The DELETE by which the client ends its session ${what}. It is closed all the same, in time and with success, and leaves nothing open.`,
    fix: 'Give DELETE a limit of a second or two, and take every end of it for the end of the session: 405 says that clients cannot end it.',
    requirements: ['http.session.client-delete', 'guarantee.settles', 'guarantee.resources-return'],
    reproduces: ['B265'],
    needs: ['deletes'],
    once: true,
    waits: name === 'unanswered',
    budgetMs: 2 * UNANSWERED_MS,
    async script(context) {
      context.server.on({ method: 'DELETE' }, serve);
      await context.connected({ label: 'connect' });
      await closeAndWatch(context, UNANSWERED_MS);
    },
    judges: leavesNothing(),
  }),
);

const again = clientCase({
  id: 'closing/sessions/connect-again',
  title: 'A client that was closed can connect again, to a new session',
  about:
    'Connects, closes, connects again and calls. The second handshake names no session, and the call is made in the new one.',
  fix: 'Forget the session id, the streams and the state of the transport on close, or make a new transport for each connection.',
  requirements: ['http.session.reinit-on-404', 'guarantee.recovers', 'guarantee.settles'],
  reproduces: ['B018', 'B119', 'B328'],
  needs: ['op:callTool'],
  once: true,
  server: { offersGetStream: true },
  async script(context) {
    await settleIn(context);
    await context.client.start('close', {}, { label: 'close' }).outcome();
    await context.connect({ label: 'again' }).outcome();
    await callEcho(context, 'after', Math.round(context.answerDeadlineMs / 2));
  },
  judges: [
    settles('close', { with: 'ok' }),
    settles('again', { with: 'ok', rule: 'guarantee.recovers' }),
    settles('after', { with: 'ok', rule: 'guarantee.recovers' }),
    beginsWithoutId(),
  ],
});

export const cases: ClientCase[] = [orderly, ...deletes, again];
