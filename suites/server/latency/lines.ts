import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { emitsCompletely } from '../../../harness/checkers/complete-emission.js';
import { staysUp } from '../../../harness/checkers/stays-up.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { FaultSpec } from '../../../harness/faults/fault.js';
import { bandwidth, coalesce, latency } from '../../../harness/faults/index.js';
import type { Need } from '../../../harness/sut/needs.js';
import { emit } from '../../support/emission.js';
import { ordinaryMethod } from '../../support/version-offer.js';

const RULE = 'guarantee.settles';

/** A way that bytes travel more slowly or in other pieces than on the loopback interface. */
interface Line {
  readonly name: string;
  /** In words, after "Over". */
  readonly what: string;
  readonly faults: readonly FaultSpec[];
}

const LINES: readonly Line[] = [
  {
    name: 'delay',
    what: 'a long way, with 600 ms in each direction and jitter',
    faults: [latency({ direction: 'both', delayMs: 600, jitterMs: 100 })],
  },
  {
    name: 'thin',
    what: 'a thin line, with 2 KB/s towards the server and 8 KB/s back',
    faults: [
      bandwidth({ id: 'upload', direction: 'to-server', bytesPerSecond: 2048 }),
      bandwidth({ id: 'download', direction: 'to-client', bytesPerSecond: 8192 }),
    ],
  },
  {
    name: 'coalesced',
    what: 'a line that collects bytes for 250 ms and delivers them together',
    faults: [coalesce({ direction: 'both', windowMs: 250 })],
  },
];

const FIX =
  'Give clients seconds, not milliseconds, to send a request after they have connected, and do not judge them by how their bytes are divided.';

function ordinaryCase({ name, what, faults }: Line): ServerCase {
  return serverCase({
    id: `latency/${name}/ordinary`,
    title: `Over ${what}, a session works`,
    about: `Shakes hands and makes ordinary calls over ${what}. Everything takes longer, which is not the server's doing; but all of it is answered, and no connection is given up.`,
    fix: FIX,
    requirements: [RULE, 'guarantee.no-crash'],
    once: true,
    waits: true,
    faults,
    async script(context) {
      const session = await context.connect();
      const calls = [
        session.request('ping', undefined, { label: 'ping' }),
        session.request(ordinaryMethod(session), undefined, { label: 'list' }),
      ];
      await Promise.all(calls.map((call) => call.ended()));
    },
    judges: [
      staysUp(),
      answersCall('session/initialize', RULE, { with: 'result' }),
      laterCallsWork(['ping', 'list'], RULE),
    ],
  });
}

const EMISSION: readonly Need[] = ['tool:faultline_emit', 'sse-answers'];

function emissionCase({ name, what, faults }: Line): ServerCase {
  return serverCase({
    id: `latency/${name}/emission`,
    title: `Over ${what}, a stream keeps its order and its end`,
    about: `Lets two calls send notifications at the same time over ${what}. Each stream brings its own in order, each once, and the result last.`,
    fix: FIX,
    requirements: [RULE, 'guarantee.no-loss', 'guarantee.no-duplicate', 'guarantee.order'],
    once: true,
    waits: true,
    needs: EMISSION,
    faults,
    async script(context) {
      const session = await context.connect();
      const calls = ['first', 'second'].map((label) => emit(context, session, label, { count: 5, intervalMs: 20 }));
      await Promise.all(calls.map((call) => call.ended()));
    },
    judges: [emitsCompletely('first'), emitsCompletely('second'), laterCallsWork(['first', 'second'], RULE)],
  });
}

export const cases: ServerCase[] = [...LINES.map(ordinaryCase), ...LINES.map(emissionCase)];
