import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { resourcesReturn } from '../../../harness/checkers/resources-return.js';
import type { Resource } from '../../../harness/checkers/resources-return.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { blackHole } from '../../../harness/faults/index.js';
import type { FaultSpec } from '../../../harness/faults/fault.js';
import type { Session } from '../../../harness/peer/probe.js';
import { cycle, READINGS } from '../../support/leaving.js';

interface Leaving {
  readonly how: string;
  readonly words: string;
  readonly resources: readonly Resource[];
  readonly reproduces: readonly string[];
  readonly faults?: readonly FaultSpec[];
  readonly needsDelete?: boolean;
  leave(context: ServerContext, session: Session, stream: string): Promise<void>;
}

/** The label by which the fault of the black hole finds its exchanges: it strikes every GET stream. */
const SWALLOWED: FaultSpec = blackHole({
  on: { method: 'GET' },
  at: 'response-head',
  direction: 'both',
  heal: 'lossy',
});

/** Long enough that the caller is gone before the answer. */
const CALL_MS = 40;

const WAYS: readonly Leaving[] = [
  {
    how: 'delete',
    words: 'end their session with DELETE',
    resources: ['sessions', 'streams', 'pending'],
    reproduces: ['B259', 'B243'],
    needsDelete: true,
    async leave(_context, session) {
      await session.terminate().ended();
    },
  },
  {
    how: 'fin',
    words: 'close their connections without a word',
    resources: ['streams', 'pending'],
    reproduces: ['B241', 'B244', 'B246'],
    leave(context, _session, stream) {
      context.cut(stream, 'fin', 'server');
      return Promise.resolve();
    },
  },
  {
    how: 'rst',
    words: 'are cut off by resets',
    resources: ['streams', 'pending'],
    reproduces: ['B242', 'B245', 'B247'],
    leave(context, _session, stream) {
      context.cut(stream, 'rst', 'server');
      return Promise.resolve();
    },
  },
  {
    how: 'black-hole',
    words: 'vanish, and are reset by the network later',
    resources: ['streams', 'pending'],
    reproduces: ['B239', 'B244'],
    faults: [SWALLOWED],
    leave(context, _session, stream) {
      // No server can see the hole itself; what it must notice is the reset by which a network forgets the connection.
      context.cut(stream, 'rst', 'server');
      return Promise.resolve();
    },
  },
];

function leavingCase(way: Leaving): ServerCase {
  return serverCase({
    id: `leaks/leaving/${way.how}`,
    title: `Nothing is kept of clients that ${way.words}`,
    about: `Lets 200 clients connect, open a GET stream where there is one, and leave: they ${way.words}. What the server says it holds is read after every forty; a count that grows with the number of clients is a leak, whatever its amount.`,
    fix: 'Release everything that belongs to a connection in the handler of its close event, whether it ended well or not, and under the key it was stored by.',
    requirements: ['guarantee.resources-return', 'lifecycle.shutdown.http-close'],
    reproduces: way.reproduces,
    once: true,
    alone: true,
    budgetMs: 60_000,
    needs: ['tool:faultline_stats', 'get-stream', ...(way.needsDelete === true ? (['deletes'] as const) : [])],
    faults: way.faults ?? [],
    async script(context) {
      await cycle(context, way.resources, async (name) => {
        const session = await context.connect({ name });
        const stream = `${name}/get`;
        await session.listen({ label: stream }).head();
        await way.leave(context, session, stream);
      });
      const last = await context.connect({ name: 'last' });
      await last.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [resourcesReturn(READINGS, way.resources), laterCallsWork(['later'])],
  });
}

export const cases: ServerCase[] = [
  ...WAYS.map(leavingCase),
  serverCase({
    id: 'leaks/calls/abandoned',
    title: 'Nothing is kept of calls whose caller has gone',
    about:
      'Starts short calls and resets their connections before they are answered, 200 times in one session. Requests that stay pending, or streams that stay open, add up until the server runs out of memory.',
    fix: 'Take a request off the list of pending ones when its work is done, whether its answer could be written or not.',
    requirements: ['guarantee.resources-return'],
    reproduces: ['B246', 'B247'],
    once: true,
    alone: true,
    budgetMs: 60_000,
    needs: ['tool:faultline_stats', 'tool:faultline_sleep'],
    async script(context) {
      const session = await context.connect({ name: 'caller' });
      await cycle(context, ['streams', 'pending'], async (name) => {
        const call = session.callTool('faultline_sleep', { ms: CALL_MS }, { label: name });
        await context.until(
          `${name} is under way`,
          (event) => event.kind === 'request-body' && event.exchange === name,
        );
        context.cut(name, 'rst', 'server');
        call.abort();
      });
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [resourcesReturn(READINGS, ['streams', 'pending']), laterCallsWork(['later'])],
  }),
];
