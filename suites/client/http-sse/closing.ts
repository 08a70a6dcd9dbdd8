import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { settleIn } from '../../support/client/recovery.js';
import { closeAndWatch, leavesNothing } from '../../support/client/leaving.js';

export const cases: ClientCase[] = [
  clientCase({
    id: 'http-sse/closing/orderly',
    title: 'A client that is closed ends its event stream',
    about:
      'Connects, calls, and closes the client. It ends the event stream, which is all that tells the server of the end, leaves no connection open and sends nothing more.',
    fix: 'On close, abort the request of the event stream, so that its connection ends, and stop whatever would open it again.',
    requirements: ['httpsse.shutdown', 'guarantee.resources-return', 'guarantee.settles'],
    transport: 'http-sse',
    needs: ['op:callTool'],
    async script(context) {
      await settleIn(context);
      await closeAndWatch(context);
    },
    judges: leavesNothing(),
  }),
];
