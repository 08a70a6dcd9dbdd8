import { emitsCompletely } from '../../../harness/checkers/complete-emission.js';
import { deliversInTime } from '../../../harness/checkers/delivered-in-time.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { FaultSpec } from '../../../harness/faults/fault.js';
import { buffer, gzip } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';

const INTERVAL_MS = 250;
const COUNT = 4;
const CALL = 'call';

interface Proxy {
  readonly name: string;
  /** In words, after "Behind a proxy that". */
  readonly does: string;
  readonly fault: FaultSpec;
}

const PROXIES: readonly Proxy[] = [
  {
    name: 'buffer-ignoring',
    does: 'buffers every response',
    fault: buffer({ on: { exchange: CALL }, honoursAccelBuffering: false }),
  },
  {
    name: 'buffer-honouring',
    does: 'buffers a response unless X-Accel-Buffering: no is said',
    fault: buffer({ on: { exchange: CALL }, honoursAccelBuffering: true }),
  },
  {
    name: 'gzip-flushed',
    does: 'compresses each piece of a response',
    fault: gzip({ on: { exchange: CALL }, flush: true }),
  },
  {
    name: 'gzip-unflushed',
    does: 'compresses a response and lets go of it at its end',
    fault: gzip({ on: { exchange: CALL }, flush: false }),
  },
];

function behindCase({ name, does, fault }: Proxy): ServerCase {
  return serverCase({
    id: `delivery/behind/${name}`,
    title: `Behind a proxy that ${does}, the server sends everything in time and in full`,
    about: `A proxy in front of the server ${does}. What the client gets late because of that is not the server's doing; towards the proxy each event leaves when it is written, in order, once, and the result last.`,
    fix: 'Flush after each event, whoever reads; say Cache-Control: no-transform and X-Accel-Buffering: no, so that proxies know what they carry.',
    requirements: ['guarantee.delivered-in-time', 'guarantee.no-loss', 'guarantee.no-duplicate', 'guarantee.order'],
    reproduces: ['B078', 'B079'],
    once: true,
    waits: true,
    needs: ['tool:faultline_emit', 'sse-answers'],
    faults: [fault],
    async script(context) {
      const session = await context.connect();
      await emit(context, session, CALL, { count: COUNT, intervalMs: INTERVAL_MS }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [deliversInTime(CALL, INTERVAL_MS), emitsCompletely(CALL)],
  });
}

export const cases: ServerCase[] = PROXIES.map(behindCase);
