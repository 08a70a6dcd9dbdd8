import { randomBytes } from 'node:crypto';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { staysUp } from '../../../harness/checkers/stays-up.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { SocketExchange } from '../../../harness/peer/probe.js';
import { beginAnother } from '../../support/handshake.js';
import { pingText, requestText, templateOf } from '../../support/request-template.js';
import { openVerbatim } from '../../support/verbatim.js';

const NO_CRASH = 'guarantee.no-crash';

type Ending = 'fin' | 'rst';
const WORD: Readonly<Record<Ending, string>> = { fin: 'closed', rst: 'reset' };

/** Places at which a request can stop, as the part of it that is still sent. */
const STOPS: Readonly<Record<string, (text: string) => string>> = {
  'in-first-line': (text) => text.slice(0, 7),
  'in-head': (text) => text.slice(0, Math.floor(text.indexOf('\r\n\r\n') / 2)),
  'before-blank-line': (text) => text.slice(0, text.indexOf('\r\n\r\n') + 2),
  'before-body': (text) => text.slice(0, text.indexOf('\r\n\r\n') + 4),
  'in-body': (text) => text.slice(0, -5),
};

function end(socket: SocketExchange, how: Ending): void {
  if (how === 'fin') socket.finish();
  else socket.reset();
}

function brokenOffCase(how: Ending): ServerCase {
  return serverCase({
    id: `malformed/broken-off/${how}`,
    title: `Requests that are broken off when the client ${WORD[how]} the connection do no harm`,
    about: `Sends a request up to five different places, from the first line to the last bytes of the body, and then ${how === 'fin' ? 'closes' : 'resets'} the connection. The server goes on, for the session that was there and for a new one.`,
    fix: 'Handle the error and close events of requests and responses, and act on a body only when it is complete.',
    needs: ['link:bytes'],
    requirements: [NO_CRASH, 'http.stream.disconnect-anytime'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const template = await templateOf(context, session);
      const whole = requestText(template, pingText('broken-off'));
      for (const [place, cut] of Object.entries(STOPS)) {
        const socket = await openVerbatim(context, place);
        await socket.write(cut(whole));
        end(socket, how);
        await session.request('ping', undefined, { label: `ping-after-${place}` }).answer();
      }
      await beginAnother(context, 'later');
    },
    judges: [
      staysUp(),
      laterCallsWork([...Object.keys(STOPS).map((place) => `ping-after-${place}`), 'later'], NO_CRASH),
    ],
  });
}

/** Half a request that never goes on, on several connections at once. */
async function stallMany(context: ServerContext, text: string, name: string): Promise<void> {
  for (let index = 1; index <= STALLED; index += 1) {
    const socket = await openVerbatim(context, `${name}-${index}`);
    await socket.write(text);
  }
}
const STALLED = 20;

/** The beginning of a TLS handshake: a record header and a ClientHello of nothing but noise. */
function tlsHello(): Uint8Array {
  const hello = Buffer.concat([Buffer.from([1, 0, 0, 196, 3, 3]), randomBytes(194)]);
  return Buffer.concat([Buffer.from([22, 3, 1, 0, hello.length]), hello]);
}

/** Things that clients say which mean another port, another protocol, or nothing. */
const GARBAGE: Readonly<Record<string, () => string | Uint8Array>> = {
  'tls-hello': tlsHello,
  'http2-preface': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000',
  'ssh-banner': () => 'SSH-2.0-OpenSSH_9.9\r\n',
  'json-without-http': () => `${pingText('bare')}\n`,
  noise: () => randomBytes(2048),
  'zero-bytes': () => new Uint8Array(2048),
  'line-without-end': () => 'x'.repeat(96 * 1024),
  'only-line-ends': () => '\r\n'.repeat(512),
  nothing: () => '',
};

export const cases: ServerCase[] = [
  brokenOffCase('fin'),
  brokenOffCase('rst'),
  serverCase({
    id: 'malformed/broken-off/silence',
    title: 'Requests that never go on hold nobody up',
    about: `Leaves half a head on ${STALLED} connections and half a body on as many, all of them open and silent. Calls of others are answered meanwhile.`,
    fix: 'Read every connection by itself, without blocking, and close those whose request does not go on after some time.',
    needs: ['link:bytes'],
    requirements: ['guarantee.isolation', NO_CRASH],
    once: true,
    async script(context) {
      const session = await context.connect();
      const template = await templateOf(context, session);
      const whole = requestText(template, pingText('stalled'));
      await stallMany(context, whole.slice(0, Math.floor(whole.indexOf('\r\n\r\n') / 2)), 'half-head');
      await session.request('ping', undefined, { label: 'ping-beside-heads' }).answer();
      await stallMany(context, whole.slice(0, -10), 'half-body');
      await session.request('ping', undefined, { label: 'ping-beside-bodies' }).answer();
      await beginAnother(context, 'later');
    },
    judges: [staysUp(), laterCallsWork(['ping-beside-heads', 'ping-beside-bodies', 'later'], 'guarantee.isolation')],
  }),
  serverCase({
    id: 'malformed/garbage/no-http',
    title: 'Bytes that are no HTTP do no harm',
    about:
      'Connects and sends what is no HTTP: a TLS handshake, the HTTP/2 preface, an SSH banner, bare JSON, noise, zero bytes, an endless line, empty lines, and nothing. Port scanners and wrong configurations do so every day.',
    fix: 'Handle the errors of your HTTP parser (in Node: "clientError") by closing the connection, and keep them from ending the process.',
    needs: ['link:bytes'],
    requirements: [NO_CRASH],
    once: true,
    async script(context) {
      const session = await context.connect();
      for (const [label, bytes] of Object.entries(GARBAGE)) {
        const socket = await openVerbatim(context, label);
        await socket.write(bytes());
        socket.finish();
        await session.request('ping', undefined, { label: `ping-after-${label}` }).answer();
      }
      await beginAnother(context, 'later');
    },
    judges: [
      staysUp(),
      laterCallsWork([...Object.keys(GARBAGE).map((label) => `ping-after-${label}`), 'later'], NO_CRASH),
    ],
  }),
];
