import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { countsNothing } from '../../../harness/checkers/counts-nothing.js';
import { gradesOutcome } from '../../../harness/checkers/outcome.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const SILENT = 'jsonrpc.notification.no-response';

/** Notifications that mean nothing to a server, or that are out of place. They may be taken or refused. */
const MEANINGLESS: Readonly<Record<string, unknown>> = {
  unknown: { jsonrpc: '2.0', method: 'notifications/faultline-unknown', params: {} },
  'unknown-name-space': { jsonrpc: '2.0', method: 'faultline/unknown' },
  'initialized-again': { jsonrpc: '2.0', method: 'notifications/initialized' },
  'cancelled-without-id': { jsonrpc: '2.0', method: 'notifications/cancelled', params: {} },
  'cancelled-with-bad-id': { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: { a: 1 } } },
  'progress-without-token': { jsonrpc: '2.0', method: 'notifications/progress', params: { progress: 1 } },
  'of-the-server': { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
  'params-are-an-array': { jsonrpc: '2.0', method: 'notifications/initialized', params: ['a'] },
};

/** Methods of requests, sent without an id: nobody could be answered. */
const WITHOUT_ID: Readonly<Record<string, unknown>> = {
  ping: { jsonrpc: '2.0', method: 'ping' },
  'tools-list': { jsonrpc: '2.0', method: 'tools/list', params: {} },
  initialize: {
    jsonrpc: '2.0',
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
  },
};

/** A POST without id brings no response with an id, and no result at all. */
function staysUnanswered(label: string): ReturnType<typeof gradesOutcome> {
  return gradesOutcome(label, {
    rule: SILENT,
    expected: 'is taken or refused, but not answered',
    grade(outcome) {
      if (outcome.kind === 'accepted' || outcome.kind === 'refused') return undefined;
      const { id } = outcome.record.message;
      const isRefusal = outcome.kind === 'error' && outcome.status >= 400 && (id === undefined || id === null);
      return isRefusal ? undefined : {};
    },
  });
}

function unansweredCase(
  name: string,
  title: string,
  about: string,
  messages: Readonly<Record<string, unknown>>,
): ServerCase {
  const labels = Object.keys(messages);
  return serverCase({
    id: `json-rpc/notification/${name}`,
    title,
    about,
    fix: 'Treat every message without id as a notification: acknowledge it with 202, or refuse it with a 4xx, and build no response.',
    requirements: [SILENT, 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.recovers'],
    once: true,
    async script(ctx) {
      const session = await ctx.connect();
      for (const [label, message] of Object.entries(messages)) await ctx.post(message, { label, session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [...labels.map(staysUnanswered), laterCallsWork(['later'])],
  });
}

export const cases: ServerCase[] = [
  unansweredCase(
    'meaningless',
    'A notification that means nothing is not answered',
    'Posts notifications that are unknown, out of place or malformed. Each may be taken or refused; none gets a response, and the session goes on.',
    MEANINGLESS,
  ),
  unansweredCase(
    'request-without-id',
    'A request without an id is not answered',
    'Posts the methods of requests without an id, which makes them notifications. Nothing is sent back but a status.',
    WITHOUT_ID,
  ),
  serverCase({
    id: 'json-rpc/notification/request-without-id-runs-nothing',
    title: 'A tool call without an id is not run',
    about:
      'Posts a tool call that counts, without an id, and reads the counter. What cannot be answered should not have an effect.',
    fix: 'Do not hand notifications to the handlers of requests.',
    requirements: [SILENT],
    needs: ['tool:faultline_add', 'tool:faultline_read'],
    once: true,
    async script(ctx) {
      const key = ctx.nonce('without-id');
      const session = await ctx.connect();
      const params = { name: 'faultline_add', arguments: { key } };
      await ctx.post({ jsonrpc: '2.0', method: 'tools/call', params }, { label: 'call', session }).ended();
      await session.callTool('faultline_read', { key }, { label: 'read' }).answer();
    },
    judges: [staysUnanswered('call'), countsNothing('read')],
  }),
];
