import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { glyphs } from '../../reports/glyphs.js';
import { sampleResult } from '../../reports/testing/sample-results.js';
import { createProgress } from './progress.js';
import type { Progress } from './progress.js';
import { keptOutput } from './testing/fake-io.js';
import type { KeptOutput } from './testing/fake-io.js';

let now = 0;
beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
});
afterEach(() => vi.useRealTimers());

function start(live: boolean): { readonly output: KeptOutput; readonly progress: Progress } {
  const output = keptOutput();
  const progress = createProgress({
    output,
    live,
    colour: false,
    columns: 60,
    glyphs: glyphs(true),
    redact: (text) => text.replaceAll('secret', '***'),
    now: () => now,
  });
  return { output, progress };
}

const failed = sampleResult('a/two', { verdict: 'fail', message: 'seen: secret\u001B[2J' });

function play(progress: Progress): void {
  progress.onEvent({
    kind: 'discovered',
    profile: { name: 'everything', version: '1', revisions: ['2025-11-25'] },
  });
  progress.onEvent({ kind: 'planned', total: 3 });
  progress.onEvent({ kind: 'started', id: 'a/one', revision: '2025-11-25' });
  progress.onEvent({ kind: 'started', id: 'a/two', revision: '2025-11-25' });
  progress.onEvent({ kind: 'started', id: 'a/three', revision: '2025-11-25' });
  progress.onEvent({ kind: 'result', result: sampleResult('a/one') });
  progress.onEvent({ kind: 'result', result: failed });
  progress.onEvent({ kind: 'result', result: sampleResult('a/skipped', { verdict: 'skip' }) });
  progress.onEvent({ kind: 'problem', message: 'a secret problem' });
}

test('in a log: what was found, how much there is to do, and what does not pass', () => {
  const { output, progress } = start(false);
  play(progress);
  vi.advanceTimersByTime(1_000);
  progress.finish();
  expect(output.text()).toBe(String.raw`Found everything 1, which speaks 2025-11-25.
Running 3 checks.
✗ failed  a/two [2025-11-25] seen: ***\u001b[2J
a *** problem
`);
});

test('on a terminal: one line that is rewritten, below those that stay', () => {
  const { output, progress } = start(true);
  play(progress);
  now = 2_500;
  vi.advanceTimersByTime(100);
  const status = output.text().split('\r\u001B[2K').at(-1);
  expect(status).toBe('3/3  2.5 s  1 failed  running a/three [2025-11-25]');
  progress.finish();
  expect(output.text().endsWith('\r\u001B[2K')).toBe(true);
  const length = output.text().length;
  progress.finish();
  vi.advanceTimersByTime(1_000);
  expect(output.text()).toHaveLength(length);
});

test('the status line is never wider than the terminal', () => {
  const { output, progress } = start(true);
  progress.onEvent({ kind: 'planned', total: 1 });
  progress.onEvent({ kind: 'started', id: 'x'.repeat(200), revision: '2025-11-25' });
  vi.advanceTimersByTime(100);
  expect(output.text().split('\u001B[2K').at(-1)).toHaveLength(59);
});
