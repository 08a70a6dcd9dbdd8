import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { FaultSpec, Moment } from '../../../harness/faults/fault.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import type { Session } from '../../../harness/peer/probe.js';
import { serverEnd } from '../../support/exchange-end.js';
import { namedRequest, pingText, templateOf } from '../../support/request-template.js';
import { pingAfter } from '../../support/resumption.js';

const ROUNDS = [1, 2, 3];

const oneForEach = serverCase({
  id: 'disconnects/connections/one-for-each-request',
  title: 'A session works over a new connection for each request',
  about:
    'Every connection is closed as soon as the answer on it is complete, the handshake included, so that each request of ' +
    'the session comes on a connection of its own, as through some load balancers. The session is named by its header.',
  fix: 'Find the session by Mcp-Session-Id alone and keep none of its state with a TCP connection.',
  requirements: ['guarantee.recovers', 'jsonrpc.response.required'],
  reproduces: ['B007'],
  async script(context) {
    const session = await context.connect({ headers: { Connection: 'close' } });
    for (const round of ROUNDS) {
      await pingAfter(session, `ping-${round}`);
      await session.request('tools/list', undefined, { label: `list-${round}` }).answer();
    }
  },
  judges: [laterCallsWork(ROUNDS.map((round) => `ping-${round}`))],
});

interface Break {
  readonly label: string;
  readonly at: Moment;
}

/** Places at which the connection of an ordinary request breaks. */
const BREAKS: readonly Break[] = [
  { label: 'in-request', at: { requestBytes: 10 } },
  { label: 'after-request', at: 'request-sent' },
  { label: 'after-head', at: 'response-head' },
  { label: 'in-body', at: { bodyBytes: 10 } },
];

/** Breaks a connection that is idle after its answer, by hand: no HTTP library may send anything on it any more. */
async function breakIdle(context: ServerContext, session: Session, how: 'rst' | 'fin'): Promise<void> {
  const template = await templateOf(context, session);
  const socket = await context.socket('idle');
  await socket.write(namedRequest(template, socket.label, pingText('idle')));
  const request = await context.until(
    'the forwarded request',
    (event) => event.kind === 'request' && event.side === 'server' && event.exchange === socket.label,
  );
  const connection = request?.kind === 'request' ? request.connection : undefined;
  await serverEnd(context, socket.label);
  if (how === 'rst') socket.reset();
  else socket.finish();
  await context.until(
    'the end of the idle connection towards the server',
    (event) => event.kind === 'connection' && event.connection === connection && event.what === how,
  );
}

function breaks(name: 'rst' | 'fin', title: string, cut: (at: Break) => FaultSpec): ServerCase {
  return serverCase({
    id: `disconnects/connections/ordinary-requests-${name}`,
    title: `A session survives ${title} at every point of an ordinary request`,
    about:
      `Requests for the list of tools lose their connection by ${title}: inside the request, before the answer, after its ` +
      'head, inside its body and while it is idle after it. After each of them a ping on the same session has to be answered.',
    fix: 'Handle the errors of every socket, and let them end nothing but the exchange that was under way on it.',
    requirements: ['http.stream.disconnect-anytime', 'guarantee.recovers', 'guarantee.no-crash'],
    reproduces: ['B006', 'B007', 'B214', 'B218'],
    needs: ['link:connections'],
    faults: BREAKS.map(cut),
    async script(context) {
      const session = await context.connect();
      for (const { label } of BREAKS) {
        const call = session.request('tools/list', undefined, { label });
        await context.fired(label);
        await call.ended();
        await pingAfter(session, `ping-${label}`);
      }
      await breakIdle(context, session, name);
      await pingAfter(session, 'ping-idle');
    },
    judges: [laterCallsWork([...BREAKS.map(({ label }) => `ping-${label}`), 'ping-idle'])],
  });
}

const CALLS = Array.from({ length: 8 }, (_, index) => `call-${index + 1}`);
const [BROKEN = '', ALSO_BROKEN = ''] = CALLS.slice(2, 4);
const SURVIVORS = CALLS.filter((label) => label !== BROKEN && label !== ALSO_BROKEN);

const parallel = serverCase({
  id: 'disconnects/connections/one-of-many',
  title: 'A reset of some of many calls at once harms no other',
  about:
    'Eight calls of one session are at work side by side. The connections of two of them are broken, one by a reset. All ' +
    'others have to be answered, and so has the next call.',
  fix: 'Keep an exception or an abort of one request from reaching the group or the process that runs the others.',
  requirements: ['guarantee.isolation', 'guarantee.recovers', 'jsonrpc.response.required'],
  reproduces: ['B009', 'B214'],
  needs: ['tool:faultline_sleep'],
  faults: [
    reset({ id: BROKEN, on: { exchange: BROKEN }, at: 'request-sent' }),
    truncate({ id: ALSO_BROKEN, on: { exchange: ALSO_BROKEN }, at: 'request-sent' }),
  ],
  async script(context) {
    const session = await context.connect();
    const calls = CALLS.map((label) => session.callTool('faultline_sleep', { ms: 200 }, { label }));
    await Promise.all([context.fired(BROKEN), context.fired(ALSO_BROKEN)]);
    await Promise.all(calls.map((call) => call.answer()));
    await pingAfter(session, 'after');
  },
  judges: [laterCallsWork(SURVIVORS, 'guarantee.isolation'), laterCallsWork(['after'])],
});

export const cases: ServerCase[] = [
  oneForEach,
  breaks('rst', 'a reset', ({ label, at }) => reset({ id: label, on: { exchange: label }, at })),
  breaks('fin', 'an early end', ({ label, at }) => truncate({ id: label, on: { exchange: label }, at })),
  parallel,
];
