import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { executesNothing } from '../../../harness/checkers/executes-nothing.js';
import { refusesOrigin, refusesForeignHost } from '../../../harness/checkers/refuses-origin.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { KEEP_HOST_HEADER } from '../../../harness/link/link.js';
import { endpointOf } from '../../support/endpoint.js';
import { pingText } from '../../support/request-template.js';

const VALIDATE = 'http.security.origin-validate';

/** The port of a Host header, with its colon; empty for the default one. */
function portOf(host: string): string {
  return /:\d+$/.exec(host)?.[0] ?? '';
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'security/host/rebinding',
    title: 'A page whose name was rebound to this server is refused',
    about:
      'Posts a ping with Host and Origin of the same foreign name, as a browser does after the name of a page was pointed at this server (DNS rebinding). A server that compares the two with each other finds nothing wrong.',
    fix: 'Compare Origin with a fixed list of allowed origins, not with the Host header, and check Host against the names of the server.',
    requirements: [VALIDATE, 'http.security.origin-403', 'guarantee.isolation'],
    reproduces: ['B379'],
    async script(context) {
      const session = await context.connect();
      const name = `evil.example${portOf((await endpointOf(context)).host)}`;
      const headers = { Host: name, Origin: `http://${name}`, [KEEP_HOST_HEADER]: '1' };
      await context.post(pingText('rebound'), { label: 'rebound', session, headers }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      refusesOrigin('rebound', { anyRefusal: true, hostFrom: 'later' }),
      executesNothing(['rebound'], VALIDATE),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  }),
  serverCase({
    id: 'security/host/foreign',
    title: 'A local server refuses requests for a foreign host',
    about:
      'Posts a ping with a foreign Host and without Origin. On a loopback address only DNS rebinding brings such a request, and browsers send no Origin with some of them. MCP does not ask for this check by name.',
    fix: 'On a loopback address accept localhost, 127.0.0.1 and [::1] (and the names that you configured) as Host, and answer 403 or 421 to others.',
    requirements: [VALIDATE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    reproduces: ['B378', 'B379'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const host = `evil.example${portOf((await endpointOf(context)).host)}`;
      const headers = { Host: host, [KEEP_HOST_HEADER]: '1' };
      await context.post(pingText('foreign-host'), { label: 'foreign-host', session, headers }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [refusesForeignHost('foreign-host', 'later'), laterCallsWork(['later'], 'guarantee.isolation')],
  }),
];
