import { describe, expect, test } from 'vitest';
import { createRedactor } from '../harness/history/redact.js';
import { buildReport } from './report.js';
import {
  CUT_STREAM,
  sampleEvents,
  sampleFacts,
  sampleFinding,
  sampleResult,
  SAMPLE_RESULTS,
} from './testing/sample-results.js';

test('the report has every field of the published format', () => {
  const report = buildReport(sampleFacts(), SAMPLE_RESULTS, '1.2.3');
  expect(report).toMatchObject({
    schemaVersion: 1,
    tool: { name: 'mcp-faultline', version: '1.2.3' },
    startedAt: '2025-11-20T10:00:00.000Z',
    durationMs: 12345.68,
    seed: 42,
    topology: 'embedded',
    target: { role: 'server', transport: 'streamable-http', url: 'http://localhost:3001/mcp', name: 'everything' },
    status: 'finished',
    summary: { pass: 2, fail: 3, warn: 1, skip: 3, inconclusive: 2, error: 1 },
  });
  expect(Object.keys(report.cases[0]!)).toEqual(
    expect.arrayContaining([
      ...['id', 'title', 'suite', 'role', 'transport', 'revision', 'faults', 'requirements', 'verdict', 'message'],
      ...['durationMs', 'reproduce', 'events'],
    ]),
  );
});

test('cases are ordered by suite, id and revision, whatever order they ended in', () => {
  const report = buildReport(sampleFacts(), SAMPLE_RESULTS, '1');
  const turned = buildReport(sampleFacts(), [...SAMPLE_RESULTS].reverse(), '1');
  expect(turned).toEqual(report);
  const names = report.cases.map(({ suite, id, revision }) => `${suite} ${id} ${revision}`);
  expect(names).toEqual([...names].sort());
});

test('a problem of the run makes it failed unless its status says otherwise', () => {
  const facts = sampleFacts({ problem: 'refused' });
  expect(buildReport(facts, [], '1')).toMatchObject({ status: 'failed', problem: 'refused' });
  expect(buildReport(facts, [], '1', { status: 'unreachable' }).status).toBe('unreachable');
});

describe('requirements', () => {
  const statusOf = (...results: Parameters<typeof sampleResult>[1][]): Record<string, string> =>
    buildReport(
      sampleFacts(),
      results.map((changes, position) => sampleResult(`a/${position}`, changes)),
      '1',
    ).requirements;

  test('a passed case passes what it stands for', () => {
    expect(statusOf({ requirements: ['x', 'y'] })).toEqual({ x: 'pass', y: 'pass' });
  });

  test('a failing case fails the rules that its findings name and passes the others', () => {
    const findings = [sampleFinding('x', 'fail'), sampleFinding('y', 'warn'), sampleFinding('z', 'note')];
    expect(statusOf({ verdict: 'fail', requirements: ['x', 'y', 'z'], findings })).toEqual({
      x: 'fail',
      y: 'warn',
      z: 'pass',
    });
  });

  test.each(['skip', 'inconclusive', 'error'] as const)('a case that came to %s tests nothing', (verdict) => {
    expect(statusOf({ verdict, requirements: ['x'] })).toEqual({ x: 'untested' });
  });

  test('a rule that could not be judged in a failing case is untested', () => {
    const findings = [sampleFinding('x', 'inconclusive'), sampleFinding('y', 'fail')];
    expect(statusOf({ verdict: 'fail', requirements: ['x', 'y'], findings })).toEqual({ x: 'untested', y: 'fail' });
  });

  test('the worst of several cases counts, and a pass is more than nothing', () => {
    const broken = { verdict: 'fail', requirements: ['x'], findings: [sampleFinding('x', 'fail')] } as const;
    expect(statusOf({ requirements: ['x'] }, broken, { requirements: ['x'] })).toEqual({ x: 'fail' });
    expect(statusOf({ verdict: 'skip', requirements: ['x'] }, { requirements: ['x'] })).toEqual({ x: 'pass' });
  });

  test('a broken rule that no case stands for is listed too', () => {
    expect(statusOf({ verdict: 'fail', findings: [sampleFinding('stray', 'fail')] })).toEqual({ stray: 'fail' });
  });
});

describe('events', () => {
  const eventsOf = (
    changes: Parameters<typeof sampleResult>[1],
  ): ReturnType<typeof buildReport>['cases'][0]['events'] =>
    buildReport(sampleFacts(), [sampleResult('a/b', changes)], '1').cases[0]!.events;
  const comments = (count: number): ReturnType<typeof sampleEvents> =>
    sampleEvents(
      Array.from({ length: count }, () => ({ kind: 'comment', side: 'server', exchange: 'x', text: '' }) as const),
    );

  test('say when, who and what first', () => {
    const events = eventsOf({ verdict: 'fail', events: CUT_STREAM });
    expect(events).toHaveLength(CUT_STREAM.length);
    expect(events.map(({ actor }) => actor)).toEqual([
      ...['link', 'link', 'client', 'server', 'server', 'link', 'link', 'client', 'server', 'harness'],
    ]);
    expect(Object.keys(events[2]!).slice(0, 3)).toEqual(['t', 'actor', 'kind']);
  });

  test('of a passed case are its faults and response heads', () => {
    expect(eventsOf({ events: CUT_STREAM }).map(({ kind }) => kind)).toEqual(['fault', 'response', 'fault']);
  });

  test('up to the limit are all there', () => {
    expect(eventsOf({ verdict: 'fail', events: comments(400) })).toHaveLength(400);
  });

  test('beyond the limit keep what findings cite, with its neighbours, and say what is missing', () => {
    const findings = [sampleFinding('x', 'fail', { events: [700] })];
    const events = eventsOf({ verdict: 'fail', findings, events: comments(1000) });
    const indexes = events.map(({ index }) => index);
    expect(indexes).toEqual(expect.arrayContaining([0, 692, 700, 708]));
    expect(events.filter(({ kind }) => kind !== 'omitted')).toHaveLength(400);
    const missing = events.filter(({ kind }) => kind === 'omitted').map((event) => Number(event['count']));
    expect(missing.reduce((sum, count) => sum + count, 0)).toBe(600);
    expect(events.at(-1)).toMatchObject({ kind: 'omitted', count: 291 });
  });

  test('that were left out of a result before are counted as well', () => {
    const events = comments(30).filter(({ index }) => index < 5 || index > 20);
    const omitted = eventsOf({ verdict: 'error', events }).filter(({ kind }) => kind === 'omitted');
    expect(omitted).toMatchObject([{ count: 16, actor: 'harness' }]);
  });

  test('hold no more of a huge or endlessly nested message than is useful', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const value = { text: 'x'.repeat(1_000_000), list: Array.from({ length: 10_000 }, (_, item) => item), deep };
    const message = { kind: 'result' as const, id: 1, problems: [], value };
    const events = eventsOf({
      verdict: 'fail',
      events: sampleEvents([
        {
          kind: 'message',
          side: 'server',
          exchange: 'x',
          direction: 'to-client',
          carrier: 'json',
          message,
          batched: false,
        },
      ]),
    });
    const text = JSON.stringify(events);
    expect(text.length).toBeLessThan(20_000);
    expect(text).toContain('more characters');
    expect(text).toContain('(9900 more)');
  });
});

test('secrets are taken out of every text', () => {
  const secret = 's3cr3t-value';
  const result = sampleResult('a/b', {
    verdict: 'fail',
    message: `got ${secret}`,
    reproduce: `faultline --header "X-Key: ${secret}"`,
    findings: [sampleFinding('x', 'fail', { expected: `no ${secret}`, seen: secret })],
    events: sampleEvents([
      { kind: 'response-body', side: 'server', exchange: 'x', sizeBytes: 9, text: `echo ${secret}` },
    ]),
    faults: [{ kind: 'rewrite', value: secret } as { kind: string }],
  });
  const target = { ...sampleFacts().target, url: `http://h/mcp?x=${secret}`, command: `run ${secret}`, name: secret };
  const redactor = createRedactor([secret]);
  const report = buildReport(sampleFacts({ target, problem: secret }), [result], '1', { redactor });
  expect(JSON.stringify(report)).not.toContain(secret);
});
