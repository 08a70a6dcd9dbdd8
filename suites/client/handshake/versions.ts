import { leavesUnknownVersion, offersNewestVersion } from '../../../harness/checkers/client/version-offer.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { keepsLifecycle } from '../../../harness/checkers/client/invariants/lifecycle-order.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';

/** Time, in ms, for a call to go out that does not wait for the handshake. */
const EARLY_MS = 1000;

export const cases: ClientCase[] = [
  clientCase({
    id: 'handshake/versions/newest-offered',
    title: 'The newest revision that the client speaks is offered',
    about: 'Lets the client choose by itself and compares its offer with the revisions that its adapter names.',
    fix: 'Offer the newest revision that you support in initialize.',
    requirements: ['lifecycle.version.client-latest'],
    once: true,
    async script(context) {
      await context.connect({ label: 'connect', revision: 'own' }).outcome();
    },
    judges: [offersNewestVersion()],
  }),
  clientCase({
    id: 'handshake/versions/unknown-refused',
    title: 'A version that the client does not know ends the connection',
    about:
      'The server answers initialize with a version that does not exist. The client should fail to connect, with an error that says why, and send nothing more but a DELETE.',
    fix: 'Compare the version in the initialize result with those that you speak, and disconnect when it is none of them.',
    requirements: ['lifecycle.version.client-disconnect', 'guarantee.error-says-something'],
    once: true,
    server: { protocolVersion: '1999-12-31' },
    async script(context) {
      await context.connect({ label: 'connect' }).outcome();
      await context.quiet(200);
    },
    judges: [leavesUnknownVersion('connect')],
  }),
  clientCase({
    id: 'handshake/versions/older-spoken',
    title: 'An older version that the server chooses is spoken',
    about:
      'The server answers with the revision of the case, whatever was offered, and the client has to go on with it.',
    fix: 'Accept every version that you support, and go on by its rules.',
    requirements: ['lifecycle.version.client-supported', 'lifecycle.operate.respect-version'],
    needs: ['op:callTool'],
    async script(context) {
      await context.connect({ label: 'connect', revision: 'own' }).outcome();
      await context.call('faultline_echo', { text: 'spoken' }, { label: 'call' }).outcome();
    },
    judges: [returnsText('call', 'spoken', 'lifecycle.version.client-supported', 'in a revision that it speaks')],
  }),
  clientCase({
    id: 'handshake/order/slow-initialize',
    title: 'Nothing is asked before the handshake is over',
    about: 'Answers initialize late, while the client is told to call a tool. No request but ping may come before.',
    fix: 'Let calls wait until initialize is answered and notifications/initialized is sent, or refuse them.',
    requirements: ['lifecycle.client-no-early-requests'],
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      const { server } = context;
      let release = (): void => undefined;
      const called = new Promise<void>((resolve) => {
        release = resolve;
      });
      server.on(
        { rpc: 'initialize' },
        async (exchange) => {
          await called;
          await exchange.fallThrough();
        },
        { times: 1 },
      );
      const connecting = context.connect({ label: 'connect' });
      await server.arrival('initialize', { rpc: 'initialize' });
      const call = context.call('faultline_echo', { text: 'early' }, { label: 'early' });
      // Whoever calls early is let do so before the answer, also on a busy machine: afterwards it would be another offence.
      await Promise.race([server.arrival('an early call', { rpc: 'tools/call' }), context.quiet(EARLY_MS)]);
      release();
      await connecting.outcome();
      await call.outcome();
      await context.call('faultline_echo', { text: 'later' }, { label: 'later' }).outcome();
    },
    judges: [keepsLifecycle(), returnsText('later', 'later', 'guarantee.recovers', 'after the handshake')],
  }),
];
