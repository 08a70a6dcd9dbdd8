import type { Summary } from './report.js';

/** A duration for people: `0.4 s`, `12.3 s`, `3 min 5 s`. */
export function describeDuration(ms: number): string {
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Counts by verdict, worst first: `2 failed, 1 warned, 14 passed, 3 skipped`. Zero counts are left out but passes. */
export function countsLine(summary: Summary, expectedCount = 0): string {
  const parts = [
    summary.fail > 0 ? `${summary.fail} failed` : '',
    summary.error > 0 ? `${summary.error} in error` : '',
    summary.inconclusive > 0 ? `${summary.inconclusive} inconclusive` : '',
    summary.warn > 0 ? `${summary.warn} warned` : '',
    `${summary.pass} passed`,
    summary.skip > 0 ? `${summary.skip} skipped` : '',
    expectedCount > 0 ? `${expectedCount} of these expected` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
