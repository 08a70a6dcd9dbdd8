import { expect, test } from 'vitest';
import { reset, truncate } from '../../faults/index.js';
import type { FaultSpec } from '../../faults/fault.js';
import { CHUNKED_SSE, chunk, get, sseEvent } from './testing/raw-http.js';
import { openRawPeers } from './testing/raw-peers.js';
import { openRig } from './testing/rig.js';
import { makeSelfSigned } from './testing/self-signed.js';

test.each([
  ['rst', reset({ on: { exchange: 'x' }, at: { events: 1 } })],
  ['fin', truncate({ on: { exchange: 'x' }, at: { events: 1 } })],
] as [string, FaultSpec][])('a connection over TLS is ended by %s too', async (ending, fault) => {
  const peers = openRawPeers();
  const server = await peers.listen({ tls: makeSelfSigned('localhost') });
  const rig = await openRig({
    link: {
      upstream: { protocol: 'https:', hostname: 'localhost', port: server.port },
      tls: { rejectUnauthorized: false },
    },
  });
  const armed = await rig.link.arm(fault);
  const client = rig.dial();
  void client.send(get({ label: 'x' }));
  const upstream = await server.connection(1);
  await upstream.waitForText('\r\n\r\n');
  void upstream.send(CHUNKED_SSE + chunk(sseEvent('one')).toString() + chunk(sseEvent('two')).toString());
  expect(await client.waitForEnding()).toBe(ending);
  expect(await upstream.waitForEnding()).toBe(ending);
  expect(client.text()).not.toContain('two');
  await rig.expectStruck(armed, 1);
  await peers.close();
});
