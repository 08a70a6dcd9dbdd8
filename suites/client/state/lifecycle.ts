import { says, saysSession } from '../../../harness/checkers/client/true-state.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { answer } from '../../../harness/faults/index.js';
import { callEcho } from '../../support/client/recovery.js';

const REQUIREMENTS = ['guarantee.true-state', 'guarantee.settles'];
const FIX =
  'Derive the state from what the last exchange came to, and not from a flag that connect sets and close clears.';

const whole = clientCase({
  id: 'state/lifecycle/connect-and-close',
  title: 'The state follows connect and close',
  about:
    'Asks for the state before connect, after it, after a call, and after close. Session id and version are those that were negotiated.',
  fix: FIX,
  requirements: REQUIREMENTS,
  needs: ['op:state', 'op:callTool', 'tells-connected'],
  once: true,
  async script(context) {
    await context.state('state/before');
    await context.connected({ label: 'connect' });
    await context.state('state/connected');
    await callEcho(context, 'call');
    await context.state('state/called');
    await context.client.start('close', {}, { label: 'close' }).outcome();
    await context.state('state/closed');
  },
  judges: [
    says('state/before', false),
    says('state/connected', true),
    saysSession('state/connected'),
    settles('call', { with: 'ok' }),
    says('state/called', true),
    settles('close', { with: 'ok' }),
    says('state/closed', false),
  ],
});

const failed = clientCase({
  id: 'state/lifecycle/failed-connect',
  title: 'After an attempt to connect that failed, the client is not connected',
  about:
    'Answers initialize with 503, so that connecting fails, and asks for the state; connects again, and asks once more.',
  fix: 'Set the state when the handshake is over, and take it back when it fails.',
  requirements: [...REQUIREMENTS, 'lifecycle.errors.prepared'],
  needs: ['op:state', 'tells-connected'],
  once: true,
  async script(context) {
    const fault = await context.arm(answer({ on: { rpc: 'initialize' }, status: 503, body: 'html' }));
    await context.connect({ label: 'refused', timeoutMs: 3000 }).outcome();
    await context.state('state/refused');
    await fault.heal();
    await context.connected({ label: 'connect' });
    await context.state('state/connected');
  },
  judges: [settles('refused', { with: 'failed' }), says('state/refused', false), says('state/connected', true)],
});

export const cases: ClientCase[] = [whole, failed];
