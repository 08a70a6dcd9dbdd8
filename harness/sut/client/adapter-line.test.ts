import { describe, expect, test } from 'vitest';
import { readAdapterLine } from './adapter-line.js';
import type { AdapterLine, LineContext } from './adapter-line.js';

/** 1 is in flight, 2 was answered; a line that nobody can read was not written. */
const CONTEXT: LineContext = {
  isReady: true,
  standing: (id) => (id === 1 ? 'pending' : id === 2 ? 'answered' : 'unknown'),
};

function read(line: unknown, context: Partial<LineContext> = {}): AdapterLine {
  return readAdapterLine(typeof line === 'string' ? line : JSON.stringify(line), { ...CONTEXT, ...context });
}

const HELLO = { name: 'a', version: '1', ops: ['connect'], revisions: ['2025-11-25', '2099-01-01'], transports: ['x'] };

describe('readAdapterLine', () => {
  test('reads the ready line, without revisions that are not known', () => {
    const hello = { ...HELLO, revisions: ['2025-11-25'] };
    expect(read({ event: 'ready', ...HELLO }, { isReady: false })).toEqual({ kind: 'ready', hello });
  });

  test('reads answers and events', () => {
    const result = { tools: [] };
    const answer = { kind: 'answer', id: 1, outcome: { kind: 'ok', result }, value: { ok: true, result } };
    expect(read({ id: 1, ok: true, result })).toEqual(answer);
    const error = { message: '', code: -32_000, status: 500, name: 'E' };
    expect(read({ id: 1, ok: false, error })).toMatchObject({ kind: 'answer', outcome: { kind: 'failed', error } });
    const event = { event: 'closed', reason: 'bye' };
    expect(read(event)).toEqual({ kind: 'event', event: 'closed', value: event });
  });

  test('reads the answer to a line that could not be read, where there was one', () => {
    const line = { id: null, ok: false, error: { message: 'what?' } };
    expect(read(line, { standing: () => 'pending' })).toMatchObject({ kind: 'answer', id: null });
    expect(read(line)).toMatchObject({ code: 'unknown-id' });
  });

  test.each([
    ['', 'bad-json'],
    ['npm notice', 'bad-json'],
    ['[]', 'bad-json'],
    ['null', 'bad-json'],
    [{}, 'unknown-shape'],
    [{ event: 'closed', id: 1 }, 'unknown-shape'],
    [{ event: 1 }, 'unknown-shape'],
    [{ event: 'joy' }, 'unknown-event'],
    [{ event: 'ready', ...HELLO }, 'second-ready'],
    [{ id: 3, ok: true, result: {} }, 'unknown-id'],
    [{ id: '1', ok: true, result: {} }, 'unknown-id'],
    [{ id: 1.5, ok: true, result: {} }, 'unknown-id'],
    [{ id: 2, ok: true, result: {} }, 'answered-twice'],
    [{ id: 1 }, 'bad-answer'],
    [{ id: 1, ok: 'yes', result: {} }, 'bad-answer'],
    [{ id: 1, ok: true }, 'bad-answer'],
    [{ id: 1, ok: true, result: [] }, 'bad-answer'],
    [{ id: 1, ok: false }, 'bad-answer'],
    [{ id: 1, ok: false, error: 'bad' }, 'bad-answer'],
    [{ id: 1, ok: false, error: { message: 5 } }, 'bad-answer'],
  ])('%j is noise: %s', (line, code) => {
    const noise = read(line);
    expect(noise).toMatchObject({ kind: 'noise', code });
    expect(noise.kind === 'noise' && noise.reason).toMatch(/^[a-z].*[^.]$/);
  });

  test.each([
    [{ name: 1 }],
    [{ version: undefined }],
    [{ ops: 'connect' }],
    [{ ops: ['dance'] }],
    [{ ops: ['run'] }],
    [{ revisions: [1] }],
    [{ transports: undefined }],
  ])('a ready line with %j is noise', (change) => {
    const line = { event: 'ready', ...HELLO, ...change };
    expect(read(line, { isReady: false })).toMatchObject({ kind: 'noise', code: 'bad-ready' });
  });
});
