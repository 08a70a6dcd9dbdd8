import type { Checker } from '../../../harness/checkers/checker.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { counterIs } from '../../../harness/checkers/counter-is.js';
import { executesNothing } from '../../../harness/checkers/executes-nothing.js';
import { refusesOrigin } from '../../../harness/checkers/refuses-origin.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { endpointOf } from '../../support/endpoint.js';
import { bareInitialize } from '../../support/handshake.js';
import { pingText } from '../../support/request-template.js';

const VALIDATE = 'http.security.origin-validate';
const FOREIGN = { Origin: 'http://evil.example' };
const FIX =
  'Compare the Origin header, where there is one, with a list of allowed origins before anything else is done with the request, on every HTTP method, and answer 403 when it is not among them.';

/** The status is a rule of its own, of the newest revisions alone. */
function requirementsOf(...others: readonly string[]): readonly string[] {
  return [VALIDATE, 'http.security.origin-403', ...others];
}

/** Origins that look like that of the server to a careless comparison, made from its host. */
function lookAlikes(host: string): Readonly<Record<string, string>> {
  const name = host.replace(/:\d+$/, '');
  return {
    'host-as-subdomain': `http://${host.replace(':', '.')}.evil.example`,
    'host-as-user': `http://${name}@evil.example`,
    'host-as-prefix': `http://${name}.evil.example`,
    'host-as-suffix': `http://evil-${name}`,
    'host-in-path': `http://evil.example/${host}`,
    'host-in-query': `http://evil.example?${host}`,
    'two-origins': `http://${host} http://evil.example`,
  };
}

const LOOK_ALIKES = Object.keys(lookAlikes('host:1'));

/** Origins of the same host, which an operator may well allow, and texts that are no origin. */
function unusual(host: string): Readonly<Record<string, string>> {
  const name = host.replace(/:\d+$/, '');
  return {
    'own-origin': `http://${host}`,
    'other-port': `http://${name}:1`,
    'other-scheme': `https://${host}`,
    extension: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'no-origin-at-all': '::::',
    'only-blanks': '   ',
    'very-long': `http://${'x'.repeat(4096)}.example`,
  };
}

const UNUSUAL = Object.keys(unusual('host:1'));

function label(name: string): string {
  return `origin-${name}`;
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'security/origin/post',
    title: 'A POST from a foreign web page is refused',
    about:
      'Posts a ping of a live session under a foreign Origin, as a web page does that a user of the server visits. It is refused before it is worked on, and the session goes on.',
    fix: FIX,
    requirements: requirementsOf('guarantee.isolation'),
    reproduces: ['B379'],
    async script(context) {
      const session = await context.connect();
      await context.post(pingText('foreign'), { label: 'foreign-post', session, headers: FOREIGN }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      refusesOrigin('foreign-post'),
      executesNothing(['foreign-post'], VALIDATE),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  }),
  serverCase({
    id: 'security/origin/initialize',
    title: 'A foreign web page cannot open a session',
    about:
      'Sends initialize under a foreign Origin: refused, without a session and without a result. A client without one gets its session afterwards.',
    fix: FIX,
    requirements: requirementsOf('guarantee.isolation'),
    reproduces: ['B379'],
    async script(context) {
      await bareInitialize(context, { label: 'foreign-initialize', headers: FOREIGN }).ended();
      const session = await context.connect();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      refusesOrigin('foreign-initialize'),
      executesNothing(['foreign-initialize'], VALIDATE),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  }),
  serverCase({
    id: 'security/origin/get',
    title: 'A GET from a foreign web page is refused',
    about: 'Opens a GET stream of a live session under a foreign Origin: refused, so that no message reaches the page.',
    fix: FIX,
    requirements: requirementsOf(),
    reproduces: ['B379'],
    needs: ['get-stream'],
    async script(context) {
      const session = await context.connect();
      const stream = session.listen({ label: 'foreign-get', headers: FOREIGN });
      await stream.head();
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [refusesOrigin('foreign-get'), laterCallsWork(['later'], 'guarantee.isolation')],
  }),
  serverCase({
    id: 'security/origin/delete',
    title: 'A DELETE from a foreign web page is refused and ends nothing',
    about: 'Deletes a live session under a foreign Origin: refused, and the session still answers.',
    fix: FIX,
    requirements: requirementsOf('guarantee.isolation'),
    reproduces: ['B379'],
    needs: ['sessions', 'deletes'],
    async script(context) {
      const session = await context.connect();
      await session.terminate({ label: 'foreign-delete', headers: FOREIGN }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [refusesOrigin('foreign-delete'), laterCallsWork(['later'], VALIDATE)],
  }),
  serverCase({
    id: 'security/origin/no-side-effect',
    title: 'A call from a foreign web page has no effect',
    about:
      'Calls a tool that counts under a foreign Origin, then reads the counter: a refusal that comes after the work is none.',
    fix: FIX,
    requirements: requirementsOf(),
    reproduces: ['B379'],
    needs: ['tool:faultline_add', 'tool:faultline_read'],
    async script(context) {
      const session = await context.connect();
      const key = context.nonce('foreign');
      await session.callTool('faultline_add', { key }, { label: 'foreign-call', headers: FOREIGN }).ended();
      await session.callTool('faultline_read', { key }, { label: 'read' }).answer();
    },
    judges: [refusesOrigin('foreign-call'), counterIs('read', 0, VALIDATE)],
  }),
  serverCase({
    id: 'security/origin/look-alikes',
    title: 'Origins that merely look like the own one are refused',
    about:
      'Posts pings under foreign Origins that contain the host of the server: as subdomain, user name, prefix, suffix, path or query, and beside the own origin. Comparisons by prefix or search let them pass.',
    fix: 'Parse the Origin and compare scheme, host and port as a whole; never search for the host in its text.',
    requirements: requirementsOf(),
    reproduces: ['B379'],
    async script(context) {
      const session = await context.connect();
      const { host } = await endpointOf(context);
      for (const [name, origin] of Object.entries(lookAlikes(host))) {
        await context.post(pingText(name), { label: label(name), session, headers: { Origin: origin } }).ended();
      }
    },
    judges: LOOK_ALIKES.map((name): Checker => refusesOrigin(label(name))),
  }),
  serverCase({
    id: 'security/origin/null',
    title: 'The opaque origin "null" is refused',
    about:
      'Posts a ping with Origin: null, which every sandboxed frame of every page sends. Whoever allows it, for local files perhaps, allows all of them.',
    fix: 'Do not put "null" on the list of allowed origins.',
    requirements: requirementsOf(),
    async script(context) {
      const session = await context.connect();
      await context.post(pingText('null'), { label: 'origin-null', session, headers: { Origin: 'null' } }).ended();
    },
    judges: [refusesOrigin('origin-null', { debatable: true })],
  }),
  serverCase({
    id: 'security/origin/unusual',
    title: 'Unusual origins are allowed or refused, and break nothing',
    about:
      'Posts pings under the own origin, the own host with another port or scheme, the origin of a browser extension, and texts that are no origin. Operators decide about the first ones; none may fail the request with a 5xx.',
    fix: 'Treat an Origin that cannot be parsed as foreign.',
    requirements: [VALIDATE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const { host } = await endpointOf(context);
      for (const [name, origin] of Object.entries(unusual(host))) {
        await context.post(pingText(name), { label: label(name), session, headers: { Origin: origin } }).ended();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...UNUSUAL.map((name) => copesWith(label(name), { rule: VALIDATE, allowed: ['2xx', '4xx'], severity: 'warn' })),
      laterCallsWork(['later']),
    ],
  }),
];
