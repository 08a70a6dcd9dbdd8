import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { tellsProgressOnce } from '../../../harness/checkers/client/tells-progress-once.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { isObject } from '../../../harness/wire/jsonrpc.js';
import { responseLine } from '../../support/client/tool-results.js';

const RETRY_MS = 20;

function progressLine({ params }: ServedExchange, progress: number): string {
  const meta = params['_meta'];
  const progressToken = isObject(meta) ? meta['progressToken'] : undefined;
  return JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress } });
}

export const cases: ClientCase[] = [
  clientCase({
    id: 'resumption/replay/twice',
    title: 'What a server replays although it has arrived is not handed on twice',
    about:
      'Sends two progress notifications with ids, cuts the stream of the call, and begins the resumed one with the second of them again, under the same id; then the response comes, twice. The call ends once, with its result. That the user is told of the same progress twice is a warning: the server is at fault, and no text asks a client to look out for it.',
    fix: 'Remember the ids of the events of a stream that were taken, and pass over one that comes again; forget a call when its response has come.',
    requirements: ['guarantee.no-duplicate', 'guarantee.settles', 'guarantee.no-loss'],
    needs: ['op:callTool', 'resumes', 'tells-progress'],
    once: true,
    server: { offersGetStream: false },
    async script(context) {
      const { server } = context;
      await context.connected();
      let call: ServedExchange | undefined;
      server.on(
        { rpc: 'tools/call' },
        async (exchange) => {
          call = exchange;
          exchange.event({ id: 'one', data: progressLine(exchange, 1), retry: RETRY_MS });
          exchange.event({ id: 'two', data: progressLine(exchange, 2) });
          await exchange.end('fin');
        },
        { times: 1 },
      );
      server.on({ method: 'GET', resumes: true }, async (exchange) => {
        if (call === undefined) return;
        exchange.event({ id: 'two', data: progressLine(call, 2) });
        exchange.event({ id: 'three', data: responseLine(call.id, 'resumed') });
        exchange.event({ id: 'three', data: responseLine(call.id, 'resumed') });
        await exchange.end();
      });
      const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
      const options = { label: 'call', timeoutMs, resumable: true, progress: true };
      await context.call('faultline_echo', { text: 'resumed' }, options).outcome();
      await context.call('faultline_echo', { text: 'next' }, { label: 'next' }).outcome();
    },
    judges: [
      settles('call'),
      returnsText('call', 'resumed', 'guarantee.no-loss', 'on the resumed stream'),
      tellsProgressOnce(2),
      returnsText('next', 'next', 'guarantee.recovers', 'after it'),
    ],
  }),
];
