import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { A_LOG_MESSAGE } from '../../support/client/answer-phases.js';

/** Limit, in ms, of what is to succeed: a client that waits in vain need not wait for its own. */
function limitMs({ answerDeadlineMs }: Pick<ClientContext, 'answerDeadlineMs'>): number {
  return Math.round(answerDeadlineMs * 0.75);
}

export const cases: ClientCase[] = [
  clientCase({
    id: 'handshake/messages-before/initialize-answer',
    title: 'A log message on the stream that answers initialize is not taken for the answer',
    about:
      'Answers initialize on an event stream that begins with a comment and a log message, the one notification that a server may send so early. The answer follows; the client connects, and calls.',
    fix: 'Read the stream that answers initialize as every other one: find the response by its id, and hand on what comes before it.',
    requirements: ['jsonrpc.response.correlate-by-id', 'guarantee.settles', 'guarantee.error-says-something'],
    reproduces: ['B281'],
    needs: ['op:callTool'],
    once: true,
    server: { answers: 'sse', sessions: false },
    async script(context) {
      context.server.on({ rpc: 'initialize' }, async (exchange) => {
        const { protocolVersion } = exchange.params;
        exchange.stream();
        exchange.write(': welcome\n\n');
        exchange.send(A_LOG_MESSAGE);
        await exchange.finish({
          protocolVersion,
          capabilities: { tools: {}, logging: {} },
          serverInfo: { name: 'faultline-scripted', version: '1.0.0' },
        });
      });
      const { kind } = await context.connect({ label: 'connect', timeoutMs: limitMs(context) }).outcome();
      if (kind === 'ok') await context.call('faultline_echo', { text: 'called' }, { label: 'call' }).outcome();
    },
    judges: [
      settles('connect', { with: 'ok' }),
      returnsText('call', 'called', 'guarantee.settles', 'after the handshake'),
    ],
  }),
  clientCase({
    id: 'handshake/messages-before/call-after-list',
    title: 'A call that follows a listing is made, and so is the next one',
    about:
      'Connects, lists, calls, lists and calls again, on a server that answers each on an event stream of its own.',
    fix: 'Let what reads the answers live as long as the connection, and not as long as the first operation that needed it.',
    requirements: ['guarantee.settles', 'guarantee.error-says-something'],
    reproduces: ['B065'],
    needs: ['op:callTool', 'op:listTools'],
    once: true,
    server: { answers: 'sse' },
    async script(context) {
      await context.connected({ label: 'connect' });
      for (const round of ['first', 'second']) {
        const timeoutMs = limitMs(context);
        await context.client.start('listTools', {}, { label: `list/${round}` }).outcome();
        await context.call('faultline_echo', { text: round }, { label: `call/${round}`, timeoutMs }).outcome();
      }
    },
    judges: ['first', 'second'].flatMap((round) => [
      settles(`list/${round}`, { with: 'ok' }),
      returnsText(`call/${round}`, round, 'guarantee.settles', 'after a listing'),
    ]),
  }),
];
