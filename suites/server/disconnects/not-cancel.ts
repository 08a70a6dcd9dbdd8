import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { deliversInSpiteOfHalfClose } from '../../../harness/checkers/half-close.js';
import { workIs } from '../../../harness/checkers/work-outcome.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { FaultSpec, Match, Moment } from '../../../harness/faults/fault.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import type { Need } from '../../../harness/sut/needs.js';
import { emit } from '../../support/emission.js';
import { namedRequest, templateOf } from '../../support/request-template.js';
import { pingAfter } from '../../support/resumption.js';
import { askUntil } from '../../support/work-state.js';

const RULE = 'http.stream.disconnect-not-cancel';
const REQUIREMENTS = [RULE, 'http.stream.disconnect-anytime', 'guarantee.recovers'];
const NEEDS: readonly Need[] = ['tool:faultline_outcome', 'tool:faultline_sleep'];

const FIX =
  'Do not tie the work of a call to the life of its connection: let it run on, keep its result where streams can be ' +
  'resumed, and stop it only for notifications/cancelled or the end of the session.';

interface Ending {
  readonly name: string;
  readonly title: string;
  readonly cut: (options: { id: string; on: Match; at: Moment }) => FaultSpec;
}

const ENDINGS: readonly Ending[] = [
  { name: 'rst', title: 'a reset', cut: reset },
  { name: 'fin', title: 'the end of the connection', cut: truncate },
];

const isOver = (state: string): boolean => state === 'completed' || state === 'cancelled';

function silentCall({ name, title, cut }: Ending): ServerCase {
  return serverCase({
    id: `disconnects/not-cancel/${name}`,
    title: `Work goes on when ${title} breaks off a call before or after its response head`,
    about:
      `Two silent calls lose their connection by ${title}, one before anything was answered, one after the head of the ` +
      'response. A disconnect is no cancellation: the server is asked until both are done, and the session is used on.',
    fix: FIX,
    requirements: REQUIREMENTS,
    reproduces: ['B209', 'B007'],
    needs: NEEDS,
    faults: [
      cut({ id: 'before-head', on: { exchange: 'before-head' }, at: 'request-sent' }),
      cut({ id: 'after-head', on: { exchange: 'after-head' }, at: 'response-head' }),
    ],
    async script(context) {
      const session = await context.connect();
      await Promise.all(
        ['before-head', 'after-head'].map(async (label) => {
          const key = context.nonce(label);
          session.callTool('faultline_sleep', { ms: 250, key }, { label });
          await context.fired(label);
          // A question that comes at once could find work that has not begun.
          await session.callTool('faultline_sleep', { ms: 100 }, { label: `pause-${label}` }).answer();
          await askUntil(session, key, `outcome-${label}`, (state) => state !== 'running');
        }),
      );
      await pingAfter(session, 'after');
    },
    judges: [
      workIs('outcome-before-head', 'completed', RULE, { mayBeUnknown: true }),
      workIs('outcome-after-head', 'completed', RULE),
      laterCallsWork(['after']),
    ],
  });
}

function streamingCall({ name, title, cut }: Ending): ServerCase {
  return serverCase({
    id: `disconnects/not-cancel/${name}-after-event`,
    title: `Work goes on when ${title} breaks off a call that has begun to stream`,
    about:
      `A call that sends notifications loses its connection by ${title} after the first event, while it goes on sending. ` +
      'Writing to nobody must neither stop it nor harm the session, whether its stream can be resumed or not.',
    fix: FIX,
    requirements: REQUIREMENTS,
    reproduces: ['B209', 'B007'],
    needs: ['sse-answers', 'tool:faultline_emit', ...NEEDS],
    faults: [cut({ id: 'cut', on: { exchange: 'call' }, at: { events: 1 } })],
    async script(context) {
      const session = await context.connect();
      const key = context.nonce('work');
      emit(context, session, 'call', { count: 8, intervalMs: 30, key });
      await context.fired('cut');
      await askUntil(session, key, 'outcome', isOver);
      await pingAfter(session, 'after');
    },
    judges: [workIs('outcome', 'completed', RULE), laterCallsWork(['after'])],
  });
}

const halfClose = serverCase({
  id: 'disconnects/not-cancel/half-close',
  title: 'The end of the request is not taken for the end of the client',
  about:
    'A client writes its request and then closes its writing side, as TCP allows, while it goes on reading. The call must ' +
    'not be cancelled by that. Whether the answer is still delivered is reported: many HTTP servers close at once then.',
  fix: 'Do not read the end of the request body, or of the incoming half of the connection, as a disconnect of the client.',
  requirements: REQUIREMENTS,
  reproduces: ['B174'],
  needs: ['link:half-close', 'tool:faultline_emit', ...NEEDS],
  async script(context) {
    const session = await context.connect();
    const template = await templateOf(context, session);
    const key = context.nonce('work');
    const params = {
      name: 'faultline_emit',
      arguments: { count: 3, intervalMs: 40, key },
      _meta: { progressToken: 'half' },
    };
    const socket = await context.socket('call');
    const body = JSON.stringify({ jsonrpc: '2.0', id: 'half-close', method: 'tools/call', params });
    await socket.write(namedRequest(template, socket.label, body));
    socket.finish();
    await askUntil(session, key, 'outcome', isOver);
    await socket.closed(1000);
    await pingAfter(session, 'after');
  },
  judges: [
    workIs('outcome', 'completed', RULE, { mayBeUnknown: true }),
    deliversInSpiteOfHalfClose('call'),
    laterCallsWork(['after']),
  ],
});

export const cases: ServerCase[] = [...ENDINGS.map(silentCall), ...ENDINGS.map(streamingCall), halfClose];
