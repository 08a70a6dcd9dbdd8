import { describe, expect, test } from 'vitest';
import { keepsResponsesOffGet } from './no-responses-on-get.js';
import { answersOnce } from './one-response.js';
import { answersOwnRequests } from './response-ids.js';
import { failure, notification, request, result, verdictsIn } from './testing/made-history.js';
import type { MadeExchange } from './testing/made-history.js';

const call: MadeExchange = {
  label: 'call',
  session: 's',
  sent: [request(5)],
  events: [{ id: 'a.1', data: result(5) }],
  end: 'complete',
};

describe('ids of responses', () => {
  const judge = answersOwnRequests();
  const seen = (...steps: readonly MadeExchange[]): readonly string[] => verdictsIn(judge, steps);

  test('an answer under the id of its request is right, in a batch too', () => {
    expect(seen(call)).toEqual([]);
    expect(
      seen({ label: 'b', sent: [request(1), request('1')], json: [result('1'), result(1)], end: 'complete' }),
    ).toEqual([]);
  });

  test('an id of the other type is told', () => {
    expect(seen({ ...call, events: [{ data: result('5') }] })).toEqual(['fail jsonrpc.response.echo-id']);
  });

  test('the id of another request of the session is a crossing, that of another session is only foreign', () => {
    const wrong: MadeExchange = { ...call, label: 'other', sent: [request(6)], events: [{ data: result(5) }] };
    expect(seen(call, wrong)).toEqual(['fail guarantee.no-crossing']);
    expect(seen(call, { ...wrong, session: 't' })).toEqual(['fail jsonrpc.response.echo-id']);
  });

  test('what is refused unread may lack the id; an invented one is a warning under an error status', () => {
    expect(seen({ ...call, events: [], status: 404, json: failure(null) })).toEqual([]);
    expect(seen({ ...call, status: 404, json: failure('server-error'), events: [] })).toEqual([
      'warn jsonrpc.response.echo-id',
    ]);
    expect(seen({ ...call, events: [{ data: failure(null) }] })).toEqual(['fail jsonrpc.error.unreadable-id']);
  });

  test('bodies that are no JSON, and invalid messages, may be answered under the id that can be read in them', () => {
    expect(seen({ label: 'x', sent: '{"id":7,"method":', status: 400, json: failure(7) })).toEqual([]);
    expect(seen({ label: 'x', sent: [{ id: 7, method: 5 }], status: 400, json: failure(7) })).toEqual([]);
    expect(seen({ label: 'x', sent: [request(1.5)], json: failure(null) })).toEqual([]);
    expect(seen({ label: 'x', sent: [request(1.5)], json: result(1.5) })).toEqual([]);
  });

  test('a resumed stream carries responses of other exchanges', () => {
    expect(
      seen(call, { label: 'r', method: 'GET', session: 's', lastEventId: 'a.1', events: [{ data: result(5) }] }),
    ).toEqual([]);
  });
});

describe('number of responses', () => {
  const judge = answersOnce();
  const resumed: MadeExchange = {
    label: 'r',
    method: 'GET',
    session: 's',
    lastEventId: 'a.0',
    events: [{ id: 'a.1', data: result(5) }],
  };

  test('one each is right, and a replay repeats it', () => {
    expect(verdictsIn(judge, [call, resumed, { ...resumed, label: 'r2' }])).toEqual([]);
  });

  test('two on one stream, or on two fresh ones, are told', () => {
    const twice = { ...call, events: [{ data: result(5) }, { data: failure(5) }] };
    expect(verdictsIn(judge, [twice])).toEqual(['fail jsonrpc.response.required']);
    const onGet: MadeExchange = { label: 'g', method: 'GET', session: 's', events: [{ data: result(5) }] };
    expect(verdictsIn(judge, [call, onGet])).toEqual(['fail jsonrpc.response.required']);
    const twiceOnResumed = { ...resumed, events: [{ data: result(5) }, { data: result(5) }] };
    expect(verdictsIn(judge, [{ ...call, events: [] }, twiceOnResumed])).toEqual(['fail jsonrpc.response.required']);
  });

  test('a request that was sent twice, or in two sessions, has two answers', () => {
    expect(verdictsIn(judge, [call, { ...call, label: 'call#duplicate' }])).toEqual([]);
    expect(verdictsIn(judge, [call, { ...call, label: 'other', session: 't' }])).toEqual([]);
    expect(
      verdictsIn(judge, [
        { ...call, label: 'a', session: undefined },
        { ...call, label: 'b', session: undefined },
      ]),
    ).toEqual([]);
  });
});

test('responses belong on a GET stream only when it resumes another', () => {
  const judge = keepsResponsesOffGet();
  const get: MadeExchange = { label: 'g', method: 'GET', session: 's', events: [{ data: result(5) }] };
  expect(verdictsIn(judge, [get])).toEqual(['fail http.get.no-responses']);
  expect(verdictsIn(judge, [{ ...get, lastEventId: 'a.1' }])).toEqual([]);
  expect(
    verdictsIn(judge, [{ ...get, events: [{ data: notification('notifications/message') }, { data: request(1) }] }]),
  ).toEqual([]);
  expect(
    verdictsIn(judge, [{ label: 'g', method: 'GET', session: 's', status: 409, json: failure(null), end: 'complete' }]),
  ).toEqual([]);
});
