import { answersCall } from '../../../harness/checkers/answers-call.js';
import { executesNothing } from '../../../harness/checkers/executes-nothing.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { againLabel, keptConnection } from '../../support/kept-connection.js';
import { namedRequest, pingText, templateOf } from '../../support/request-template.js';
import type { RequestTemplate } from '../../support/request-template.js';

const RULE = 'guarantee.isolation';
const TERMINATED = 'http.session.terminated-404';
const SERVED = ['first/ping', 'second/ping', 'second/after-delete'];
const REFUSED = 'first/after-delete';

const told = serverCase({
  id: 'isolation/shared-connection/two-sessions',
  title: 'Two sessions that come over one connection are told apart',
  about:
    'A proxy sends the requests of two clients over one connection, as proxies do. Both are served; then the first client ' +
    'ends its session, after which the second is still served on that connection, and the first is not.',
  fix: 'Read the session id of every request, and keep no session, user or client with the TCP connection.',
  requirements: [RULE, TERMINATED],
  reproduces: ['B191', 'B195'],
  once: true,
  needs: ['link:connections', 'sessions', 'deletes'],
  async script(context: ServerContext) {
    const first = await templateOf(context, await context.connect({ name: 'first' }));
    const second = await templateOf(context, await context.connect({ name: 'second' }));
    const connection = keptConnection(context, 'shared');
    const ping = (template: RequestTemplate, name: string): Promise<void> =>
      connection.ask(name, (label) => namedRequest(template, label, pingText(name)));
    await ping(first, 'first/ping');
    await ping(second, 'second/ping');
    await connection.ask('first/delete', (label) =>
      namedRequest(first, label, '', { method: 'DELETE', without: ['content-type'] }),
    );
    await ping(second, 'second/after-delete');
    await ping(first, REFUSED);
  },
  judges: [
    ...SERVED.map((label) => answersCall(label, RULE, { with: 'result', orOn: [againLabel(label)] })),
    executesNothing([REFUSED, againLabel(REFUSED)], TERMINATED),
  ],
});

export const cases: ServerCase[] = [told];
