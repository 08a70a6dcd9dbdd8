import { expect, test } from 'vitest';
import type { EventBody } from '../../history/events.js';
import { viewHistory } from '../../history/view.js';
import { parseMessages } from '../../wire/jsonrpc.js';
import type { Checker } from '../checker.js';
import { keepsLifecycle } from './invariants/lifecycle-order.js';
import { offersNewestVersion } from './version-offer.js';

const READY: EventBody = {
  kind: 'client',
  client: 'client',
  what: 'ready',
  value: { revisions: ['2026-07-28', '2025-11-25', '2025-06-18'] },
};

/** A message that the client posts, with the version in its header where there is one. */
function posted(exchange: string, value: object, version?: string): EventBody[] {
  const parsed = parseMessages(JSON.stringify(value));
  if (parsed.kind !== 'single') throw new Error('one message is wanted');
  const { message } = parsed;
  const headers = version === undefined ? [] : ([['MCP-Protocol-Version', version]] as const);
  const base = { side: 'client', exchange } as const;
  return [
    { kind: 'request', ...base, connection: 'connection-1', method: 'POST', target: '/mcp', headers },
    { kind: 'message', ...base, direction: 'to-server', carrier: 'json', message, batched: false },
  ];
}

function initialize(protocolVersion: string): EventBody[] {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'a', version: '1' } };
  return posted('POST initialize', { jsonrpc: '2.0', id: 2, method: 'initialize', params });
}

function rulesOf(checker: Checker, ...events: readonly EventBody[]): string[] {
  const view = viewHistory(
    events.map((body, index) => ({ ...body, t: index, index })),
    'client',
  );
  return checker.check(view, { revision: '2025-11-25', lagMs: 0 }).findings.map(({ rule }) => rule);
}

const DISCOVER = { jsonrpc: '2.0', id: 1, method: 'server/discover' };

test('a client that speaks a revision without a handshake may try it first', () => {
  const probe = posted('POST server/discover', DISCOVER, '2026-07-28');
  expect(rulesOf(keepsLifecycle(), READY, ...probe, ...initialize('2025-11-25'))).toEqual([]);
  const strayed = posted('POST server/discover', DISCOVER);
  expect(rulesOf(keepsLifecycle(), READY, ...strayed, ...initialize('2025-11-25'))).toEqual(['lifecycle.init-first']);
});

test('the newest version that can be offered is one with a handshake', () => {
  expect(rulesOf(offersNewestVersion(), READY, ...initialize('2025-11-25'))).toEqual([]);
  expect(rulesOf(offersNewestVersion(), READY, ...initialize('2025-06-18'))).toEqual([
    'lifecycle.version.client-latest',
  ]);
});
