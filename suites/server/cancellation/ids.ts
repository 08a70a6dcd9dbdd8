import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { workIs } from '../../../harness/checkers/work-outcome.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { cancel, runningSleep } from '../../support/cancelling.js';
import { pingAfter } from '../../support/resumption.js';
import { askUntil, WORK_NEEDS } from '../../support/work-state.js';

const STOPS = 'cancel.receiver-stops';
const LONG_MS = 15_000;

interface LegalId {
  readonly name: string;
  readonly title: string;
  readonly id: string | number;
  readonly why: string;
}

const LEGAL_IDS: readonly LegalId[] = [
  { name: 'zero', title: 'The call with the id 0', id: 0, why: 'which code that tests ids for truth overlooks' },
  {
    name: 'empty-text',
    title: 'The call with an empty id',
    id: '',
    why: 'which code that tests ids for truth overlooks',
  },
  {
    name: 'text',
    title: 'A call with a text for its id',
    id: 'call-a/b c',
    why: 'which code that expects numbers overlooks',
  },
  {
    name: 'large',
    title: 'A call with the largest exact id',
    id: Number.MAX_SAFE_INTEGER,
    why: 'which does not fit 32 bits',
  },
];

function legalId({ name, title, id, why }: LegalId): ServerCase {
  return serverCase({
    id: `cancellation/ids/${name}`,
    title: `${title} can be cancelled`,
    about: `A long call with the id ${JSON.stringify(id)}, ${why}, is cancelled, and the work should stop like that of any other.`,
    fix: 'Look a cancelled request up by its id as it is, any string or integer, and test for presence, not for truth.',
    requirements: [STOPS, 'jsonrpc.request.id-type', 'guarantee.recovers'],
    // Without sessions nothing tells whose request of that id is meant, so that it cannot be cancelled safely.
    needs: ['sessions', ...WORK_NEEDS],
    async script(context) {
      const session = await context.connect();
      const { key } = await runningSleep(context, session, 'call', LONG_MS, id);
      await cancel(session, id);
      await askUntil(session, key, 'outcome', (state) => state !== 'running');
      await pingAfter(session, 'after');
    },
    judges: [workIs('outcome', 'cancelled', STOPS), laterCallsWork(['after'])],
  });
}

const otherType = serverCase({
  id: 'cancellation/ids/other-type',
  title: 'The text "700" does not cancel the call 700, nor the number 701 the call "701"',
  about:
    'Ids are compared by value and type. Two calls run, one with a number and one with a text of digits for its id, and ' +
    'each is "cancelled" with the other type. Those ids belong to no call, so both calls go on to their results.',
  fix: 'Compare ids with their types; do not turn them into texts for the look-up.',
  requirements: ['cancel.invalid-ignored', 'jsonrpc.response.required'],
  needs: WORK_NEEDS,
  async script(context) {
    const session = await context.connect();
    const calls = await Promise.all([
      runningSleep(context, session, 'number', 800, 700),
      runningSleep(context, session, 'text', 800, '701'),
    ]);
    await cancel(session, '700', 'cancel-text');
    await cancel(session, 701, 'cancel-number');
    await Promise.all(calls.map(({ call }) => call.answer()));
  },
  judges: [
    answersCall('number', 'cancel.invalid-ignored', { with: 'result' }),
    answersCall('text', 'cancel.invalid-ignored', { with: 'result' }),
  ],
});

export const cases: ServerCase[] = [...LEGAL_IDS.map(legalId), otherType];
