import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { emitsCompletely } from '../../../harness/checkers/complete-emission.js';
import { intactMessages } from '../../../harness/checkers/intact-messages.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { fragment } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';

type Division = 'everywhere' | 'line-ends' | 'chunk-heads';

const WHERE: Readonly<Record<Division, string>> = {
  everywhere: 'byte by byte',
  'line-ends': 'inside of its line ends',
  'chunk-heads': 'inside of its chunk heads',
};

function dividedCase(at: Division): ServerCase {
  return serverCase({
    id: `fragmentation/answer/${at}`,
    title: `A stream that the line divides ${WHERE[at]} is complete and in order`,
    about: `Has a call send texts of characters of one to four bytes while the line hands the answer on divided ${WHERE[at]}. That is not the server's affair: its stream has every notification once, in order, unharmed, and the result last.`,
    fix: 'Write each event as a whole and in order; leave the pieces to TCP.',
    requirements: [
      'guarantee.no-loss',
      'guarantee.no-duplicate',
      'guarantee.order',
      'guarantee.framing-exact',
      'guarantee.recovers',
    ],
    once: true,
    needs: ['tool:faultline_emit', 'sse-answers'],
    faults: [fragment({ on: { exchange: 'call' }, direction: 'to-client', at })],
    async script(context) {
      const session = await context.connect();
      await emit(context, session, 'call', { count: 5, key: `${context.nonce('text')} é€𐍈 日本` }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [emitsCompletely('call'), intactMessages('call'), laterCallsWork(['call', 'later'])],
  });
}

export const cases: ServerCase[] = [dividedCase('everywhere'), dividedCase('line-ends'), dividedCase('chunk-heads')];
