import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { awaitGetStream } from '../../support/client/recovery.js';
import { responseLine, textResult } from '../../support/client/tool-results.js';
import { twoStreams } from '../../support/client/two-streams.js';

const CORRELATE = 'jsonrpc.response.correlate-by-id';
const NO_CROSSING = 'guarantee.no-crossing';
/** Time, in ms, for what came on the wrong stream to be taken before the right one brings its own. */
const TAKEN_MS = 200;
const FIX =
  'Find the call of a response by its id, on whatever stream it comes, and leave a call whose response has not come alone.';

async function answer(exchange: ServedExchange, text: string): Promise<void> {
  exchange.event({ data: responseLine(exchange.id, text) });
  await exchange.end();
}

const JUDGES = [
  settles('one'),
  returnsText('one', 'one', CORRELATE, 'wherever it takes it from'),
  returnsText('two', 'two', NO_CROSSING, 'and not what is for the other call'),
  returnsText('next', 'next', 'guarantee.recovers', 'after them'),
];

export const cases: ClientCase[] = [
  clientCase({
    id: 'answers/streams/of-another-call',
    title: 'A response that comes on the stream of another call is not taken for the answer to that',
    about:
      'Two calls run, each on a stream of its own. The response to the first comes on the stream of the second, and then both come where they belong. Each call gets its own result; where the first one takes it from is up to the client.',
    fix: FIX,
    requirements: [CORRELATE, NO_CROSSING],
    needs: ['op:callTool'],
    once: true,
    async script(context) {
      await context.connected();
      await twoStreams(context, async (one, two) => {
        two.event({ data: responseLine(one.id, 'one') });
        await context.quiet(TAKEN_MS);
        await answer(two, 'two');
        await answer(one, 'one');
      });
    },
    judges: JUDGES,
  }),
  clientCase({
    id: 'answers/streams/get-stream',
    title: 'A response that comes on the GET stream is given to its call or passed over',
    about:
      'Two calls run, each on a stream of its own. The response to the first comes on the GET stream, where a server must not send it, and then both come where they belong. Each call gets its own result, once; where the first one takes it from is up to the client.',
    fix: FIX,
    requirements: [CORRELATE, NO_CROSSING],
    needs: ['op:callTool', 'get-stream'],
    once: true,
    server: { offersGetStream: true },
    async script(context) {
      await context.connected();
      await awaitGetStream(context);
      await twoStreams(context, async (one, two) => {
        context.server.push({ jsonrpc: '2.0', id: one.id, result: textResult('one') });
        await context.quiet(TAKEN_MS);
        await answer(two, 'two');
        await answer(one, 'one');
      });
    },
    judges: JUDGES,
  }),
];
