import { executedAtMostOnce } from '../../../harness/checkers/at-most-once.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { answer, redirect } from '../../../harness/faults/index.js';
import { AFTERMATH, aftermath, judgesOfAftermath } from '../../support/aftermath.js';
import { ordinaryMethod } from '../../support/version-offer.js';

const BROKEN = 'broken';
const OTHER = 'other';

function reachedCase(status: 502 | 503 | 504): ServerCase {
  return serverCase({
    id: `resets/proxy-answer/${status}-reached`,
    title: `A call that reached the server, but whose answer a proxy replaces by ${status}, is executed once and harms nothing`,
    about: `A proxy hands a call with an effect on to the server and answers the client with ${status} and an HTML page in place of the server. The effect has come about once at most, and all later calls are answered.`,
    fix: 'Run each request once, whatever becomes of its answer, and keep nothing waiting for a client that does not come back.',
    requirements: [...AFTERMATH, 'guarantee.at-most-once'],
    once: true,
    needs: ['tool:faultline_add', 'tool:faultline_read'],
    faults: [answer({ id: BROKEN, on: { exchange: BROKEN }, status, body: 'html', forward: true })],
    async script(context) {
      const other = await context.connect({ name: OTHER });
      const session = await context.connect();
      const key = context.nonce('counter');
      await session.callTool('faultline_add', { key }, { label: BROKEN }).ended();
      await aftermath(context, session, other);
      await session.callTool('faultline_read', { key }, { label: 'count' }).answer();
    },
    judges: [...judgesOfAftermath(OTHER, true), executedAtMostOnce('count')],
  });
}

export const cases: ServerCase[] = [
  reachedCase(502),
  reachedCase(503),
  reachedCase(504),
  serverCase({
    id: 'resets/proxy-answer/kept-back',
    title: 'Requests that never reach the server leave no gap that matters',
    about:
      'A proxy answers five requests of a session by itself: 502 with HTML, 503 with Retry-After, 504 with nothing, a redirect, and a login page with 200. The server never sees them, so that ids are missing from the row; the next requests are answered all the same.',
    fix: 'Take request ids as they come: they are unique and nothing more.',
    requirements: [...AFTERMATH, 'jsonrpc.response.required'],
    once: true,
    faults: [
      answer({ id: 'bad-gateway', on: { exchange: 'bad-gateway' }, status: 502, body: 'html' }),
      answer({ id: 'unavailable', on: { exchange: 'unavailable' }, status: 503, body: 'json', retryAfterS: 1 }),
      answer({ id: 'gateway-timeout', on: { exchange: 'gateway-timeout' }, status: 504, body: 'empty' }),
      redirect({ id: 'moved', on: { exchange: 'moved' }, status: 307, location: '/elsewhere' }),
      answer({ id: 'login-page', on: { exchange: 'login-page' }, status: 200, body: 'html' }),
    ],
    async script(context) {
      const other = await context.connect({ name: OTHER });
      const session = await context.connect();
      for (const label of ['bad-gateway', 'unavailable', 'gateway-timeout', 'moved', 'login-page']) {
        await session.request(ordinaryMethod(session), undefined, { label }).ended();
      }
      await aftermath(context, session, other);
    },
    judges: judgesOfAftermath(OTHER, true),
  }),
];
