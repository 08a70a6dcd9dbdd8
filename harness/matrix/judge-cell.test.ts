import { describe, expect, test } from 'vitest';
import type { EventBody, HistoryEvent } from '../history/events.js';
import { judgeCell } from './judge-cell.js';
import type { CellFacts } from './judge-cell.js';

const REVISION = '2025-11-25';
const LIMIT_MS = 1_000;

interface Step {
  readonly label: string;
  readonly op?: string;
  /** The result or the text of the error; neither: there is no answer. */
  readonly result?: object;
  readonly error?: string;
  readonly tookMs?: number;
}

const text = (value: object): object => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });
const connect: Step = { label: 'connect', op: 'connect', result: { protocolVersion: REVISION } };
const list: Step = { label: 'list', op: 'listTools', result: { tools: [] } };
const ok = (label: string, value = 1): Step => ({ label, result: text({ value }) });
const bad = (label: string, error = 'it is down'): Step => ({ label, error });
const hangs = (label: string): Step => ({ label });
const all = (...steps: readonly Step[]): readonly Step[] => [connect, list, ...steps];
const lost = [bad('call'), bad('after-1'), bad('after-2'), bad('after-3')];
const state = (connected: boolean): Step => ({ label: 'state', op: 'state', result: { connected } });
const anew: Step = { label: 'reconnect', op: 'connect', result: {} };

/** A history of operations one after the other, and of whatever else happened after them. */
function historyOf(steps: readonly Step[], more: readonly EventBody[] = []): HistoryEvent[] {
  let t = 0;
  const events: HistoryEvent[] = [];
  const add = (body: EventBody): void => void events.push({ index: events.length, t, ...body });
  for (const [position, { label, op = 'callTool', result, error, tookMs = 1 }] of steps.entries()) {
    const named = { kind: 'client', client: 'client', id: position + 1, label, op } as const;
    add({ ...named, what: 'operation', value: {} });
    t += tookMs;
    if (result !== undefined) add({ ...named, what: 'answer', value: { ok: true, result } });
    else if (error !== undefined) add({ ...named, what: 'answer', value: { ok: false, error: { message: error } } });
    else add({ kind: 'probe', what: 'deadline', name: label, waitedMs: tookMs });
  }
  for (const body of more) add(body);
  return events;
}

function judged(steps: readonly Step[], facts: Partial<CellFacts> = {}, more: readonly EventBody[] = []) {
  const given = { fault: { armed: 'before-call' as const }, limitMs: LIMIT_MS, unseen: [], ...facts };
  return judgeCell(historyOf(steps, more), given);
}

describe('a cell comes to', () => {
  test.for<[string, readonly Step[]]>([
    ['survived', all(ok('call'), ok('after-1'), ok('count'))],
    ['recovered', all(bad('call'), ok('after-1', 0))],
    ['recovered', all(bad('call'), bad('after-1'), ok('after-2', 1))],
    ['recovered', all(ok('call'), bad('after-1'), ok('after-2', 1))],
    ['timed-out', all({ ...bad('call', 'it took too long'), tookMs: LIMIT_MS }, ok('after-1'))],
    ['mute', all(bad('call', ' '), ok('after-1'))],
    ['reconnect', all(...lost, state(false), anew, ok('again'))],
    ['lied', all(...lost, state(true), anew, ok('again'))],
    ['broken', all(...lost, state(false), anew, bad('again'))],
    ['broken', all(...lost, state(false), { ...bad('reconnect'), op: 'connect' })],
    ['stuck', all(hangs('call'), ok('after-1'), ok('count'))],
    ['stuck', all(bad('call'), hangs('after-1'), state(true), anew, ok('again'))],
    ['twice', all(ok('call', 2), ok('after-1', 2))],
    ['twice', all(bad('call'), ok('after-1', 1), ok('count', 2))],
    ['twice', all(hangs('call'), ok('after-1', 2))],
  ])('%s', ([outcome, steps]) => {
    expect(judged(steps)).toMatchObject({ outcome });
  });
});

test('a tool that tells of an error has failed', () => {
  const flagged = { label: 'call', result: { isError: true, content: [{ type: 'text', text: 'no' }] } };
  expect(judged(all(flagged, ok('after-1')))).toMatchObject({ outcome: 'recovered', message: /"no"/ });
});

test('a fault that was not seen says nothing, and neither does a pair that failed before it', () => {
  const survived = all(ok('call'), ok('after-1'));
  expect(judged(survived, { unseen: ['reset'] })).toMatchObject({ outcome: 'inconclusive' });
  expect(judged(survived, { fault: { armed: 'before-call', needsStream: true }, unseen: ['cut'] })).toMatchObject({
    outcome: 'not-run',
  });
  expect(judged([{ ...bad('connect'), op: 'connect' }])).toMatchObject({ outcome: 'not-run' });
  expect(judged([{ ...bad('connect'), op: 'connect' }], { fault: { armed: 'before-connect' } })).toMatchObject({
    outcome: 'broken',
  });
  expect(judged([{ ...bad('connect'), op: 'connect' }, anew], { fault: { armed: 'before-connect' } })).toMatchObject({
    outcome: 'recovered',
  });
});

test('what a server counted before it was started anew counts for nothing', () => {
  const steps = all(bad('call'), ok('after-1', 2));
  expect(judged(steps, { fault: { armed: 'before-call', restartsServer: true } })).toMatchObject({
    outcome: 'recovered',
  });
});

test('in a revision without sessions, nobody can be wrong about being connected', () => {
  const stateless: Step = { ...connect, result: { protocolVersion: '2026-07-28' } };
  const steps = [stateless, list, ...lost, state(true), anew, ok('again')];
  expect(judged(steps)).toMatchObject({ outcome: 'reconnect' });
});

test('a process that ends by itself breaks the pair, whichever it is', () => {
  const exit: EventBody = { kind: 'client', client: 'client', what: 'exit', status: 1, signal: null };
  expect(judged(all(hangs('call')), {}, [exit])).toMatchObject({ outcome: 'broken', blame: 'client' });
  const killed: EventBody = { kind: 'client', client: 'client', what: 'killed' };
  expect(judged(all(hangs('call')), {}, [killed, exit])).toMatchObject({ outcome: 'stuck' });
  expect(judged(all(bad('call')), { serverEnd: 'it is gone' })).toMatchObject({ outcome: 'broken', blame: 'server' });
});
