import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { alternate } from '../../../harness/faults/index.js';
import type { Session } from '../../../harness/peer/probe.js';
import type { Need } from '../../../harness/sut/needs.js';

const TERMINATED = 'http.session.terminated-404';
const AWAY = 'away';

type Way = 'request' | 'notification' | 'get' | 'delete';
const WAYS: readonly Way[] = ['request', 'notification', 'get', 'delete'];

function needsOf(way: Way): readonly Need[] {
  const offered: readonly Need[] = way === 'get' ? ['get-stream'] : way === 'delete' ? ['deletes'] : [];
  return ['sessions', 'second-upstream', ...offered];
}

async function sendBy(way: Way, session: Session, label: string): Promise<void> {
  if (way === 'request') await session.request('ping', undefined, { label }).ended();
  else if (way === 'notification')
    await session.notify('notifications/faultline-unknown', undefined, { label }).ended();
  else if (way === 'delete') await session.terminate({ label }).ended();
  else {
    const stream = session.listen({ label });
    await stream.head();
    stream.abort();
  }
}

/** Requests go by turns: the handshake begins at home, what comes next goes astray. */
async function strayAndReturn(context: ServerContext, way: Way): Promise<void> {
  const session = await context.connect({ initialized: false });
  await sendBy(way, session, AWAY);
  await context.fault('alternate').heal();
  // Instances that share their sessions have ended this one by now.
  if (way === 'delete') return;
  await session.notify('notifications/initialized', undefined, { label: 'home/initialized' }).ended();
  await session.request('ping', undefined, { label: 'home/ping' }).answer();
}

function strayCase(way: Way): ServerCase {
  return serverCase({
    id: `misrouting/instances/${way}`,
    title: `A ${way} that reaches another instance is refused with 404, or served because sessions are shared`,
    about: `Opens a session at one of two instances behind a balancer without affinity, and lets a ${way} of it go to the other. 404 tells the client to start anew; any other refusal leaves it stuck. At its own instance the session goes on.`,
    fix: 'Share sessions between instances, route by Mcp-Session-Id, or work without sessions; answer 404 to ids that this instance does not know.',
    requirements: [TERMINATED, 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.recovers'],
    reproduces: ['B001', 'B002', 'B005'],
    once: true,
    needs: needsOf(way),
    faults: [alternate({})],
    script: (context) => strayAndReturn(context, way),
    judges: [
      copesWith(AWAY, { rule: TERMINATED, allowed: [404, '2xx'], severity: 'warn' }),
      ...(way === 'delete' ? [] : [laterCallsWork(['home/ping'])]),
    ],
  });
}

export const cases: ServerCase[] = WAYS.map(strayCase);
