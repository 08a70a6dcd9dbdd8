import { answersCall } from '../../../harness/checkers/answers-call.js';
import { answersWithStatus } from '../../../harness/checkers/answer-status.js';
import { framesResponsesExactly } from '../../../harness/checkers/invariants/framing.js';
import { leavesNotificationsUnanswered } from '../../../harness/checkers/invariants/notifications-unanswered.js';
import { sendsReadableHttp } from '../../../harness/checkers/readable-http.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverEnd } from '../../support/exchange-end.js';
import { againLabel, keptConnection } from '../../support/kept-connection.js';
import { namedRequest, pingText, templateOf } from '../../support/request-template.js';

const INITIALIZED = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

export const cases: ServerCase[] = [
  serverCase({
    id: 'requests/notification/accepted',
    title: 'A notification is acknowledged with 202 and nothing else',
    about:
      'Completes the handshake and withdraws a request that never was. Both notifications are answered with status 202 and no message: neither with 200 or 204 nor with a stream.',
    fix: 'Answer a POST that holds notifications alone with 202 and an empty body, before the notification is worked on.',
    requirements: ['http.post.notification-202', 'http.post.202-no-body', 'jsonrpc.notification.no-response'],
    reproduces: ['B307', 'B308'],
    async script(context) {
      const session = await context.connect();
      const params = { requestId: 'never-sent', reason: 'nothing to cancel' };
      await session.notify('notifications/cancelled', params, { label: 'cancelled' }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      answersWithStatus('session/initialized', 'http.post.notification-202', { allowed: [202] }),
      // A cancellation of nothing may be refused: the text leaves open what a server takes.
      answersWithStatus('cancelled', 'http.post.notification-202', { allowed: [202], tolerated: ['4xx'] }),
      framesResponsesExactly(),
      leavesNotificationsUnanswered(),
      answersCall('later', 'guarantee.recovers', { with: 'result' }),
    ],
  }),
  serverCase({
    id: 'requests/notification/connection-reusable',
    title: 'After a 202 the connection carries the next request',
    about:
      'Sends a notification and then a ping over one connection that is written byte by byte. Body bytes behind a 202 that announces none would be read as the beginning of the next answer.',
    fix: 'Send the 202 with Content-Length: 0 and write nothing after the head; leave the connection open (or say Connection: close).',
    needs: ['link:connections'],
    requirements: ['http.post.202-no-body', 'guarantee.framing-exact', 'guarantee.recovers'],
    reproduces: ['B307'],
    once: true,
    async script(context) {
      const template = await templateOf(context, await context.connect());
      const connection = keptConnection(context, 'connection');
      await connection.ask('acknowledged', (label) => namedRequest(template, label, INITIALIZED));
      await connection.ask('next', (label) => namedRequest(template, label, pingText('next')));
    },
    judges: [
      framesResponsesExactly(),
      sendsReadableHttp(['acknowledged', 'next']),
      answersCall('next', 'guarantee.recovers', { with: 'result', orOn: [againLabel('next')] }),
    ],
  }),
  serverCase({
    id: 'requests/response/accepted',
    title: 'The answer to a request of the server is acknowledged with 202 and nothing else',
    about:
      'Lets the server ask the client something by elicitation and answers it: the POST of that answer gets status 202 without a body.',
    fix: 'Answer a POST that holds a JSON-RPC response with 202 and an empty body.',
    requirements: ['http.post.response-202', 'http.post.202-no-body'],
    reproduces: ['B307'],
    revisions: ['2025-06-18', '2025-11-25'],
    needs: ['tool:faultline_ask', 'sse-answers'],
    async script(context) {
      const session = await context.connect();
      await session.callTool('faultline_ask', { message: 'What is your answer?' }, { label: 'ask' }).answer();
      await serverEnd(context, 'session/reply-1');
    },
    judges: [
      answersWithStatus('session/reply-1', 'http.post.response-202', { allowed: [202] }),
      framesResponsesExactly(),
      answersCall('ask', 'jsonrpc.response.required', { with: 'result' }),
    ],
  }),
];
