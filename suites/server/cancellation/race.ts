import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { racesGracefully } from '../../../harness/checkers/cancel-race.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Session } from '../../../harness/peer/probe.js';
import { cancel } from '../../support/cancelling.js';
import { pingAfter } from '../../support/resumption.js';

const ROUNDS = Array.from({ length: 24 }, (_, index) => `race-${index + 1}`);
/** The work takes at most this, so that cancellation and completion meet in either order. */
const LONGEST_MS = 4;
/** A stream that is still open so long after both is open for good. */
const END_DEADLINE_MS = 2500;

async function race(context: ServerContext, session: Session, label: string): Promise<void> {
  const ms = Math.floor(context.random() * (LONGEST_MS + 1));
  const call = session.callTool('faultline_sleep', { ms }, { label });
  await cancel(session, call.id, `${label}/cancel`);
  await call.ended(END_DEADLINE_MS);
}

const aroundCompletion = serverCase({
  id: 'cancellation/race/around-completion',
  title: 'Cancellations that cross the answer on the way are handled',
  about:
    `In ${ROUNDS.length} rounds a call of a few milliseconds is started and cancelled at the same time, so that the ` +
    'cancellation comes before, during or after its completion. Each call is answered once or not at all, each exchange ' +
    'ends, each notification gets a status, and the session goes on.',
  fix:
    'Take a cancelled call out of the list of running ones in one step with the decision to answer, and ignore a ' +
    'cancellation that finds nothing.',
  requirements: ['cancel.race-graceful', 'guarantee.no-hang', 'guarantee.recovers', 'jsonrpc.response.required'],
  reproduces: ['B211'],
  needs: ['tool:faultline_sleep'],
  waits: true,
  async script(context) {
    const session = await context.connect();
    await Promise.all(ROUNDS.map((label) => race(context, session, label)));
    await pingAfter(session, 'after');
  },
  judges: [racesGracefully(ROUNDS), laterCallsWork(['after'])],
});

export const cases: ServerCase[] = [aroundCompletion];
