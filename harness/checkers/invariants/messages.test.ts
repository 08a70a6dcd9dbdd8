import { describe, expect, test } from 'vitest';
import { metaKeyFlaws } from './meta-keys.js';
import { messageFlaws } from './message-flaws.js';
import { reportsProgressRightly } from './progress.js';
import { numbersItsRequests, usesDeclaredClientFeatures } from './server-requests.js';
import { leavesNotificationsUnanswered } from './notifications-unanswered.js';
import { answersInKnownForm } from './answer-form.js';
import { failure, notification, request, result, verdictsIn } from './testing/made-history.js';
import type { MadeExchange } from './testing/made-history.js';

describe('the form of messages', () => {
  const rules = (value: unknown): string[] => messageFlaws(value, '2025-11-25').map(({ rule }) => rule);

  test('valid messages have no flaw', () => {
    const valid = [
      request(0),
      request(''),
      result('x'),
      failure(null),
      notification('notifications/message', {}),
      failure(1, -32042),
      failure(1, -32050),
      failure(1, 7),
    ];
    expect(valid.flatMap(rules)).toEqual([]);
    expect(rules({ jsonrpc: '2.0', error: { code: -32600, message: 'x' } })).toEqual([]);
  });

  test.each([
    [{ id: 1, result: {} }, 'jsonrpc.version-member'],
    [[], 'jsonrpc.follow-2.0'],
    [{ jsonrpc: '2.0', id: 1 }, 'jsonrpc.follow-2.0'],
    [result(1, 'text'), 'jsonrpc.follow-2.0'],
    [request(null), 'jsonrpc.request.id-not-null'],
    [request(1.5), 'jsonrpc.request.id-type'],
    [request(1, 'ping', []), 'jsonrpc.request.params-object'],
    [request(1, 'rpc.x'), 'jsonrpc.method.rpc-prefix-reserved'],
    [{ jsonrpc: '2.0', method: 1 }, 'jsonrpc.request.method-string'],
    [{ ...notification('notifications/message'), id: 1 }, 'jsonrpc.notification.no-id'],
    [result(null), 'jsonrpc.response.echo-id'],
    [{ ...result(1), error: null }, 'jsonrpc.response.result-xor-error'],
    [failure(1, '1'), 'jsonrpc.error.code-integer'],
    [failure(1, 1, null), 'jsonrpc.error.code-and-message'],
    [{ jsonrpc: '2.0', id: 1, error: 'bad' }, 'jsonrpc.error.code-and-message'],
    [failure(1, -32404), 'jsonrpc.error.app-code-range'],
    [failure(1, -32600, 'a\n    at b'), 'jsonrpc.error.message-concise'],
  ])('%j', (value, rule) => {
    expect(rules(value)).toEqual([rule]);
  });
});

describe('metadata keys', () => {
  const rules = (key: string): string[] => metaKeyFlaws(key, '2025-11-25').map(({ rule }) => rule);

  test('keys that follow the rules pass', () => {
    const good = [
      'progressToken',
      'a',
      'com.example/a_b.c-d',
      'com.example/',
      'io.modelcontextprotocol/related-task',
      'mcp.example/x',
    ];
    expect(good.flatMap(rules)).toEqual([]);
  });

  test.each([
    ['_x', 'meta.keys.name-grammar'],
    ['com.example/-x', 'meta.keys.name-grammar'],
    ['1com.example/x', 'meta.keys.prefix-grammar'],
    ['com.example-/x', 'meta.keys.prefix-grammar'],
    ['tools.mcp.com/x', 'meta.keys.reserved-prefix'],
    ['acme/x', 'meta.keys.reverse-dns'],
  ])('%s', (key, rule) => {
    expect(rules(key)).toEqual([rule]);
  });

  test('2025-06-18 reserves names in front of any last label', () => {
    expect(metaKeyFlaws('mcp.dev/x', '2025-06-18').map(({ rule }) => rule)).toContain('meta.keys.reserved-prefix');
  });
});

describe('progress', () => {
  const judge = reportsProgressRightly();
  const progress = (value: number, token: unknown = 7, more: object = {}): { data: unknown } => ({
    data: notification('notifications/progress', { progressToken: token, progress: value, ...more }),
  });
  const call = (...events: { data: unknown }[]): MadeExchange => ({
    label: 'call',
    session: 's',
    sent: [request(5, 'tools/call', { _meta: { progressToken: 7 } })],
    events,
  });

  test('growing values of the token are right, fractions and jumps too', () => {
    expect(verdictsIn(judge, [call(progress(0), progress(0.5), progress(9), { data: result(5) })])).toEqual([]);
  });

  test('what is wrong is told', () => {
    expect(verdictsIn(judge, [call(progress(1), progress(1))])).toEqual(['fail progress.increasing']);
    expect(verdictsIn(judge, [call(progress(1, '7'))])).toEqual(['fail progress.token-type']);
    expect(verdictsIn(judge, [call(progress(1, 8))])).toEqual(['fail progress.active-token-only']);
    expect(verdictsIn(judge, [call(progress(1, { a: 1 }))])).toEqual(['fail progress.token-type']);
    expect(verdictsIn(judge, [call({ data: result(5) }, progress(1))])).toEqual(['fail progress.stops']);
    expect(verdictsIn(judge, [call(progress(1, 7, { message: '' }))])).toEqual(['warn progress.message']);
  });

  test('a replay begins again, and two requests under one token are not told apart', () => {
    const replay: MadeExchange = {
      label: 'r',
      method: 'GET',
      session: 's',
      lastEventId: 'x',
      events: [progress(1), progress(2)],
    };
    expect(verdictsIn(judge, [call(progress(1), progress(2)), replay])).toEqual([]);
    expect(verdictsIn(judge, [call(progress(1), progress(1)), { ...call(), label: 'twin' }])).toEqual([]);
  });
});

describe('requests of the server', () => {
  const asked = (label: string, id: unknown, end?: 'rst'): MadeExchange => ({
    label,
    session: 's',
    sent: [request(label)],
    events: [{ data: request(id, 'elicitation/create', { message: 'x' }) }],
    ...(end && { end }),
  });

  test('no id is used twice, but a request may come again after a loss', () => {
    const judge = numbersItsRequests();
    expect(verdictsIn(judge, [asked('a', 1), asked('b', '1')])).toEqual([]);
    expect(verdictsIn(judge, [asked('a', 1), asked('b', 1)])).toEqual(['fail jsonrpc.request.id-unique-session']);
    expect(verdictsIn(judge, [asked('a', 1, 'rst'), asked('b', 1)])).toEqual([]);
  });

  test('a client is asked for what it declared', () => {
    const judge = usesDeclaredClientFeatures();
    const handshake = (capabilities: object): MadeExchange => ({
      label: 'init',
      sent: [request(1, 'initialize', { capabilities })],
      assigns: 's',
      json: result(1),
    });
    expect(verdictsIn(judge, [handshake({ elicitation: {} }), asked('a', 1)])).toEqual([]);
    expect(verdictsIn(judge, [handshake({}), asked('a', 1)])).toEqual([
      'fail lifecycle.operate.negotiated-capabilities',
    ]);
    expect(verdictsIn(judge, [asked('a', 1)])).toEqual([]);
  });
});

test('notifications are acknowledged and not answered', () => {
  const judge = leavesNotificationsUnanswered();
  const posted: MadeExchange = { label: 'n', sent: [notification('notifications/initialized')], end: 'complete' };
  expect(verdictsIn(judge, [posted])).toEqual([]);
  expect(verdictsIn(judge, [{ ...posted, status: 400, json: failure(null) }])).toEqual([]);
  expect(verdictsIn(judge, [{ ...posted, status: 204 }])).toEqual(['fail http.post.notification-202']);
  expect(verdictsIn(judge, [{ ...posted, status: 202, json: result(0) }])).toEqual([
    'fail jsonrpc.notification.no-response',
  ]);
  expect(verdictsIn(judge, [{ ...posted, sent: [result('x')], status: 200, json: {} }])).toEqual([
    'fail http.post.response-202',
  ]);
});

test('accepted requests are answered in a known form', () => {
  const judge = answersInKnownForm();
  const posted: MadeExchange = { label: 'p', session: 's', sent: [request(1)], end: 'complete' };
  expect(verdictsIn(judge, [{ ...posted, json: result(1) }])).toEqual([]);
  expect(verdictsIn(judge, [{ ...posted, json: result(1), type: 'text/plain' }])).toEqual([
    'fail http.post.reply-json-or-sse',
  ]);
  expect(verdictsIn(judge, [{ ...posted, json: [result(1)] }])).toEqual(['fail http.post.reply-json-or-sse']);
  expect(verdictsIn(judge, [{ ...posted, status: 404, type: 'text/html', json: 'gone' }])).toEqual([]);
  expect(verdictsIn(judge, [{ ...posted, status: 202 }])).toEqual(['fail http.post.reply-json-or-sse']);
  const cancelled: MadeExchange = {
    label: 'c',
    session: 's',
    sent: [notification('notifications/cancelled', { requestId: 1 })],
  };
  expect(verdictsIn(judge, [{ ...posted, status: 202 }, cancelled])).toEqual([]);
});
