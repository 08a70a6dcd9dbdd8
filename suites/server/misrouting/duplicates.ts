import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { duplicateLabel } from '../../../harness/faults/duplicate.js';
import { duplicate } from '../../../harness/faults/index.js';
import { headerValue } from '../../../harness/wire/http-head.js';
import { serverEnd } from '../../support/exchange-end.js';
import { bareInitialize, dropSession, sessionIdOf } from '../../support/handshake.js';
import { pingText } from '../../support/request-template.js';

const INITIALIZE = 'initialize';
const INITIALIZE_AGAIN = duplicateLabel(INITIALIZE);
const DELETE = 'delete';
const DELETE_AGAIN = duplicateLabel(DELETE);

export const cases: ServerCase[] = [
  serverCase({
    id: 'misrouting/duplicate/initialize',
    title: 'An initialize that is delivered twice leaves the session of the client alone',
    about:
      'A proxy that retries delivers initialize a second time on another connection. The client has the answer to the first and works with that session, whatever became of the second.',
    fix: 'Let every initialize open a session of its own, and end no other one for it.',
    requirements: ['guarantee.isolation', 'guarantee.no-hang', 'guarantee.clean-errors'],
    reproduces: ['B217'],
    once: true,
    needs: ['sessions'],
    faults: [duplicate({ on: { exchange: INITIALIZE } })],
    async script(context) {
      const initialize = bareInitialize(context, { label: INITIALIZE });
      await initialize.ended();
      await serverEnd(context, INITIALIZE_AGAIN);
      const again = await context.until(
        'the head of the second answer',
        (event) => event.kind === 'response' && event.side === 'server' && event.exchange === INITIALIZE_AGAIN,
      );
      const id = await sessionIdOf(initialize);
      const headers = { 'Mcp-Session-Id': id ?? null };
      await context.post(pingText('later'), { label: 'later', headers }).ended();
      const secondId = again?.kind === 'response' ? headerValue(again.headers, 'mcp-session-id') : undefined;
      for (const [index, given] of [id, secondId].entries()) {
        if (given !== undefined && context.profile.deletes) await dropSession(context, given, `drop-${index + 1}`);
      }
    },
    judges: [
      answersCall(INITIALIZE, 'guarantee.isolation', { with: 'result' }),
      copesWith(INITIALIZE_AGAIN, { rule: 'guarantee.clean-errors', allowed: ['2xx', '4xx'] }),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  }),
  serverCase({
    id: 'misrouting/duplicate/delete',
    title: 'A DELETE that is delivered twice is answered cleanly both times',
    about:
      'A proxy that retries delivers the DELETE of a session a second time. There is nothing left to end, which 404 says, or a 2xx like the first time.',
    fix: 'Answer the DELETE of a session that is gone like any other request of it, with 404.',
    requirements: ['http.session.terminated-404', 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.isolation'],
    once: true,
    needs: ['sessions', 'deletes'],
    faults: [duplicate({ on: { exchange: DELETE } })],
    async script(context) {
      const session = await context.connect();
      await session.terminate({ label: DELETE }).ended();
      await serverEnd(context, DELETE_AGAIN);
      const next = await context.connect({ name: 'next' });
      await next.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      copesWith(DELETE_AGAIN, { rule: 'http.session.terminated-404', allowed: ['2xx', 404, 405], severity: 'warn' }),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  }),
];
