import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { executesNothing } from '../../../harness/checkers/executes-nothing.js';
import { framesResponsesExactly } from '../../../harness/checkers/invariants/framing.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { endpointOf, pathOf } from '../../support/endpoint.js';
import { pingText } from '../../support/request-template.js';

const RULE = 'http.endpoint.single-path';

/** Methods that MCP has no use for. */
const WITH_BODY = ['PUT', 'PATCH', 'REPORT'];
const WITHOUT_BODY = ['HEAD', 'OPTIONS'];
const ACCEPT_BOTH = { Accept: 'application/json, text/event-stream' };

function labelOf(method: string): string {
  return `method-${method.toLowerCase()}`;
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'requests/endpoint/other-path',
    title: 'Messages are not taken at other paths',
    about:
      'Posts a ping of a live session below the endpoint, at a path that nobody would have configured. It is refused, best with 404, and not worked on.',
    fix: 'Match the path of the endpoint exactly and answer 404 elsewhere.',
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const target = `${pathOf((await endpointOf(context)).target)}/faultline/no-such-path`;
      await context.send({ method: 'POST', target, body: pingText('lost'), label: 'other-path', session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      copesWith('other-path', { rule: RULE, allowed: ['4xx'], severity: 'warn' }),
      executesNothing(['other-path'], RULE, 'warn'),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'requests/endpoint/other-methods',
    title: 'HTTP methods that MCP does not use are refused and change nothing',
    about:
      'Sends a ping by PUT, PATCH and REPORT, and HEAD and OPTIONS without a body, on a live session. None of them is worked on as if it were a POST, each one comes to an end, and the session goes on.',
    fix: 'Answer 405 with an Allow header to every method but POST, GET and DELETE (and OPTIONS, where browsers are served); send no body with a HEAD.',
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.framing-exact'],
    once: true,
    async script(context) {
      const session = await context.connect();
      for (const method of WITH_BODY) {
        const request = { method, body: pingText(`by-${method}`), headers: ACCEPT_BOTH, session };
        await context.send({ ...request, label: labelOf(method) }).ended();
      }
      for (const method of WITHOUT_BODY) await context.send({ method, label: labelOf(method), session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...WITH_BODY.map((method) =>
        copesWith(labelOf(method), { rule: RULE, allowed: ['4xx', 501], severity: 'warn', mayClose: true }),
      ),
      // HEAD asks for what GET would say, and OPTIONS may be served to browsers.
      copesWith(labelOf('HEAD'), { rule: RULE, allowed: ['2xx', '4xx', 501], severity: 'warn' }),
      copesWith(labelOf('OPTIONS'), { rule: RULE, allowed: ['2xx', '4xx', 501], severity: 'warn' }),
      executesNothing([...WITH_BODY, ...WITHOUT_BODY].map(labelOf), RULE, 'warn'),
      framesResponsesExactly(),
      laterCallsWork(['later']),
    ],
  }),
];
