import { setImmediate as nextTurn } from 'node:timers/promises';
import { answersCall } from '../../../harness/checkers/answers-call.js';
import { echoesText } from '../../../harness/checkers/exact-text.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { fragment } from '../../../harness/faults/index.js';
import { labelLine } from '../../../harness/peer/labels.js';
import { serverEnd } from '../../support/exchange-end.js';
import { namedRequest, pingText, requestHead, templateOf } from '../../support/request-template.js';
import { ordinaryMethod } from '../../support/version-offer.js';

const ANSWERED = 'jsonrpc.response.required';
const UTF8 = 'transport.utf8';

/** Characters of two, three and four bytes in UTF-8. */
const MULTIBYTE = 'é€𐍈 日本語 😀';

const FIX =
  'Collect the bytes of a request until it is complete, decode them once, and never take what one read brings for a unit of anything.';

/** Lets what was written last reach the server by itself. */
async function apart(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

async function writeApart(context: ServerContext, label: string, pieces: readonly string[]): Promise<void> {
  const socket = await context.socket(label);
  for (const piece of pieces) {
    await socket.write(piece);
    await apart();
  }
  await serverEnd(context, label);
}

/** A body in two chunks. */
function inChunks(text: string): string {
  const middle = Math.floor(text.length / 2);
  const chunks = [text.slice(0, middle), text.slice(middle)].map(
    (part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`,
  );
  return `${chunks.join('')}0\r\n\r\n`;
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'fragmentation/request/bytewise',
    title: 'Requests that arrive byte by byte are read like any others',
    about:
      'Shakes hands and makes calls while every byte towards the server is written by itself: heads are divided inside their line ends, and bodies inside characters of several bytes, which the id of a ping is made of. It comes back as it was sent.',
    fix: FIX,
    requirements: [ANSWERED, UTF8, 'jsonrpc.response.echo-id'],
    reproduces: ['B279'],
    once: true,
    faults: [fragment({ direction: 'to-server' })],
    async script(context) {
      const session = await context.connect();
      await session.request('ping', undefined, { label: 'ping', id: `id ${MULTIBYTE}` }).answer();
      await session.request(ordinaryMethod(session), undefined, { label: 'list' }).answer();
    },
    judges: [
      answersCall('session/initialize', ANSWERED, { with: 'result' }),
      answersCall('ping', UTF8, { with: 'result' }),
      answersCall('list', ANSWERED, { with: 'result' }),
    ],
  }),
  serverCase({
    id: 'fragmentation/request/inside-characters',
    title: 'A request that is divided inside its characters keeps them',
    about:
      'Sends a ping whose id is made of characters of several bytes, each of which arrives in two pieces. A server that decodes piece by piece damages the id, and the answer belongs to no request.',
    fix: FIX,
    requirements: [UTF8, 'jsonrpc.response.echo-id'],
    reproduces: ['B279'],
    once: true,
    faults: [fragment({ on: { exchange: 'ping' }, direction: 'to-server', at: 'characters' })],
    async script(context) {
      const session = await context.connect();
      await session.request('ping', undefined, { label: 'ping', id: `id ${MULTIBYTE}` }).answer();
    },
    judges: [answersCall('ping', UTF8, { with: 'result' })],
  }),
  serverCase({
    id: 'fragmentation/request/inside-chunk-heads',
    title: 'A chunked request that is divided inside its chunk heads is read',
    about:
      'Sends a ping in two chunks whose size lines arrive in two pieces each: "4" and "b" are no size of 4 and a chunk that begins with b.',
    fix: 'Leave the decoding of chunks to the HTTP library, and wait for the whole of a size line.',
    needs: ['link:bytes'],
    requirements: [ANSWERED],
    once: true,
    faults: [fragment({ on: { exchange: 'chunked' }, direction: 'to-server', at: 'chunk-heads' })],
    async script(context) {
      const template = await templateOf(context, await context.connect());
      const lines = [labelLine('chunked').trimEnd(), 'Transfer-Encoding: chunked'];
      const head = requestHead(template, '', { length: false, lines });
      await writeApart(context, 'chunked', [head + inChunks(pingText('a ping in two chunks'))]);
    },
    judges: [answersCall('chunked', ANSWERED, { with: 'result' })],
  }),
  serverCase({
    id: 'fragmentation/request/head-and-body',
    title: 'Head and body of a request may come together or apart',
    about:
      'Sends the same ping three times: head and body in one write, head and body in a write each, and the body in two writes of its own. What the network makes of a request means nothing.',
    fix: FIX,
    needs: ['link:bytes'],
    requirements: [ANSWERED],
    once: true,
    async script(context) {
      const template = await templateOf(context, await context.connect());
      const write = async (label: string, divide: (text: string, body: number) => readonly string[]): Promise<void> => {
        const text = namedRequest(template, label, pingText(label));
        await writeApart(context, label, divide(text, text.indexOf('\r\n\r\n') + 4));
      };
      await write('together', (text) => [text]);
      await write('apart', (text, body) => [text.slice(0, body), text.slice(body)]);
      await write('in-three', (text, body) => [text.slice(0, body), text.slice(body, body + 9), text.slice(body + 9)]);
    },
    judges: ['together', 'apart', 'in-three'].map((label) => answersCall(label, ANSWERED, { with: 'result' })),
  }),
  serverCase({
    id: 'fragmentation/echo/inside-characters',
    title: 'Text of many bytes a character survives both directions in pieces',
    about:
      'Has the server echo a text of characters of two to four bytes, which the line divides inside of each character on both ways.',
    fix: FIX,
    requirements: [UTF8, ANSWERED],
    reproduces: ['B279'],
    once: true,
    needs: ['tool:faultline_echo'],
    faults: [fragment({ on: { exchange: 'echo' }, direction: 'both', at: 'characters' })],
    async script(context) {
      const session = await context.connect();
      await session.callTool('faultline_echo', { text: MULTIBYTE.repeat(50) }, { label: 'echo' }).answer();
    },
    judges: [answersCall('echo', ANSWERED, { with: 'result' }), echoesText('echo')],
  }),
];
