import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { slowCall } from '../../support/slow-call.js';
import { pingText } from '../../support/request-template.js';

const RULE = 'guarantee.recovers';
/** The label of a bystander's exchange begins with its name. */
const ELSEWHERE = 'bystander-1/elsewhere';

export const cases: ServerCase[] = [
  serverCase({
    id: 'sessions/survives/lost-answer',
    title: 'A session outlives the connection of a call',
    about:
      'Cuts the connection of one call (a slow one, where there is a tool for it) by RST and that of another by FIN while they run. The session is not a connection: the next call under its id is answered.',
    fix: 'Do not take a failed write or a closed connection for the end of the session.',
    requirements: [RULE, 'http.stream.disconnect-anytime'],
    reproduces: ['B006'],
    needs: ['sessions'],
    faults: [
      reset({ on: { exchange: 'lost-by-reset' }, at: 'request-sent' }),
      truncate({ on: { exchange: 'lost-by-fin' }, at: 'request-sent' }),
    ],
    async script(context) {
      const session = await context.connect();
      await slowCall(context, session, 'lost-by-reset').ended();
      await session.request('ping', undefined, { label: 'after-reset' }).answer();
      await slowCall(context, session, 'lost-by-fin').ended();
      await session.request('ping', undefined, { label: 'after-fin' }).answer();
    },
    judges: [laterCallsWork(['after-reset', 'after-fin'], RULE)],
  }),
  serverCase({
    id: 'sessions/survives/lost-stream',
    title: 'A session outlives its GET stream and every other connection',
    about:
      'Ends all connections of a session, the GET stream included, and makes a call on a new connection: the session is still there.',
    fix: 'End sessions on DELETE and after a long time without any request, not when connections close.',
    requirements: [RULE, 'http.get.either-may-close', 'http.stream.disconnect-anytime'],
    reproduces: ['B006'],
    needs: ['sessions', 'get-stream'],
    async script(context) {
      const session = await context.connect();
      await session.listen({ label: 'get' }).head();
      context.cut('get', 'fin', 'server');
      await context.until(
        'the end of the GET stream',
        (event) => event.kind === 'response-end' && event.side === 'server' && event.exchange === 'get',
      );
      const elsewhere = await context.bystander();
      await elsewhere.post(pingText('elsewhere'), { label: 'elsewhere', session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [copesWith(ELSEWHERE, { rule: RULE, allowed: ['2xx'] }), laterCallsWork(['later'], RULE)],
  }),
];
