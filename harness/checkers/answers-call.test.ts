import { describe, expect, test } from 'vitest';
import type { EventBody } from '../history/events.js';
import type { HistoryView } from '../history/view.js';
import { answersCall, laterCallsWork, responsesTo } from './answers-call.js';
import type { AnswerExpectation } from './answers-call.js';
import type { Severity } from './checker.js';
import { endOf, historyOf, messageOf, requestOf, streamHeadOf } from './testing/history-of.js';

const CONTEXT = { revision: '2025-11-25', lagMs: 0 } as const;

function call(label: string, id: number | string, ...answers: object[]): EventBody[] {
  return [
    requestOf(label),
    messageOf(label, 'to-server', { jsonrpc: '2.0', id, method: 'tools/call' }),
    streamHeadOf(label),
    ...answers.map((answer) => messageOf(label, 'to-client', { jsonrpc: '2.0', ...answer })),
    endOf(label),
  ];
}

function viewOf(...events: EventBody[]): HistoryView {
  return historyOf(...events.map((event, index) => [index, event] as const));
}

/** The severities of what is found, by their order. */
function found(expectation: AnswerExpectation, ...answers: object[]): Severity[] {
  const checker = answersCall('call', 'ping.respond', expectation);
  return checker.check(viewOf(...call('call', 1, ...answers)), CONTEXT).findings.map(({ severity }) => severity);
}

const RESULT = { id: 1, result: { isError: false } };
const ERROR = { id: 1, error: { code: -32_602, message: 'no' } };

describe('a call that is to be answered', () => {
  test.each<[AnswerExpectation, object, Severity[]]>([
    [{ with: 'result' }, RESULT, []],
    [{ with: 'result' }, ERROR, ['fail']],
    [{ with: 'result', severity: 'warn' }, ERROR, ['warn']],
    [{ with: 'result', result: () => undefined }, RESULT, []],
    [{ with: 'result', result: ({ isError }) => `isError is ${String(isError)}` }, RESULT, ['fail']],
    [{ with: 'error' }, ERROR, []],
    [{ with: 'error' }, RESULT, ['fail']],
    [{ with: 'error', codes: [-32_602] }, ERROR, []],
    [{ with: 'error', codes: [-32_601] }, ERROR, ['fail']],
    [{ with: 'error', codes: [-32_601], toleratedCodes: [-32_602] }, ERROR, ['warn']],
    [{ with: 'any' }, RESULT, []],
    [{ with: 'any' }, ERROR, []],
    [{ with: 'any', codes: [-32_601] }, ERROR, ['fail']],
  ])('%j by %j', (expectation, answer, severities) => {
    expect(found(expectation, answer)).toEqual(severities);
  });

  test.each([
    ['nothing', []],
    ['a notification', [{ method: 'notifications/progress', params: {} }]],
    ['the response to another call', [{ id: 2, result: {} }]],
    ['the response to a call with an id that only looks the same', [{ id: '1', result: {} }]],
  ])('is not answered by %s', (_name, answers: object[]) => {
    expect(found({ with: 'any' }, ...answers)).toEqual(['fail']);
  });

  test('is judged by the first of two answers', () => {
    expect(found({ with: 'result' }, RESULT, ERROR)).toEqual([]);
  });

  test('is given no answer by a result that is no object', () => {
    const expectation: AnswerExpectation = { with: 'result', result: ({ content }) => (content ? undefined : 'empty') };
    for (const result of [null, 'text', 17, []]) expect(found(expectation, { id: 1, result })).toEqual(['fail']);
  });

  test('can be answered on a stream that resumes its own', () => {
    const cut = [requestOf('call'), messageOf('call', 'to-server', { jsonrpc: '2.0', id: 1, method: 'x' })];
    const resumed = [requestOf('resume', 'GET'), messageOf('resume', 'to-client', { jsonrpc: '2.0', ...RESULT })];
    const view = viewOf(...cut, ...resumed);
    expect(answersCall('call', 'ping.respond', { with: 'result' }).check(view, CONTEXT).findings).toHaveLength(1);
    const either = answersCall('call', 'ping.respond', { with: 'result', orOn: ['resume', 'nowhere'] });
    expect(either.check(view, CONTEXT)).toMatchObject({ findings: [], evidence: [3] });
  });

  test('says nothing when it was never sent', () => {
    const { findings } = answersCall('call', 'ping.respond', { with: 'any' }).check(viewOf(), CONTEXT);
    expect(findings).toMatchObject([{ severity: 'inconclusive', seen: 'the request was never sent' }]);
  });

  test('cites what it was asked and how that ended, when no answer came', () => {
    const { findings } = answersCall('call', 'ping.respond', { with: 'any' }).check(
      viewOf(...call('call', 1)),
      CONTEXT,
    );
    expect(findings[0]?.events).toEqual([0, 2, 3]);
  });
});

describe('responses to a call', () => {
  test('are all that bear its id, also when that is 0', () => {
    const view = viewOf(...call('call', 0, { id: 0, result: {} }, { id: 0, error: { code: 1, message: '' } }));
    expect(responsesTo(view, 'call').map(({ message }) => message.kind)).toEqual(['result', 'error']);
  });

  test('are none for an exchange that made no request', () => {
    expect(responsesTo(viewOf(requestOf('call')), 'call')).toEqual([]);
    expect(responsesTo(viewOf(), 'call')).toEqual([]);
  });
});

describe('calls after a fault', () => {
  const checker = laterCallsWork(['first', 'second']);

  test('work when each has a result', () => {
    const view = viewOf(...call('first', 1, { id: 1, result: {} }), ...call('second', 2, { id: 2, result: {} }));
    expect(checker.check(view, CONTEXT)).toMatchObject({ findings: [], rules: ['guarantee.recovers'] });
  });

  test('do not work when one of them has none, and the finding bears the name of the checker', () => {
    const view = viewOf(...call('first', 1, { id: 1, result: {} }), ...call('second', 2));
    const { findings } = checker.check(view, CONTEXT);
    expect(findings).toMatchObject([{ checker: checker.name, rule: 'guarantee.recovers', severity: 'fail' }]);
  });

  test('say nothing when one of them was never sent', () => {
    const view = viewOf(...call('first', 1, { id: 1, result: {} }));
    expect(checker.check(view, CONTEXT).findings).toMatchObject([{ severity: 'inconclusive' }]);
  });
});
