import { describe, expect, test } from 'vitest';
import type { Checker, CheckResult } from '../checkers/checker.js';
import { checker } from '../checkers/judge.js';
import { reset } from '../faults/index.js';
import type { EventBody } from '../history/events.js';
import { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import { classifyMessage } from '../wire/jsonrpc.js';
import { judgeCase, proveFaults } from './judge-case.js';
import type { PlayedCase } from './judge-case.js';
import type { Death } from './target-watch.js';

const RULE = 'ping.respond';

function request(exchange: string): EventBody {
  return { kind: 'request', side: 'server', connection: 'c', exchange, method: 'POST', target: '/mcp', headers: [] };
}

function end(exchange: string): EventBody {
  return { kind: 'response-end', side: 'server', exchange, ending: 'complete', framing: 'chunked', sizeBytes: 0 };
}

function result(exchange: string): EventBody {
  const message = classifyMessage({ jsonrpc: '2.0', id: 1, result: {} });
  return {
    kind: 'message',
    side: 'server',
    exchange,
    direction: 'to-client',
    carrier: 'json',
    message,
    batched: false,
  };
}

const ANSWERED = [request('a'), result('a'), end('a')];
const LINK_ERROR: EventBody = {
  kind: 'connection',
  side: 'server',
  connection: 'c',
  what: 'error',
  from: 'link',
  detail: 'x is not a function',
};

const content: Checker = checker('content', [RULE], (view, judge) => judge.saw(...view.events));

/** Finds that the rule is broken, citing these events. */
function breaks(rule: string, ...cited: number[]): Checker {
  return checker('breaks', [rule], (view, judge) =>
    judge.breach(rule, { expected: 'this', seen: 'that', events: cited.map((index) => view.events[index]) }),
  );
}

function played(events: EventBody[], changes: Partial<PlayedCase> = {}): PlayedCase {
  const recorder = new Recorder();
  for (const event of events) recorder.record(event);
  return {
    recorder,
    outcome: { kind: 'done' },
    eventsAtEnd: events.length,
    revision: '2025-11-25',
    judged: 'server',
    view: viewHistory(recorder.events),
    unseen: [],
    judges: [content],
    invariants: [],
    lagMs: 0,
    ...changes,
  };
}

/** The target died before the first event, or, with `certain`, after the last one. */
function death({ certain = false, blame }: { certain?: boolean; blame?: CheckResult } = {}): Death {
  return {
    message: 'the target is gone',
    certainUntil: certain ? Infinity : 0,
    blame: () => blame,
  };
}

const BUDGET = { kind: 'budget', message: 'the script was not done' } as const;

describe('a case whose script was done', () => {
  test('is judged by its checkers', () => {
    expect(judgeCase(played(ANSWERED)).judgement.verdict).toBe('pass');
    expect(judgeCase(played(ANSWERED, { judges: [breaks(RULE, 0)] })).judgement.verdict).toBe('fail');
    expect(judgeCase(played(ANSWERED, { unseen: ['reset'] })).judgement.message).toContain('reset');
  });

  test('can fail for what was still under way when it was done: its author left it so', () => {
    expect(judgeCase(played([request('a')], { judges: [breaks(RULE, 0)] })).judgement.verdict).toBe('fail');
  });

  test.each([[content], [breaks('http.stream.priming-event', 0)]])(
    'is neither good nor warned of without a message of the protocol',
    (judge) => {
      const { judgement } = judgeCase(played([request('a'), end('a')], { judges: [judge] }));
      expect(judgement).toMatchObject({
        verdict: 'inconclusive',
        message: 'the target sent no message of the protocol',
      });
    },
  );
});

describe('what went wrong in the harness', () => {
  test.each([
    ['the script', { outcome: { kind: 'error', message: 'a slip' } }, [], 'a slip'],
    ['the link', {}, [LINK_ERROR], 'the link failed: x is not a function'],
    ['the link of a script that gave up', { outcome: BUDGET }, [LINK_ERROR], 'the link failed: x is not a function'],
  ] as const)('in %s is an error and no finding, whatever the checkers say', (_name, changes, events, message) => {
    const judge = breaks(RULE, 0);
    const made = played([...ANSWERED, ...events], { ...changes, judges: [judge], invariants: [judge] });
    expect(judgeCase(made)).toEqual({ judgement: { verdict: 'error', message, findings: [] }, invariants: [] });
  });

  test('is not what goes wrong on the far side of the link', () => {
    const broken: EventBody = { ...LINK_ERROR, from: 'peer', detail: 'ETIMEDOUT' };
    expect(judgeCase(played([...ANSWERED, broken])).judgement.verdict).toBe('pass');
  });

  test('is not a script that stumbles over a target that is gone', () => {
    const made = played(ANSWERED, { outcome: { kind: 'error', message: 'a slip' } });
    expect(judgeCase(made, death()).judgement).toMatchObject({
      verdict: 'inconclusive',
      message: 'the target is gone',
    });
  });
});

describe('a case that was broken off', () => {
  test.each([BUDGET, { kind: 'precondition', message: 'no stream' }] as const)(
    'is inconclusive, for the reason that it gives: $kind',
    (outcome) => {
      const { judgement } = judgeCase(played(ANSWERED, { outcome }));
      expect(judgement).toMatchObject({ verdict: 'inconclusive', message: outcome.message });
    },
  );

  test('fails for what was certain before', () => {
    const made = played([...ANSWERED, request('b')], { outcome: BUDGET, judges: [breaks(RULE, 0)] });
    expect(judgeCase(made).judgement.verdict).toBe('fail');
  });

  test('does not fail for what had no time to come', () => {
    const made = played([...ANSWERED, request('b')], { outcome: BUDGET, judges: [breaks(RULE, 3)] });
    expect(judgeCase(made).judgement).toMatchObject({ verdict: 'inconclusive', message: BUDGET.message });
  });

  test('does not fail for what happened when everything was closed', () => {
    const made = played([...ANSWERED, request('b'), end('b')], {
      outcome: BUDGET,
      eventsAtEnd: 4,
      judges: [breaks(RULE, 3)],
    });
    expect(judgeCase(made).judgement.verdict).toBe('inconclusive');
  });

  test('holds the same against the invariants, and no more', () => {
    const made = played([...ANSWERED, request('b')], {
      outcome: BUDGET,
      invariants: [breaks(RULE, 0), breaks(RULE, 3)],
    });
    const severities = judgeCase(made).invariants.map(({ findings }) => findings[0]?.severity);
    expect(severities).toEqual(['fail', 'inconclusive']);
  });
});

describe('a case whose target died', () => {
  const crash: CheckResult = {
    checker: 'target-watch',
    rules: ['guarantee.no-crash'],
    evidence: [0],
    findings: [
      {
        checker: 'target-watch',
        rule: 'guarantee.no-crash',
        severity: 'fail',
        expected: 'it lives',
        seen: 'it died',
        events: [0],
      },
    ],
  };

  test('is inconclusive where nothing is certain any more', () => {
    const made = played(ANSWERED, { judges: [breaks(RULE, 0)] });
    expect(judgeCase(made, death()).judgement).toMatchObject({
      verdict: 'inconclusive',
      message: 'the target is gone',
    });
  });

  test('keeps what was found before', () => {
    const made = played(ANSWERED, { judges: [breaks(RULE, 0)] });
    expect(judgeCase(made, death({ certain: true })).judgement.verdict).toBe('fail');
  });

  test('stays good when it was good', () => {
    expect(judgeCase(played(ANSWERED), death()).judgement.verdict).toBe('pass');
  });

  test('fails, first of all for that, when it may be the cause', () => {
    const made = played(ANSWERED, { outcome: { kind: 'stopped' }, judges: [breaks(RULE, 0)] });
    const { judgement } = judgeCase(made, death({ certain: true, blame: crash }));
    expect(judgement).toMatchObject({ verdict: 'fail', message: 'expected: it lives; seen: it died' });
  });

  test('keeps its own finding that the target died, if it began before', () => {
    const judges = [breaks('guarantee.no-crash', 2)];
    const late = death();
    expect(judgeCase(played(ANSWERED, { judges }), late).judgement.verdict).toBe('inconclusive');
    const early = { ...late, certainUntil: performance.now() + 1000 };
    const made = played(ANSWERED, { judges, outcome: { kind: 'stopped' }, eventsAtEnd: 1 });
    expect(judgeCase(made, early).judgement.verdict).toBe('fail');
  });
});

describe('the proof of faults', () => {
  test('names those that the history does not show, and records the others', () => {
    const recorder = new Recorder();
    recorder.record(request('a'));
    recorder.record({ kind: 'fault', fault: 'shown', status: 'fired', exchange: 'a' });
    for (const side of ['client', 'server'] as const) {
      recorder.record({ kind: 'connection', side, connection: 'c', what: 'rst', from: 'link' });
    }
    const faults = ['shown', 'hidden'].map((id) => ({ ...reset({ at: 'response-head' }), id }));
    expect(proveFaults(faults, recorder)).toEqual(['hidden']);
    expect(recorder.events.at(-1)).toMatchObject({ kind: 'fault', fault: 'shown', status: 'observed' });
  });
});
