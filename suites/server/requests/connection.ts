import { answersCall } from '../../../harness/checkers/answers-call.js';
import { framesResponsesExactly } from '../../../harness/checkers/invariants/framing.js';
import { sendsReadableHttp } from '../../../harness/checkers/readable-http.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { pathOf } from '../../support/endpoint.js';
import { againLabel, keptConnection } from '../../support/kept-connection.js';
import { namedRequest, pingText, templateOf } from '../../support/request-template.js';
import type { RequestChanges, RequestTemplate } from '../../support/request-template.js';

const INITIALIZED = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });
const UNKNOWN_SESSION = 'Mcp-Session-Id: 00000000-0000-4000-8000-000000000000';

/** One request of the walk over a kept connection. */
interface Step {
  readonly label: string;
  readonly body: string;
  readonly changes?: (template: RequestTemplate) => RequestChanges;
}

/** Requests that draw every kind of answer. */
const STEPS: readonly Step[] = [
  { label: 'result', body: pingText('result') },
  { label: 'acknowledgement', body: INITIALIZED },
  { label: 'error', body: JSON.stringify({ jsonrpc: '2.0', id: 'error', method: 'faultline/no-such-method' }) },
  { label: 'parse-error', body: '{"jsonrpc": "2.0", "id": 1, "method": ' },
  {
    label: 'other-path',
    body: pingText('other-path'),
    changes: ({ target }) => ({ target: `${pathOf(target)}/faultline/no-such-path` }),
  },
  { label: 'other-method', body: pingText('other-method'), changes: () => ({ method: 'PUT' }) },
  {
    label: 'other-accept',
    body: pingText('other-accept'),
    changes: () => ({ without: ['accept'], lines: ['Accept: text/html'] }),
  },
  {
    label: 'unknown-session',
    body: pingText('unknown-session'),
    changes: () => ({ without: ['mcp-session-id'], lines: [UNKNOWN_SESSION] }),
  },
];

function afterLabel(step: Step): string {
  return `ping-after-${step.label}`;
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'requests/connection/kept-alive',
    title: 'Whatever the answer was, the connection carries the next request',
    about:
      'Walks through every kind of answer (result, 202, JSON-RPC error, parse error, wrong path, method, Accept header and session) on one connection, with a ping after each. A body that was not read, or an answer whose length is wrong, makes the next answer unreadable. A server may close the connection when it says so.',
    fix: 'Read each request body to its end before the next request, also when it is refused, and send exactly the bytes that the head announces; or close the connection after the answer.',
    needs: ['link:connections'],
    requirements: ['guarantee.framing-exact', 'guarantee.recovers'],
    once: true,
    async script(context) {
      const template = await templateOf(context, await context.connect());
      const connection = keptConnection(context, 'kept');
      for (const step of STEPS) {
        const changes = step.changes?.(template) ?? {};
        await connection.ask(step.label, (label) => namedRequest(template, label, step.body, changes));
        await connection.ask(afterLabel(step), (label) => namedRequest(template, label, pingText(afterLabel(step))));
      }
    },
    judges: [
      framesResponsesExactly(),
      sendsReadableHttp(STEPS.flatMap((step) => [step.label, afterLabel(step)])),
      ...STEPS.map(afterLabel).map((label) =>
        answersCall(label, 'guarantee.recovers', { with: 'result', orOn: [againLabel(label)] }),
      ),
    ],
  }),
];
