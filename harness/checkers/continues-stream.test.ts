import { expect, test } from 'vitest';
import type { EventBody } from '../history/events.js';
import { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import { classifyMessage } from '../wire/jsonrpc.js';
import type { ContinuationOptions } from './continues-stream.js';
import { continuesStream } from './continues-stream.js';

const TOTAL = 3;
const SSE: [string, string][] = [['content-type', 'text/event-stream']];
const CALL = {
  jsonrpc: '2.0',
  id: 7,
  method: 'tools/call',
  params: {
    name: 'faultline_emit',
    arguments: { count: TOTAL, key: 'work' },
    _meta: { progressToken: 'token' },
  },
};

function progress(number: number, progressToken = 'token'): object {
  const params = { progressToken, progress: number, total: TOTAL, message: `work:${number}` };
  return { jsonrpc: '2.0', method: 'notifications/progress', params };
}

function response(id = 7): object {
  return { jsonrpc: '2.0', id, result: {} };
}

/** Writes histories of one call and of what resumed it; event ids are `e1`, `e2`, ... by the number of the message. */
function history(): {
  post: (...messages: object[]) => void;
  resume: (label: string, cursor: string, answer: { status?: number; messages?: object[]; cut?: boolean }) => void;
  rules: (options?: ContinuationOptions) => string[];
} {
  const recorder = new Recorder();
  const side = 'server' as const;
  const record = (body: EventBody): void => void recorder.record(body);
  const request = (exchange: string, method: string, headers: [string, string][] = []): void =>
    record({ kind: 'request', side, connection: 'c', exchange, method, target: '/mcp', headers });
  const head = (exchange: string, status: number): void =>
    record({ kind: 'response', side, connection: 'c', exchange, by: 'sut', status, headers: SSE });
  const end = (exchange: string, ending: 'complete' | 'link'): void =>
    record({ kind: 'response-end', side, exchange, ending, framing: 'chunked', sizeBytes: 0 });
  const sent = (exchange: string, value: object): void => {
    const message = classifyMessage(value);
    record({ kind: 'message', side, exchange, direction: 'to-server', carrier: 'json', message, batched: false });
  };
  const events = (exchange: string, messages: object[], first: number): void => {
    for (const [index, value] of messages.entries()) {
      const id = `e${first + index}`;
      const event = { kind: 'event' as const, dispatched: true, id, data: '{}', startOffset: 0, endOffset: 0 };
      record({ kind: 'sse', side, exchange, event });
      const message = classifyMessage(value);
      record({ kind: 'message', side, exchange, direction: 'to-client', carrier: 'sse', message, batched: false });
    }
  };
  return {
    post(...messages) {
      request('call', 'POST');
      sent('call', CALL);
      head('call', 200);
      events('call', messages, 1);
      end('call', 'link');
    },
    resume(label, cursor, { status = 200, messages = [], cut = false }) {
      request(label, 'GET', [['Last-Event-ID', cursor]]);
      head(label, status);
      events(label, messages, Number(cursor.slice(1)) + 1);
      end(label, cut ? 'link' : 'complete');
    },
    rules(options) {
      const result = continuesStream('call', options).check(viewHistory(recorder.events), {
        revision: '2025-11-25',
        lagMs: 0,
      });
      return result.findings.map(({ severity, rule }) => `${severity} ${rule}`);
    },
  };
}

test('a stream that goes on right behind the named event keeps every rule', () => {
  const { post, resume, rules } = history();
  post(progress(1), progress(2));
  resume('call/resume', 'e1', { messages: [progress(2), progress(3), response()] });
  expect(rules()).toEqual([]);
});

test.each([
  ['a gap', [progress(3), response()], 'fail guarantee.no-loss'],
  ['a repeated event', [progress(1), progress(2), progress(3), response()], 'fail guarantee.no-duplicate'],
  ['an event twice', [progress(2), progress(2), progress(3), response()], 'fail guarantee.no-duplicate'],
  ['an exchange of places', [progress(3), progress(2), response()], 'fail guarantee.order'],
  ['no response', [progress(2), progress(3)], 'fail guarantee.no-loss'],
])('%s is found', (_name, messages, finding) => {
  const { post, resume, rules } = history();
  post(progress(1));
  resume('call/resume', 'e1', { messages });
  expect(rules()).toEqual([finding]);
});

test.each([
  ['progress of another call', progress(1, 'foreign')],
  ['a response of another call', response(8)],
])('%s does not belong on the stream', (_name, foreign) => {
  const { post, resume, rules } = history();
  post(progress(1));
  resume('call/resume', 'e1', { messages: [foreign, progress(2), progress(3), response()] });
  expect(rules()).toEqual(['fail http.resume.no-cross-stream']);
});

test('what a second cut took is not missed on the first resumption', () => {
  const { post, resume, rules } = history();
  post(progress(1));
  resume('call/resume', 'e1', { messages: [progress(2)], cut: true });
  resume('call/resume#2', 'e2', { messages: [progress(3), response()] });
  expect(rules()).toEqual([]);
});

test('a refusal weighs what the case says', () => {
  const { post, resume, rules } = history();
  post(progress(1));
  resume('call/resume', 'e1', { status: 400 });
  expect(rules()).toEqual(['fail guarantee.no-loss']);
  expect(rules({ refusal: 'warn' })).toEqual(['warn guarantee.no-loss']);
});

test('a conflict that gives way is a note, one that stays is a loss', () => {
  const conflict = history();
  conflict.post(progress(1));
  conflict.resume('call/resume', 'e1', { status: 409 });
  expect(conflict.rules()).toEqual(['note guarantee.no-loss', 'fail guarantee.no-loss']);
  conflict.resume('call/resume#2', 'e1', { messages: [progress(2), progress(3), response()] });
  expect(conflict.rules()).toEqual(['note guarantee.no-loss']);
});

test('behind the response nothing is owed, not even a stream', () => {
  const { post, resume, rules } = history();
  post(progress(1), progress(2), progress(3), response());
  resume('call/resume', 'e4', { status: 400 });
  expect(rules()).toEqual([]);
});

test('two that resume together may share what is left', () => {
  const { post, resume, rules } = history();
  post(progress(1));
  resume('call/resume-a', 'e1', { messages: [progress(2)], cut: false });
  resume('call/resume-b', 'e1', { messages: [progress(3), response()] });
  expect(rules({ together: true })).toEqual([]);
  expect(rules()).toEqual(['fail guarantee.no-loss']);
});

test('without an event id there is nothing to judge, unless the case asks for one', () => {
  const { post, rules } = history();
  post();
  expect(rules()).toEqual(['inconclusive http.resume.per-stream-cursor']);
  expect(rules({ withoutId: 'http.stream.priming-event' })).toEqual(['warn http.stream.priming-event']);
});
