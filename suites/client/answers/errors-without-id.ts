import { fakesNoAnswer } from '../../../harness/checkers/client/fakes-no-answer.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { awaitGetStream } from '../../support/client/recovery.js';
import { responseLine } from '../../support/client/tool-results.js';
import { twoStreams } from '../../support/client/two-streams.js';

const ISOLATION = 'guarantee.isolation';
/** Time, in ms, for the error to be read before the responses come. */
const TAKEN_MS = 200;
const FIX =
  'Take an error without an id for what it is: something that the server could not read. Log it, end the call on whose stream it came at most, and go on with all others.';

/** What a server sends that could not make out the id of what it was sent (JSON-RPC 2.0, section 5). */
const WITHOUT_ID = { jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'faultline cannot read this' } };

async function answer(exchange: ServedExchange, text: string): Promise<void> {
  exchange.event({ data: responseLine(exchange.id, text) });
  await exchange.end();
}

export const cases: ClientCase[] = [
  clientCase({
    id: 'answers/errors-without-id/call-stream',
    title: 'An error without an id on the stream of a call leaves other calls alone',
    about:
      'Two calls run, each on a stream of its own. An error whose id is null comes on the stream of the first; then both are answered. The second gets its result. Whether the first takes the error for its own is up to the client: it ends with its result or with an error.',
    fix: FIX,
    requirements: ['jsonrpc.response.correlate-by-id', ISOLATION, 'guarantee.settles', 'guarantee.recovers'],
    needs: ['op:callTool'],
    once: true,
    async script(context: ClientContext): Promise<void> {
      await context.connected();
      await twoStreams(context, async (one, two) => {
        one.send(WITHOUT_ID);
        await context.quiet(TAKEN_MS);
        await answer(two, 'two');
        await answer(one, 'one');
      });
    },
    judges: [
      settles('one'),
      fakesNoAnswer('one', 'one'),
      returnsText('two', 'two', ISOLATION, 'whatever came on the stream of another call'),
      returnsText('next', 'next', 'guarantee.recovers', 'after them'),
    ],
  }),
  clientCase({
    id: 'answers/errors-without-id/get-stream',
    title: 'An error without an id on the GET stream ends no call',
    about:
      'Two calls run, each on a stream of its own. An error whose id is null comes on the GET stream, where it can be about neither of them; then both are answered, and get their results.',
    fix: FIX,
    requirements: ['jsonrpc.response.correlate-by-id', ISOLATION, 'guarantee.settles', 'guarantee.recovers'],
    needs: ['op:callTool', 'get-stream'],
    once: true,
    server: { offersGetStream: true },
    async script(context: ClientContext): Promise<void> {
      await context.connected();
      await awaitGetStream(context);
      await twoStreams(context, async (one, two) => {
        context.require(context.server.push(WITHOUT_ID), 'there is no open GET stream');
        await context.quiet(TAKEN_MS);
        await answer(two, 'two');
        await answer(one, 'one');
      });
    },
    judges: [
      returnsText('one', 'one', ISOLATION, 'whatever came on the GET stream'),
      returnsText('two', 'two', ISOLATION, 'whatever came on the GET stream'),
      returnsText('next', 'next', 'guarantee.recovers', 'after them'),
    ],
  }),
];
