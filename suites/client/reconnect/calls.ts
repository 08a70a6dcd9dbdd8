import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { answer, blackHole, cleanEnd, reset, truncate } from '../../../harness/faults/index.js';
import type { AnyFault } from '../../../harness/faults/index.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import {
  callAgain,
  callEcho,
  FAULTY_CALL_MS,
  SILENT_CALL_MS,
  settleIn,
  worksAfter,
} from '../../support/client/recovery.js';

/** A fault that strikes one call. */
interface Struck {
  readonly name: string;
  readonly what: string;
  readonly fault: AnyFault;
  readonly answers?: 'sse';
  readonly reproduces?: readonly string[];
}

const CALL = { rpc: 'tools/call' } as const;

const REQUIREMENTS = [
  'http.stream.disconnect-anytime',
  'lifecycle.errors.prepared',
  'guarantee.recovers',
  'guarantee.settles',
  'guarantee.error-says-something',
];

const STRUCK: readonly Struck[] = [
  {
    name: 'reset-before-request',
    what: 'the connection is reset when the head of the request has come',
    fault: reset({ on: CALL, at: 'request-head' }),
  },
  {
    name: 'reset-before-answer',
    what: 'the connection is reset when the request has been forwarded, before anything is answered',
    fault: reset({ on: CALL, at: 'request-sent' }),
    reproduces: ['B121'],
  },
  {
    name: 'reset-after-head',
    what: 'the connection is reset after the response head',
    fault: reset({ on: CALL, at: 'response-head' }),
    answers: 'sse',
  },
  {
    name: 'reset-inside-event',
    what: 'the connection is reset inside of the event that carries the result',
    fault: reset({ on: CALL, at: { insideEvent: 1 } }),
    answers: 'sse',
  },
  {
    name: 'closed-before-answer',
    what: 'the connection is closed in order before anything is answered',
    fault: truncate({ on: CALL, at: 'request-sent' }),
  },
  {
    name: 'truncated-body',
    what: 'the body of the answer is cut short',
    fault: truncate({ on: CALL, at: { bodyBytes: 9 } }),
    reproduces: ['B115'],
  },
  {
    name: 'clean-end-without-response',
    what: 'the event stream of the answer ends in order, without an event',
    fault: cleanEnd({ on: CALL, at: 'response-head' }),
    answers: 'sse',
  },
  { name: 'bad-gateway', what: 'a proxy answers 502', fault: answer({ on: CALL, status: 502, body: 'html' }) },
  {
    name: 'unavailable',
    what: 'a proxy answers 503',
    fault: answer({ on: CALL, status: 503, body: 'empty' }),
    reproduces: ['B122', 'B123'],
  },
  {
    name: 'gateway-timeout',
    what: 'a proxy answers 504 although the request went through',
    fault: answer({ on: CALL, status: 504, body: 'html', forward: true }),
  },
];

/** Makes a call that the fault strikes, then heals it. */
async function strike(context: ClientContext, spec: AnyFault, limitMs = FAULTY_CALL_MS): Promise<void> {
  await settleIn(context);
  const fault = await context.arm(spec);
  await callEcho(context, 'during', limitMs);
  context.require(fault.firedCount > 0, 'the call of the client did not reach the network');
  await fault.heal();
}

const struck = STRUCK.map(({ name, what, fault, answers, reproduces }) =>
  clientCase({
    id: `reconnect/calls/${name}`,
    title: `After a fault, calls work again: ${what}`,
    about:
      `Makes a call during which ${what}. It ends within its own limit, with a result or an error that says why. Then the ` +
      'fault is over, and the next call works, or the one after it.',
    fix: 'Let a failed exchange cost its own call and nothing else: the session is still there, so send the next call on a new connection.',
    requirements: REQUIREMENTS,
    ...(reproduces !== undefined && { reproduces }),
    needs: ['op:callTool'],
    once: true,
    ...(answers !== undefined && { server: { answers } }),
    script: async (context) => {
      await strike(context, fault);
      await callAgain(context);
    },
    judges: [settles('during'), ...worksAfter()],
  }),
);

const silent = (['loss-free', 'lossy'] as const).map((heal) =>
  clientCase({
    id: `reconnect/calls/black-hole-${heal}`,
    title: `After a black hole that ends ${heal === 'lossy' ? 'in a reset' : 'without loss'}, calls work again`,
    about:
      'The answer to a call is swallowed; the call ends by its own limit. Then the network is well again ' +
      `(${heal === 'lossy' ? 'what was on its way is lost and the connection is reset' : 'what was on its way arrives late'}), ` +
      'and the next call works, or the one after it.',
    fix: 'Give up the connection along with the call that timed out, and drop an answer that comes too late.',
    requirements: REQUIREMENTS,
    needs: ['op:callTool'],
    once: true,
    script: async (context) => {
      await strike(context, blackHole({ on: CALL, at: 'response-head', direction: 'to-client', heal }), SILENT_CALL_MS);
      await callAgain(context);
    },
    judges: [settles('during', { with: 'failed' }), ...worksAfter()],
  }),
);

const deadSocket = clientCase({
  id: 'reconnect/calls/dead-connection',
  title: 'The call after a timeout does not wait on the same dead connection',
  about:
    'One connection turns into a black hole and stays one, while new connections are served. The call on it ends by its ' +
    'own limit; the next call works, or the one after it.',
  fix: 'Close the connection of a call that timed out instead of returning it to the pool.',
  requirements: REQUIREMENTS,
  reproduces: ['B131'],
  needs: ['op:callTool'],
  once: true,
  async script(context: ClientContext) {
    await settleIn(context);
    const on = { ...CALL, nth: 1 };
    const fault = await context.arm(blackHole({ on, at: 'request-sent', direction: 'both', heal: 'lossy' }));
    await callEcho(context, 'during', SILENT_CALL_MS);
    context.require(fault.firedCount > 0, 'the call of the client did not reach the network');
    await callAgain(context);
    await fault.heal();
  },
  judges: [settles('during'), ...worksAfter()],
});

export const cases: ClientCase[] = [...struck, ...silent, deadSocket];
