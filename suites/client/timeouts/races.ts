import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { tellsNothingOfEnded } from '../../../harness/checkers/client/tells-of-giving-up.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { longMs } from '../../support/client/long-limit.js';
import { responseLine, textResult } from '../../support/client/tool-results.js';

const LIMIT_MS = 500;
/** Time for what must not come, in ms. */
const QUIET_MS = 300;

type End = 'cancel' | 'time-out';

const WHAT: Readonly<Record<End, string>> = {
  cancel: 'that its user has cancelled',
  'time-out': 'that has run into its limit',
};

async function giveUp(context: ClientContext, how: End): Promise<void> {
  const { server, client } = context;
  const timeoutMs = how === 'cancel' ? longMs(context) : LIMIT_MS;
  const call = context.call('faultline_sleep', { ms: 60_000 }, { label: 'call', timeoutMs });
  context.require(await server.arrival('call', { tool: 'faultline_sleep' }), 'the call did not arrive');
  if (how === 'cancel') client.start('cancel', { request: call.id }, { label: 'cancel' });
  await call.outcome(LIMIT_MS + context.answerDeadlineMs);
}

const late = (['cancel', 'time-out'] as const).map((how) =>
  clientCase({
    id: `timeouts/races/answer-after-${how}`,
    title: `The answer to a call ${WHAT[how]} does no harm to the one that runs meanwhile`,
    about: `Answers a call ${WHAT[how]} while the next one runs, on the stream that is still open where the client left it open. The first call ends once; the other one gets its own result.`,
    fix: 'Forget a call when it is given up, ignore what still comes for it, and find the call of a response by its id alone.',
    requirements: ['cancel.late-response-ignored', 'guarantee.no-crossing', 'guarantee.settles'],
    once: true,
    needs: how === 'cancel' ? ['op:callTool', 'op:cancel'] : ['op:callTool'],
    async script(context: ClientContext): Promise<void> {
      const { server } = context;
      await context.connected();
      server.on({ tool: 'faultline_sleep' }, (exchange) => exchange.stream());
      server.on({ tool: 'faultline_echo' }, () => undefined);
      await giveUp(context, how);
      const next = context.call('faultline_echo', { text: 'next' }, { label: 'next' });
      const running = await server.arrival('the next call', { tool: 'faultline_echo' });
      context.require(running, 'the next call did not arrive');
      const first = await server.arrival('the first call', { tool: 'faultline_sleep' });
      first?.event({ data: responseLine(first.id, 'late') });
      await context.quiet(QUIET_MS);
      running.result(textResult('next'));
      await next.outcome();
    },
    judges: [
      settles('call', { with: 'failed' }),
      returnsText('next', 'next', 'guarantee.no-crossing', 'and not what came too late for another call'),
    ],
  }),
);

const early = clientCase({
  id: 'timeouts/races/cancel-after-answer',
  title: 'Cancelling a call that has its answer does nothing, and at the same moment no harm',
  about:
    'One call is cancelled by its user after it has succeeded: the server must not be told. Another one is answered and cancelled at the same moment: it ends once, whichever was first. The next call works.',
  fix: 'Take the handler of a cancellation away when its call ends, and end each call in one place that does so once.',
  requirements: ['cancel.own-inflight-only', 'guarantee.settles', 'guarantee.recovers'],
  once: true,
  needs: ['op:callTool', 'op:cancel'],
  async script(context: ClientContext): Promise<void> {
    const { server, client } = context;
    await context.connected();
    const ended = context.call('faultline_sleep', { ms: 1 }, { label: 'ended', timeoutMs: longMs(context) });
    await ended.outcome();
    await client.start('cancel', { request: ended.id }, { label: 'cancel-ended' }).outcome();
    server.on({ tool: 'faultline_echo' }, () => undefined, { times: 1 });
    const crossing = context.call(
      'faultline_echo',
      { text: 'crossing' },
      { label: 'crossing', timeoutMs: longMs(context) },
    );
    const held = await server.arrival('the call', { tool: 'faultline_echo' });
    context.require(held, 'the call did not arrive');
    held.result(textResult('crossing'));
    client.start('cancel', { request: crossing.id }, { label: 'cancel-crossing' });
    await crossing.outcome();
    await context.call('faultline_echo', { text: 'next' }, { label: 'next' }).outcome();
  },
  judges: [
    settles('ended', { with: 'ok' }),
    tellsNothingOfEnded('faultline_sleep', 'ended'),
    settles('crossing'),
    returnsText('next', 'next', 'guarantee.recovers', 'after them'),
  ],
});

export const cases: ClientCase[] = [...late, early];
