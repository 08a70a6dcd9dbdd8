import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { suitsHttp10 } from '../../../harness/checkers/http10.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { serverEnd } from '../../support/exchange-end.js';
import { namedRequest, pingText, requestHead, templateOf } from '../../support/request-template.js';
import type { RequestChanges, RequestTemplate } from '../../support/request-template.js';
import { labelLine } from '../../../harness/peer/labels.js';

const RULE = 'http.post.reply-json-or-sse';
const NAME_CASE = 'http.headers.names-case-insensitive';
/** How long a client waits for the 100 of a server before it sends its body unasked (RFC 9110, section 10.1.1). */
const CONTINUE_WAIT_MS = 1000;
const CONTINUE_POLL_MS = 50;

/** Spells header names like `mCp-sEsSiOn-iD`. */
function alternateCase(name: string): string {
  return Array.from(name, (letter, index) => (index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join('');
}

/** Writes a request in pieces on a connection of its own and waits for the answer. */
async function writePieces(context: ServerContext, label: string, pieces: readonly string[]): Promise<void> {
  const socket = await context.socket(label);
  for (const piece of pieces) await socket.write(piece);
  await serverEnd(context, label);
}

function chunk(text: string, extension = ''): string {
  return `${Buffer.byteLength(text).toString(16)}${extension}\r\n${text}\r\n`;
}

function chunkedHead(template: RequestTemplate, label: string, lines: readonly string[] = []): string {
  const changes: RequestChanges = {
    length: false,
    lines: [labelLine(label).trimEnd(), 'Transfer-Encoding: chunked', ...lines],
  };
  return requestHead(template, '', changes);
}

/** A ping in chunks: whole, byte by byte, and with everything that the coding allows. */
function chunkedPings(template: RequestTemplate): Readonly<Record<string, readonly string[]>> {
  const [whole, bytewise, decorated] = ['chunked', 'chunked-bytewise', 'chunked-decorated'];
  const middle = 20;
  const text = pingText(decorated);
  return {
    [whole]: [chunkedHead(template, whole), chunk(pingText(whole)), '0\r\n\r\n'],
    [bytewise]: [
      chunkedHead(template, bytewise),
      ...Array.from(pingText(bytewise), (letter) => chunk(letter)),
      '0\r\n\r\n',
    ],
    [decorated]: [
      chunkedHead(template, decorated, ['Trailer: Faultline-Trailer']),
      chunk(text.slice(0, middle), ';name="value"'),
      chunk(text.slice(middle)),
      '0;last\r\nFaultline-Trailer: ignored\r\n\r\n',
    ],
  };
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'requests/form/header-name-case',
    title: 'Header names are read in any case',
    about:
      'Sends a ping whose header names, those of MCP included, are spelled in alternating case. Proxies and HTTP/2 gateways rewrite them at will.',
    fix: 'Look headers up without regard to the case of their names.',
    needs: ['link:bytes'],
    requirements: [NAME_CASE],
    async script(context) {
      const template = await templateOf(context, await context.connect());
      const headers = template.headers.map(([name, value]) => [alternateCase(name), value] as const);
      await writePieces(context, 'mixed-case', [
        namedRequest({ ...template, headers }, 'mixed-case', pingText('mixed-case')),
      ]);
    },
    judges: [answersCall('mixed-case', NAME_CASE, { with: 'result' })],
  }),
  serverCase({
    id: 'requests/form/accept-in-two-lines',
    title: 'An Accept header in two lines counts as one list',
    about:
      'Names each reply type in an Accept line of its own, which HTTP declares equal to one line with a comma (RFC 9110, section 5.3).',
    fix: 'Join the values of repeated Accept lines before reading them.',
    needs: ['link:bytes'],
    requirements: [RULE],
    once: true,
    async script(context) {
      const template = await templateOf(context, await context.connect());
      const changes = { without: ['accept'], lines: ['Accept: application/json', 'Accept: text/event-stream'] };
      await writePieces(context, 'two-lines', [namedRequest(template, 'two-lines', pingText('two-lines'), changes)]);
    },
    judges: [answersCall('two-lines', RULE, { with: 'result', severity: 'warn' })],
  }),
  serverCase({
    id: 'requests/form/chunked',
    title: 'A body in chunks is read like any other',
    about:
      'Posts pings in chunked coding: in one chunk, one byte a chunk, and with chunk extensions and a trailer. Clients and proxies send bodies of unknown length that way.',
    fix: 'Leave the decoding of request bodies to the HTTP library and do not depend on Content-Length.',
    needs: ['link:bytes'],
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    once: true,
    async script(context) {
      const template = await templateOf(context, await context.connect());
      for (const [label, pieces] of Object.entries(chunkedPings(template))) await writePieces(context, label, pieces);
    },
    judges: [
      // 411 is a server's right, but a client that does not know the length beforehand is left without a way.
      ...['chunked', 'chunked-bytewise'].flatMap((label) => [
        copesWith(label, { rule: RULE, allowed: ['2xx'], tolerated: [411] }),
        answersCall(label, RULE, { with: 'result', severity: 'warn' }),
      ]),
      // Extensions and trailers are so rare that some servers refuse them on purpose.
      copesWith('chunked-decorated', { rule: RULE, allowed: ['2xx', '4xx'], mayClose: true }),
    ],
  }),
  serverCase({
    id: 'requests/form/expect-continue',
    title: 'A client that waits for 100 Continue is served',
    about:
      'Sends a head with Expect: 100-continue, waits a moment for the interim answer, then sends the body. The call is answered, whether the 100 came or not.',
    fix: 'Answer 100 when you are ready to read the body (most HTTP libraries do so by themselves), and read the body in any case.',
    needs: ['link:bytes'],
    requirements: [RULE],
    once: true,
    waits: true,
    async script(context) {
      const template = await templateOf(context, await context.connect());
      const label = 'expects';
      const text = namedRequest(template, label, pingText(label), { lines: ['Expect: 100-continue'] });
      const headBytes = text.indexOf('\r\n\r\n') + 4;
      const socket = await context.socket(label);
      await socket.write(text.slice(0, headBytes));
      for (let waitedMs = 0; waitedMs < CONTINUE_WAIT_MS && socket.received === ''; waitedMs += CONTINUE_POLL_MS) {
        await context.silence(CONTINUE_POLL_MS);
      }
      await socket.write(text.slice(headBytes));
      await serverEnd(context, label);
    },
    judges: [answersCall('expects', RULE, { with: 'result' })],
  }),
  serverCase({
    id: 'requests/form/http-1.0',
    title: 'A request of HTTP/1.0 gets an answer that HTTP/1.0 can read, or a refusal',
    about:
      'Posts a ping as HTTP/1.0, as older proxies do towards the server (nginx by default). Chunked coding does not exist there: an answer that uses it arrives with chunk sizes in its text.',
    fix: 'End the answer to an HTTP/1.0 request by Content-Length or by closing the connection, or refuse it with 426 or 505.',
    needs: ['link:bytes'],
    requirements: [RULE, 'guarantee.framing-exact', 'guarantee.clean-errors', 'guarantee.no-hang'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const template = await templateOf(context, session);
      const text = namedRequest(template, 'http-1.0', pingText('http-1.0'), { version: 'HTTP/1.0' });
      await writePieces(context, 'http-1.0', [text]);
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      copesWith('http-1.0', { rule: RULE, allowed: ['2xx', '4xx', 505], mayClose: true }),
      suitsHttp10('http-1.0'),
      laterCallsWork(['later']),
    ],
  }),
];
