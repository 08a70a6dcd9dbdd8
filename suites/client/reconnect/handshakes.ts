import { sharesHandshake } from '../../../harness/checkers/client/shares-handshake.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { startsAnew } from '../../../harness/checkers/client/starts-anew.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { callAgain, settleIn, worksAfter } from '../../support/client/recovery.js';

const LABELS = Array.from({ length: 10 }, (_, index) => `at-once/${index + 1}`);

export const cases: ClientCase[] = [
  clientCase({
    id: 'reconnect/handshakes/ten-calls',
    title: 'Ten calls that find the session lost share one new handshake',
    about:
      'The server forgets the session, and the client is told to make ten calls at once. Each ends, with a result or a reason; ' +
      'one handshake is enough for all of them, and one for each of them is a storm that grows with the load.',
    fix: 'Let the first call that meets 404 start the handshake, and the others wait for the same promise.',
    requirements: [
      'http.session.reinit-on-404',
      'guarantee.bounded-retries',
      'guarantee.settles',
      'guarantee.recovers',
    ],
    reproduces: ['B029', 'B146'],
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await settleIn(context);
      context.server.forgetSessions();
      const timeoutMs = Math.round(context.answerDeadlineMs / 2);
      const calls = LABELS.map((label) => context.call('faultline_echo', { text: label }, { label, timeoutMs }));
      for (const call of calls) await call.outcome(timeoutMs + context.answerDeadlineMs);
      await callAgain(context);
    },
    judges: [...LABELS.map((label) => settles(label)), sharesHandshake(LABELS.length), startsAnew(), ...worksAfter()],
  }),
];
