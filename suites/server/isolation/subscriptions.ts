import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { toldOfUpdates, untoldOfUpdates } from '../../../harness/checkers/resource-updates.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Exchange, Session } from '../../../harness/peer/probe.js';
import type { Need } from '../../../harness/sut/needs.js';
import { openListening } from '../../support/listening.js';
import { pingAfter } from '../../support/resumption.js';

const UPDATED = 'notifications/resources/updated';
const COUNTER = 'faultline://counter';
const RULE = 'subs.resource-updated';
const NEEDS: readonly Need[] = ['sessions', 'get-stream', 'subscriptions', 'tool:faultline_announce'];
/** Time for an update to arrive where one is due, and for one to show where none is. */
const ARRIVAL_MS = 2000;
const SILENCE_MS = 300;

interface Listener {
  readonly session: Session;
  readonly stream: Exchange;
}

async function listener(context: ServerContext, name: string): Promise<Listener> {
  const session = await context.connect({ name });
  return { session, stream: await openListening(context, session, `${name}/get`) };
}

async function call(session: Session, method: 'subscribe' | 'unsubscribe'): Promise<void> {
  await session.request(`resources/${method}`, { uri: COUNTER }, { label: `${session.name}/${method}` }).answer();
}

/** Has the resource changed, waits where somebody should learn of it, and gives everybody else the time to do so too. */
async function change(context: ServerContext, caller: Session, told?: Listener): Promise<void> {
  context.mark('change');
  await caller.callTool('faultline_announce', { what: 'resource' }, { label: `${caller.name}/announce` }).answer();
  const isUpdate = (message: { method?: string }): boolean => message.method === UPDATED;
  await told?.stream.message(`an update for ${told.session.name}`, isUpdate, ARRIVAL_MS);
  await context.silence(SILENCE_MS);
}

const FIX =
  'Keep subscriptions with the session that made them, add and remove them for that session alone, and send an update ' +
  'only to sessions that hold one.';

const subscribersOnly = serverCase({
  id: 'isolation/subscriptions/subscribers-only',
  title: 'Updates of a resource reach those who subscribed and nobody else',
  about:
    'Of two clients with open GET streams one subscribes to a resource. When it changes, the subscriber is told, and the ' +
    'other one, which caused the change, is not.',
  fix: FIX,
  requirements: [RULE, 'http.multi.one-stream-per-message', 'guarantee.recovers'],
  reproduces: ['B191'],
  needs: NEEDS,
  waits: true,
  async script(context) {
    const subscriber = await listener(context, 'subscriber');
    const other = await listener(context, 'other');
    await call(subscriber.session, 'subscribe');
    await change(context, other.session, subscriber);
    await pingAfter(other.session, 'other/after');
  },
  judges: [
    toldOfUpdates('subscriber/get', COUNTER),
    untoldOfUpdates('other/get', 'change'),
    laterCallsWork(['other/after']),
  ],
});

const unsubscribed = serverCase({
  id: 'isolation/subscriptions/unsubscribed',
  title: 'A client that unsubscribed is told no more',
  about:
    'A client subscribes to a resource and unsubscribes again. When the resource changes after that, no update comes.',
  fix: FIX,
  requirements: [RULE, 'guarantee.recovers'],
  needs: NEEDS,
  waits: true,
  async script(context) {
    const { session } = await listener(context, 'former');
    await call(session, 'subscribe');
    await call(session, 'unsubscribe');
    // An update that is caused by others and already on its way has arrived when this is answered.
    await pingAfter(session, 'former/before');
    await change(context, session);
    await pingAfter(session, 'former/after');
  },
  judges: [untoldOfUpdates('former/get', 'change'), laterCallsWork(['former/after'])],
});

const otherUnsubscribes = serverCase({
  id: 'isolation/subscriptions/another-unsubscribes',
  title: 'A subscription outlives that of another client to the same resource',
  about:
    'Two clients subscribe to the same resource, and one of them unsubscribes. The other one is still told of changes.',
  fix: FIX,
  requirements: [RULE, 'guarantee.isolation', 'guarantee.recovers'],
  needs: NEEDS,
  waits: true,
  async script(context) {
    const staying = await listener(context, 'staying');
    const leaving = await listener(context, 'leaving');
    await call(staying.session, 'subscribe');
    await call(leaving.session, 'subscribe');
    await call(leaving.session, 'unsubscribe');
    await change(context, leaving.session, staying);
    await pingAfter(leaving.session, 'leaving/after');
  },
  judges: [toldOfUpdates('staying/get', COUNTER), laterCallsWork(['leaving/after'])],
});

export const cases: ServerCase[] = [subscribersOnly, unsubscribed, otherUnsubscribes];
