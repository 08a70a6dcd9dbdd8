import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answersOrRefuses } from '../../../harness/checkers/answers-or-refuses.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import { bareInitialize, dropSession, sessionIdOf } from '../../support/handshake.js';
import { pingAfter } from '../../support/resumption.js';

const FIX =
  'Keep nothing that is shared locked or half built while one client shakes hands: a handshake that is broken off ' +
  'leaves at most a session behind that is dropped in time.';

const PHASES = ['after-request', 'after-head', 'in-body'] as const;

const duringInitialize = serverCase({
  id: 'disconnects/vanishing-clients/during-initialize',
  title: 'Clients that vanish while they shake hands do not keep others out',
  about:
    'Three clients lose their connection during initialize: before the answer, after its head, and inside its body. The ' +
    'next client must be able to open a session and to use it.',
  fix: FIX,
  requirements: ['guarantee.recovers', 'guarantee.isolation', 'http.stream.disconnect-anytime'],
  reproduces: ['B214', 'B216', 'B217'],
  faults: [
    reset({ id: 'after-request', on: { exchange: 'after-request' }, at: 'request-sent' }),
    truncate({ id: 'after-head', on: { exchange: 'after-head' }, at: 'response-head' }),
    reset({ id: 'in-body', on: { exchange: 'in-body' }, at: { bodyBytes: 5 } }),
  ],
  async script(context) {
    const handshakes = PHASES.map((label) => bareInitialize(context, { label }));
    await Promise.all(handshakes.map((handshake) => handshake.ended()));
    const session = await context.connect({ name: 'next' });
    await pingAfter(session, 'next/ping');
    for (const handshake of handshakes) {
      const id = await sessionIdOf(handshake);
      if (id !== undefined) await dropSession(context, id, `drop-${handshake.label}`);
    }
  },
  judges: [
    answersCall('next/initialize', 'guarantee.recovers', { with: 'result' }),
    laterCallsWork(['next/ping'], 'guarantee.isolation'),
  ],
});

const beforeInitialized = serverCase({
  id: 'disconnects/vanishing-clients/before-initialized',
  title: 'A client that loses its connection before it sent initialized harms nobody, and can go on',
  about:
    'A client gets the answer to initialize and then loses its connection before it sends the initialized notification. ' +
    'Others come and work; then it comes back on a new connection with its session id. It is served or refused, not hung.',
  fix: FIX,
  requirements: ['guarantee.isolation', 'jsonrpc.response.required', 'guarantee.no-hang', 'guarantee.clean-errors'],
  reproduces: ['B216', 'B217'],
  async script(context) {
    const headers = { Connection: 'close' };
    const gone = await context.connect({ name: 'gone', initialized: false, headers });
    const other = await context.connect({ name: 'other' });
    await pingAfter(other, 'other/ping');
    await gone.notify('notifications/initialized', undefined, { label: 'gone/initialized' }).head();
    await pingAfter(gone, 'gone/ping');
  },
  judges: [
    answersCall('other/initialize', 'guarantee.isolation', { with: 'result' }),
    laterCallsWork(['other/ping'], 'guarantee.isolation'),
    answersOrRefuses('gone/ping'),
    copesWith('gone/ping', { rule: 'guarantee.no-hang', allowed: ['2xx', '4xx'] }),
  ],
});

export const cases: ServerCase[] = [duringInitialize, beforeInitialized];
