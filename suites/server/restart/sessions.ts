import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { acceptsOrForgets, servesOrForgets } from '../../../harness/checkers/lost-session.js';
import { answersWithOwnSecret, secretsStayHome } from '../../../harness/checkers/secrets-stay-home.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Session } from '../../../harness/peer/probe.js';
import { sessionIdsDiffer } from '../../../harness/checkers/session-ids-differ.js';
import { restartTarget } from '../../support/restarting.js';
import { shareSecret } from '../../support/secret.js';

/** The same id before and after, as of a client that counts anew. */
const EQUAL_ID = 77;

/** Echoes a secret where the target can, for the next process must not answer with what the last one was given. */
async function echoSecret(context: ServerContext, session: Session): Promise<void> {
  if (!context.profile.tools.includes('faultline_echo')) return;
  const text = shareSecret(context, session.name, 'echo');
  const label = `${session.name}/echo`;
  await session.callTool('faultline_echo', { text }, { label, id: EQUAL_ID }).answer();
}

/** Everything that a client may send under the id of a session of the process before. */
async function knockAgain(session: Session): Promise<void> {
  await session.request('ping', undefined, { label: 'old/request' }).ended();
  await session.notify('notifications/cancelled', { requestId: 'gone' }, { label: 'old/notification' }).ended();
  const stream = session.listen({ label: 'old/get' });
  await stream.head();
  stream.abort();
  await session.terminate({ label: 'old/delete' }).ended();
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'restart/sessions/forgotten',
    title: 'After a restart an old session id gets 404 and a new handshake works',
    about:
      'Restarts the server and sends a request, a notification, a GET and a DELETE under the id of a session from before. ' +
      'Each is answered with 404, or served by a server that keeps its sessions. A client that starts anew is served, and ' +
      'gets its own answer under an id that was used before.',
    fix:
      'Answer 404 to every session id that the process does not know, on POST, GET and DELETE alike. Clients then start a ' +
      'new session by themselves; on any other status they stay stuck until somebody restarts them too.',
    requirements: [
      'http.session.terminated-404',
      'guarantee.clean-errors',
      'guarantee.no-hang',
      'guarantee.recovers',
      'guarantee.no-crossing',
    ],
    reproduces: ['B001', 'B002', 'B012'],
    needs: ['restart', 'sessions'],
    once: true,
    alone: true,
    async script(context) {
      const old = await context.connect({ name: 'old' });
      await echoSecret(context, old);
      await restartTarget(context);
      await knockAgain(old);
      const fresh = await context.connect({ name: 'new' });
      await echoSecret(context, fresh);
      await fresh.request('ping', undefined, { label: 'new/ping' }).answer();
    },
    judges: [
      servesOrForgets('old/request'),
      ...['old/notification', 'old/get', 'old/delete'].map(acceptsOrForgets),
      sessionIdsDiffer(['old/initialize', 'new/initialize']),
      whereSent('new/echo', secretsStayHome()),
      whereSent('new/echo', answersWithOwnSecret('new/echo')),
      laterCallsWork(['new/ping']),
    ],
  }),
];
