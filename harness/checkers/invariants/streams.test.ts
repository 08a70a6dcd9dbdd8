import { describe, expect, test } from 'vitest';
import { carriesMessagesInEvents } from './event-data.js';
import { sendsOnOneStream } from './one-stream.js';
import { keepsMessagesWithTheirCall } from './related-messages.js';
import { endsStreamsAfterResponse } from './stream-end.js';
import { notification, request, result, verdictsIn } from './testing/made-history.js';
import type { MadeExchange, MadeEventBody } from './testing/made-history.js';
import { makesEventIdsUnique } from './unique-event-ids.js';

const PROGRESS = notification('notifications/progress', { progressToken: 't', progress: 1 });
const withToken = request(5, 'tools/call', { name: 'x', _meta: { progressToken: 't' } });
const call: MadeExchange = {
  label: 'call',
  session: 's',
  sent: [withToken],
  events: [
    { id: 'a.1', data: PROGRESS },
    { id: 'a.2', data: result(5) },
  ],
  end: 'complete',
};
const listen: MadeExchange = { label: 'listen', method: 'GET', session: 's', events: [] };
const cut: MadeEventBody = { kind: 'fault', fault: 'reset', status: 'fired', exchange: 'call' };

describe('event ids', () => {
  const judge = makesEventIdsUnique();
  const get = { ...listen, events: [{ id: 'a.1', data: PROGRESS }] };

  test('an id on two streams of a session is told, in two sessions it is not', () => {
    expect(verdictsIn(judge, [call, get])).toEqual(['fail http.resume.event-id-unique']);
    expect(verdictsIn(judge, [call, { ...get, session: 't' }])).toEqual([]);
  });

  test('a replay of the same event is right, another event under its id is not', () => {
    expect(verdictsIn(judge, [call, { ...get, lastEventId: 'a.0' }])).toEqual([]);
    const other = { ...get, lastEventId: 'a.0', events: [{ id: 'a.1', data: result(6) }] };
    expect(verdictsIn(judge, [call, other])).toEqual(['fail http.resume.event-id-unique']);
  });

  test('a block without data may repeat the id before it', () => {
    const closing = {
      ...call,
      events: [
        { id: 'a.1', data: PROGRESS },
        { id: 'a.1', data: '' },
      ],
    };
    expect(verdictsIn(judge, [closing])).toEqual([]);
  });
});

describe('the end of a stream', () => {
  const judge = endsStreamsAfterResponse();

  test('an end, and a history that is over soon, are right', () => {
    expect(verdictsIn(judge, [call])).toEqual([]);
    expect(verdictsIn(judge, [{ ...call, end: 'abandoned', lastsMs: 1500 }])).toEqual([]);
    expect(verdictsIn(judge, [{ ...call, end: undefined }])).toEqual([]);
  });

  test('a stream that somebody else had to end after a while is told, unless a fault was on it', () => {
    const open = { ...call, end: 'abandoned', lastsMs: 2500 } as const;
    expect(verdictsIn(judge, [open])).toEqual(['warn http.stream.end-after-response']);
    expect(verdictsIn(judge, [open, cut])).toEqual([]);
  });

  test('a stream whose response is still due may stay open', () => {
    expect(verdictsIn(judge, [{ ...call, events: [{ data: PROGRESS }], end: 'abandoned', lastsMs: 9000 }])).toEqual([]);
  });
});

describe('one stream for each message', () => {
  const judge = sendsOnOneStream();

  test('progress of one call on two streams is told', () => {
    expect(verdictsIn(judge, [call, { ...listen, events: [{ data: PROGRESS }] }])).toEqual([
      'fail http.multi.one-stream-per-message',
    ]);
  });

  test('equal notifications may be two, and so may those of two calls', () => {
    const changed = { data: notification('notifications/tools/list_changed') };
    expect(
      verdictsIn(judge, [
        { ...call, events: [changed] },
        { ...listen, events: [changed] },
      ]),
    ).toEqual([]);
    expect(verdictsIn(judge, [call, { ...call, label: 'again' }])).toEqual([]);
  });

  test('a request may come again when its first stream is lost', () => {
    const asked = { data: request(1, 'elicitation/create') };
    const first: MadeExchange = { ...call, events: [asked] };
    const again = { ...listen, events: [asked] };
    expect(verdictsIn(judge, [first, again])).toEqual(['fail http.multi.one-stream-per-message']);
    expect(verdictsIn(judge, [{ ...first, end: 'rst' }, again])).toEqual([]);
    expect(verdictsIn(judge, [first, cut, again])).toEqual([]);
  });
});

test('messages of a call on another stream are told', () => {
  const judge = keepsMessagesWithTheirCall();
  expect(verdictsIn(judge, [call])).toEqual([]);
  expect(verdictsIn(judge, [call, { ...listen, events: [{ data: PROGRESS }] }])).toEqual([
    'warn http.get.messages-unrelated',
  ]);
  const other: MadeExchange = {
    label: 'other',
    session: 's',
    sent: [request(6)],
    events: [{ data: PROGRESS }, { data: result(6) }],
  };
  expect(verdictsIn(judge, [call, other])).toEqual(['warn http.stream.messages-related']);
  expect(verdictsIn(judge, [call, { ...other, session: 't' }])).toEqual([]);
});

test('events carry messages or nothing', () => {
  const judge = carriesMessagesInEvents();
  const carrying = (type: string | undefined, data: unknown): readonly string[] =>
    verdictsIn(judge, [{ ...call, events: [{ ...(type !== undefined && { type }), data }] }]);
  expect(carrying(undefined, '')).toEqual([]);
  expect(carrying('message', result(5))).toEqual([]);
  expect(carrying('ping', '2026-01-01')).toEqual([]);
  expect(carrying(undefined, 'ping')).toEqual(['fail jsonrpc.follow-2.0']);
  expect(carrying('response', result(5))).toEqual(['warn guarantee.no-loss']);
});
