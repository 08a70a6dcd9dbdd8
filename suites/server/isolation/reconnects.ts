import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { bringsAllNotifications } from '../../../harness/checkers/progress-complete.js';
import { secretsStayHome } from '../../../harness/checkers/secrets-stay-home.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { reset } from '../../../harness/faults/index.js';
import type { Call, Session } from '../../../harness/peer/probe.js';
import { emit } from '../../support/emission.js';
import { shareSecret } from '../../support/secret.js';

/** A client that starts anew counts anew, so that its ids and tokens are those of before. */
const EQUAL = { id: 7, progressToken: 'token-7' };
const BEFORE = 'before/call';
const AFTER = 'after/call';

/** The old call has to outlast a reset and a handshake on a busy machine, and the new one has to outlast that. */
const COUNT = { before: 25, after: 40 };

function call(context: ServerContext, session: Session, count: number): Call {
  const key = shareSecret(context, session.name, 'call');
  return emit(context, session, `${session.name}/call`, { count, intervalMs: 60, key }, EQUAL);
}

const sameId = serverCase({
  id: 'isolation/reconnects/same-id',
  title: 'A call that runs on after a drop does not answer the next call with its id',
  about:
    'A client loses the connection of a running call, starts a new session and makes a call under the same id and progress ' +
    'token, while the old one still runs. The new call brings its own progress and result in full, and nothing of the old one.',
  fix:
    'Keep the way back to the client with the running request itself. A table from ids to streams is overwritten by the ' +
    'next request with that id, and the old handler then answers on the new stream.',
  requirements: ['guarantee.no-crossing', 'guarantee.no-loss', 'guarantee.order', 'jsonrpc.response.required'],
  reproduces: ['B185', 'B188', 'B189', 'B195'],
  needs: ['sse-answers', 'tool:faultline_emit'],
  faults: [reset({ on: { exchange: BEFORE }, at: { events: 3 } })],
  async script(context) {
    const lost = call(context, await context.connect({ name: 'before' }), COUNT.before);
    await context.fired('reset');
    await lost.ended();
    const after = await context.connect({ name: 'after' });
    await call(context, after, COUNT.after).answer();
    await after.request('ping', undefined, { label: 'after/ping' }).answer();
  },
  judges: [
    secretsStayHome(),
    bringsAllNotifications(AFTER),
    answersCall(AFTER, 'jsonrpc.response.required', { with: 'result' }),
    laterCallsWork(['after/ping']),
  ],
});

export const cases: ServerCase[] = [sameId];
