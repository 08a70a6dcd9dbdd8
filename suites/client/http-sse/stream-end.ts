import { beginsStreams } from '../../../harness/checkers/client/begins-streams.js';
import { saysTrue } from '../../../harness/checkers/client/true-state.js';
import { whereTold } from '../../../harness/checkers/client/where-told.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { endStream } from '../../support/client/event-stream.js';
import { AFTER, askState, callAgain, settleIn, worksAfter } from '../../support/client/recovery.js';

const NAMES = { complete: 'in order', fin: 'by a FIN', rst: 'by an RST' } as const;

const idle = (['complete', 'fin', 'rst'] as const).map((how) =>
  clientCase({
    id: `http-sse/stream-end/idle-${how}`,
    title: `After an idle event stream has ended ${NAMES[how]}, the next call works, behind a handshake of its own`,
    about:
      'The server ends the event stream of an idle client, as a proxy does after some silence, and goes on to serve. Another stream names another endpoint, on which nothing ' +
      'but ping is answered before initialize. The client opens one by itself or with the next call, and begins it with a handshake; or it says that it is not connected, ' +
      'which is warned of. A client that opens a stream and calls without a handshake fails, and so does one that says that it is connected while its calls fail.',
    fix: 'Take the end of the event stream for the end of the session: when another one has named its endpoint, send initialize and notifications/initialized before anything else, or tell the user that the connection is lost.',
    requirements: [
      'lifecycle.init-first',
      'guarantee.recovers',
      'guarantee.true-state',
      'guarantee.settles',
      'guarantee.error-says-something',
    ],
    transport: 'http-sse',
    needs: ['op:callTool'],
    async script(context) {
      await settleIn(context);
      await endStream(context, how);
      await askState(context, 'idle');
      await callAgain(context);
    },
    judges: [beginsStreams(), ...worksAfter(), whereTold('idle', saysTrue('idle', AFTER.calls[0]))],
  }),
);

export const cases: ClientCase[] = idle;
