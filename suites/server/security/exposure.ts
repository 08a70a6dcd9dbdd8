import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { disclosesNothing, servesNoFiles } from '../../../harness/checkers/discloses-nothing.js';
import { grantsForeignPagesNothing } from '../../../harness/checkers/cross-origin-grant.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { endpointOf, pathOf } from '../../support/endpoint.js';
import { pingText } from '../../support/request-template.js';

const REDIRECTS = [301, 302, 303, 307, 308] as const;

/** Requests that fail in different layers: text, message, parameters, method, tool, resource. */
const FAILING: Readonly<Record<string, unknown>> = {
  'no-json': '{"jsonrpc": "2.0", "id": 1, "method": ping}',
  'no-text': new Uint8Array([0x7b, 0xff, 0xfe, 0x22, 0x7d]),
  'no-message': { jsonrpc: '2.0', id: 'no-message', method: ['ping'] },
  'no-method': { jsonrpc: '2.0', id: 'no-method', method: 'faultline/no-such-method' },
  'no-params': { jsonrpc: '2.0', id: 'no-params', method: 'tools/call' },
  'odd-params': {
    jsonrpc: '2.0',
    id: 'odd-params',
    method: 'tools/call',
    params: { name: { toString: 1 }, arguments: [] },
  },
  'no-tool': { jsonrpc: '2.0', id: 'no-tool', method: 'tools/call', params: { name: 'faultline/no-such-tool' } },
  'no-resource': {
    jsonrpc: '2.0',
    id: 'no-resource',
    method: 'resources/read',
    params: { uri: 'file:///no/such/file' },
  },
  'no-handshake': { jsonrpc: '2.0', id: 'no-handshake', method: 'initialize', params: { protocolVersion: { a: 1 } } },
  prototype: '{"jsonrpc":"2.0","id":"prototype","method":"__proto__","params":{"__proto__":{"x":1},"constructor":{}}}',
};

/** Ways out of the endpoint's path to a file of the system. */
function traversals(path: string): Readonly<Record<string, string>> {
  return {
    dots: `${path}/../../../../../../etc/passwd`,
    'encoded-dots': `${path}/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd`,
    'encoded-slashes': `${path}/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd`,
    'twice-encoded': `${path}/..%252f..%252f..%252f..%252fetc%252fpasswd`,
    backslashes: `${path}/..\\..\\..\\..\\windows\\win.ini`,
    root: '/../../../../etc/passwd',
    'two-slashes': '//etc/passwd',
    'zero-byte': `${path}/%00/../../etc/passwd`,
    'broken-encoding': `${path}/%zz%e0%a4%a`,
  };
}

const TRAVERSALS = Object.keys(traversals(''));

/** Credentials that are none. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  'unknown-token': 'Bearer not-a-token-that-was-ever-issued',
  'no-token': 'Bearer',
  'three-dots': 'Bearer a.b.c',
  'broken-jwt': 'Bearer eyJhbGciOiJub25lIn0.bm8ganNvbg.',
  'broken-base64': 'Basic %%%%',
  'unknown-scheme': 'Faultline whatever',
  empty: '',
  long: `Bearer ${'x'.repeat(4096)}`,
};

const ORIGIN = 'http://evil.example';

export const cases: ServerCase[] = [
  serverCase({
    id: 'security/exposure/error-bodies',
    title: 'Errors show nothing of the inside of the server',
    about:
      'Sends requests that fail in every layer and reads the answers: a stack or the path of a source file tells an attacker what to look for, and a user nothing.',
    fix: 'Answer with a message of your own; write stacks to your log.',
    requirements: ['guarantee.no-disclosure', 'guarantee.recovers'],
    reproduces: ['B362'],
    once: true,
    async script(context) {
      const session = await context.connect();
      for (const [label, body] of Object.entries(FAILING)) await context.post(body, { label, session }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [disclosesNothing(Object.keys(FAILING)), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'security/exposure/paths',
    title: 'No path leads from the endpoint to the files of the server',
    about:
      'Asks for files of the system by every spelling of a way up from the endpoint. Whatever is answered, it is no file, and no 5xx.',
    fix: 'Match the path of the endpoint as a whole, and let nothing else be served by its own handler.',
    needs: ['link:bytes'],
    requirements: [
      'guarantee.no-disclosure',
      'http.endpoint.single-path',
      'guarantee.clean-errors',
      'guarantee.no-hang',
    ],
    once: true,
    async script(context) {
      const session = await context.connect();
      const path = pathOf((await endpointOf(context)).target);
      for (const [label, target] of Object.entries(traversals(path))) {
        await context
          .send({
            method: 'GET',
            target,
            label,
            session,
            headers: { Accept: '*/*' },
            deadlineMs: context.answerDeadlineMs,
          })
          .ended();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      servesNoFiles(TRAVERSALS),
      ...TRAVERSALS.map((label) =>
        copesWith(label, {
          rule: 'http.endpoint.single-path',
          allowed: ['2xx', '4xx', ...REDIRECTS],
          severity: 'warn',
          mayClose: true,
        }),
      ),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'security/exposure/useless-credentials',
    title: 'Credentials that are none are ignored or refused cleanly',
    about:
      'Posts pings with Authorization headers that no server issued, some of them broken. A server without authorization ignores them, one with it answers 401 (or 400, 403).',
    fix: 'Read Authorization only where it is needed, and answer 401 to what you cannot read, never 5xx.',
    requirements: ['auth.400-malformed', 'guarantee.clean-errors', 'guarantee.no-hang'],
    once: true,
    async script(context) {
      const session = await context.connect();
      for (const [label, value] of Object.entries(CREDENTIALS)) {
        await context.post(pingText(label), { label, session, headers: { Authorization: value } }).ended();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...Object.keys(CREDENTIALS).map((label) =>
        copesWith(label, { rule: 'auth.400-malformed', allowed: ['2xx', '4xx'], severity: 'warn' }),
      ),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'security/exposure/cross-origin-grant',
    title: 'A foreign web page is not invited to send credentials',
    about:
      'Sends a preflight request and a POST under a foreign Origin and reads the CORS headers of the answers: repeating the Origin, or credentials together with a wildcard, opens the server to every page.',
    fix: 'Name the origins that may call you in Access-Control-Allow-Origin, and only those; leave Access-Control-Allow-Credentials out.',
    requirements: ['http.security.origin-validate', 'guarantee.clean-errors', 'guarantee.no-hang'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const headers = {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type, mcp-session-id, mcp-protocol-version',
      };
      await context.send({ method: 'OPTIONS', label: 'preflight', headers }).ended();
      await context.post(pingText('foreign'), { label: 'foreign-post', session, headers: { Origin: ORIGIN } }).ended();
    },
    judges: [
      copesWith('preflight', { rule: 'http.security.origin-validate', allowed: ['2xx', '4xx'], severity: 'warn' }),
      grantsForeignPagesNothing(['preflight', 'foreign-post'], ORIGIN),
    ],
  }),
];
