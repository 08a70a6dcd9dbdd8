import { expect, test } from 'vitest';
import { KEEP_HOST_HEADER, VERBATIM_LINE, VERBATIM_METHOD } from '../link.js';
import { post, jsonResponse, result } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';
import { VerbatimLine } from './verbatim-line.js';

const LINE = `${VERBATIM_LINE}raw\r\n`;

test('a connection that asks for it is passed on verbatim, malformed and pipelined bytes included', async () => {
  const rig = await openRig({ link: { rewriteHost: 'target.test' } });
  const client = rig.dial();
  const bytes =
    'POST / HTTP/1.1\r\nHost: own.test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabPOST / HTTP/1.1\n\n\0';
  await client.send(LINE + bytes);
  const server = await rig.server.connection(1);
  expect(await server.waitForBytes(bytes.length)).toEqual(Buffer.from(bytes));
});

test('each answer on such a connection is recorded as an exchange of its own', async () => {
  const rig = await openRig();
  const client = rig.dial();
  await client.send(`${LINE}anything`);
  const server = await rig.server.connection(1);
  await server.waitForBytes('anything'.length);
  await server.send(jsonResponse(result(1)) + jsonResponse(result(2)));
  await rig.recorded(
    'end',
    (event) => event.kind === 'response-end' && event.side === 'server' && event.exchange === 'raw#2',
  );
  const [first, second] = [rig.exchange('raw'), rig.exchange('raw#2')];
  expect([first.request?.method, second.request?.method]).toEqual([VERBATIM_METHOD, VERBATIM_METHOD]);
  expect([first, second].map(({ server: side }) => side.messages[0]?.message.id)).toEqual([1, 2]);
  const answers = jsonResponse(result(1)) + jsonResponse(result(2));
  expect(await client.waitForBytes(answers.length)).toEqual(Buffer.from(answers));
});

test('ends cross on such a connection in both directions', async () => {
  const rig = await openRig();
  const client = rig.dial();
  await client.send(`${LINE}half a requ`);
  const server = await rig.server.connection(1);
  await server.waitForBytes('half a requ'.length);
  client.finish();
  expect(await server.waitForEnding()).toBe('fin');
  server.finish();
  expect(await client.waitForEnding()).toBe('fin');
});

test('a request that asks for it keeps its Host, and the server does not see that it asked', async () => {
  const rig = await openRig({ link: { rewriteHost: 'target.test:8443' } });
  const request = post({ label: 'x', headers: [`${KEEP_HOST_HEADER}: 1`] });
  const { server } = await startExchange(rig, request, 40);
  await server.waitForText('tools/call');
  expect(server.text()).toMatch(/^host: link\.test\r$/im);
  expect(server.text().toLowerCase()).not.toContain('faultline');
});

test('the line is found in whatever pieces it comes, and other beginnings lose nothing', () => {
  const line = new VerbatimLine();
  for (const byte of Buffer.from(LINE.slice(0, -1))) expect(line.take(Uint8Array.of(byte))).toBeUndefined();
  expect(line.take(Buffer.from('\nrest'))).toEqual({ label: 'raw', rest: Buffer.from('rest') });
  expect(new VerbatimLine().take(Buffer.from('POST / HTTP'))).toEqual({
    label: undefined,
    rest: Buffer.from('POST / HTTP'),
  });
  const endless = new VerbatimLine();
  expect(endless.take(Buffer.from(VERBATIM_LINE))).toBeUndefined();
  expect(endless.take(Buffer.alloc(2000, 'x'))?.label).toBeUndefined();
  const short = new VerbatimLine();
  short.take(Buffer.from('fault'));
  expect(short.end()).toEqual({ label: undefined, rest: Buffer.from('fault') });
});
