import { keepsLimit } from '../../../harness/checkers/client/keeps-limit.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { tellsOfGivingUp } from '../../../harness/checkers/client/tells-of-giving-up.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { A_LOG_MESSAGE } from '../../support/client/answer-phases.js';
import { longMs } from '../../support/client/long-limit.js';

const LIMIT_MS = 500;
/** How long the notification may take. */
const TOLD_MS = 2000;
const FIX =
  'Where a pending call is given up, reject it at once and post notifications/cancelled with its id, for time-outs and for cancellations by the user alike; leave other calls alone.';

export const cases: ClientCase[] = [
  clientCase({
    id: 'timeouts/giving-up/time-out',
    title: 'A call that times out fails, and the server is told',
    about:
      'Never answers a call that was given a limit. The call has to fail by it and not sooner, and notifications/cancelled with its id should tell the server.',
    fix: FIX,
    requirements: [
      'timeout.cancel-on-expiry',
      'http.stream.cancel-explicit',
      'timeout.per-request-config',
      'guarantee.settles',
      'guarantee.error-says-something',
    ],
    reproduces: ['B274'],
    once: true,
    needs: ['op:callTool'],
    async script(context) {
      await context.connected();
      context.server.on({ tool: 'faultline_sleep' }, () => undefined);
      const call = context.call('faultline_sleep', { ms: 60_000 }, { label: 'call', timeoutMs: LIMIT_MS });
      await call.outcome(LIMIT_MS + context.answerDeadlineMs);
      await context.server.arrival('cancelled', { rpc: 'notifications/cancelled' }, 1, TOLD_MS);
    },
    judges: [
      settles('call', { with: 'failed' }),
      keepsLimit('call'),
      tellsOfGivingUp('faultline_sleep', 'timeout.cancel-on-expiry'),
    ],
  }),
  clientCase({
    id: 'timeouts/giving-up/cancel',
    title: 'A call that its user cancels fails, the server is told, and other calls go on',
    about:
      'Two calls run; one is cancelled by its user. It has to fail, notifications/cancelled with its id should follow, and the other call gets its result.',
    fix: FIX,
    requirements: [
      'http.stream.cancel-explicit',
      'guarantee.settles',
      'guarantee.isolation',
      'guarantee.error-says-something',
    ],
    reproduces: ['B212'],
    once: true,
    needs: ['op:callTool', 'op:cancel'],
    async script(context: ClientContext): Promise<void> {
      const { server, client } = context;
      await context.connected();
      server.on({ tool: 'faultline_sleep' }, () => undefined);
      server.on({ tool: 'faultline_echo' }, () => undefined);
      const call = context.call('faultline_sleep', { ms: 60_000 }, { label: 'call', timeoutMs: longMs(context) });
      const other = context.call('faultline_echo', { text: 'other' }, { label: 'other', timeoutMs: longMs(context) });
      context.require(await server.arrival('call', { tool: 'faultline_sleep' }), 'the call did not arrive');
      const held = await server.arrival('other call', { tool: 'faultline_echo' });
      context.require(held, 'the other call did not arrive');
      client.start('cancel', { request: call.id }, { label: 'cancel' });
      await server.arrival('cancelled', { rpc: 'notifications/cancelled' }, 1, TOLD_MS);
      held.result({ content: [{ type: 'text', text: 'other' }] });
      await Promise.all([call.outcome(), other.outcome()]);
    },
    judges: [
      settles('call', { with: 'failed' }),
      settles('other', { with: 'ok', rule: 'guarantee.isolation' }),
      tellsOfGivingUp('faultline_sleep'),
    ],
  }),
  clientCase({
    id: 'timeouts/giving-up/cancel-on-stream',
    title: 'A call that is cancelled in the middle of its event stream fails at once, and the server is told',
    about:
      'Opens an event stream for a call, sends a notification on it and leaves it open. The call is cancelled by its user: it has to fail, notifications/cancelled with its id should follow, and the next call works.',
    fix: FIX,
    requirements: [
      'http.stream.cancel-explicit',
      'guarantee.settles',
      'guarantee.recovers',
      'guarantee.error-says-something',
    ],
    reproduces: ['B212'],
    once: true,
    needs: ['op:callTool', 'op:cancel'],
    async script(context: ClientContext): Promise<void> {
      const { server, client } = context;
      await context.connected();
      server.on({ tool: 'faultline_sleep' }, (exchange) => exchange.send(A_LOG_MESSAGE));
      const call = context.call('faultline_sleep', { ms: 60_000 }, { label: 'call', timeoutMs: longMs(context) });
      context.require(await server.arrival('call', { tool: 'faultline_sleep' }), 'the call did not arrive');
      client.start('cancel', { request: call.id }, { label: 'cancel' });
      await server.arrival('cancelled', { rpc: 'notifications/cancelled' }, 1, TOLD_MS);
      await call.outcome();
      await context.call('faultline_echo', { text: 'next' }, { label: 'next' }).outcome();
    },
    judges: [
      settles('call', { with: 'failed' }),
      tellsOfGivingUp('faultline_sleep'),
      returnsText('next', 'next', 'guarantee.recovers', 'after it'),
    ],
  }),
];
