import { describe, expect, test } from 'vitest';
import { Recorder } from '../history/recorder.js';
import { suspectsAmong } from './suspects.js';
import { followTraffic, noTraffic } from './traffic.js';
import type { Traffic } from './traffic.js';

interface Step {
  readonly at: number;
  readonly label: string;
  readonly method?: string;
  readonly ends?: 'complete' | 'fin' | 'rst' | 'link';
}

/** A case whose requests were sent, or ended, at these times. */
function traffic(...steps: Step[]): Traffic {
  const recorder = new Recorder();
  const made = noTraffic(recorder);
  for (const { at, label, method = 'POST', ends } of steps) {
    const body =
      ends === undefined
        ? ({ kind: 'request', connection: 'c', method, target: '/mcp', headers: [] } as const)
        : ({ kind: 'response-end', ending: ends, framing: 'none', sizeBytes: 0 } as const);
    followTraffic(made, recorder.record({ ...body, side: 'server', exchange: label }), at);
  }
  return made;
}

function labels(...running: Traffic[]): string[] {
  return suspectsAmong(running, 1000).map(({ request }) => request.label);
}

describe('what a target may have died of', () => {
  test('is the request that it had last and did not answer', () => {
    const answered = traffic({ at: 1090, label: 'answered' }, { at: 1099, label: 'answered', ends: 'complete' });
    const older = traffic({ at: 700, label: 'older' }, { at: 1101, label: 'older', ends: 'rst' });
    const fatal = traffic({ at: 1095, label: 'fatal' }, { at: 1101, label: 'fatal', ends: 'fin' });
    expect(labels(answered, older, fatal)).toEqual(['fatal']);
  });

  test('is one that is still under way', () => {
    expect(labels(traffic({ at: 1000, label: 'silent' }))).toEqual(['silent']);
  });

  test('is any of a few that came at the same time, the last one first', () => {
    const many = [1010, 1040, 1020, 1030].map((at) => traffic({ at, label: String(at) }));
    expect(labels(...many)).toEqual(['1040', '1030', '1020']);
  });

  test('is one request for each case', () => {
    expect(labels(traffic({ at: 1010, label: 'first' }, { at: 1020, label: 'second' }))).toEqual(['second']);
  });

  test('is no stream, no cut of ours, and nothing that broke long before', () => {
    const stream = traffic({ at: 1050, label: 'stream', method: 'GET' }, { at: 1100, label: 'stream', ends: 'fin' });
    const cut = traffic({ at: 1060, label: 'cut' }, { at: 1070, label: 'cut', ends: 'link' });
    const before = traffic({ at: 900, label: 'before' }, { at: 950, label: 'before', ends: 'rst' });
    const fatal = traffic({ at: 1020, label: 'fatal' }, { at: 1100, label: 'fatal', ends: 'rst' });
    expect(labels(stream, cut, before, fatal)).toEqual(['fatal']);
  });

  test('is what was sent last, when all had been answered', () => {
    const early = traffic({ at: 1000, label: 'early' }, { at: 1001, label: 'early', ends: 'complete' });
    const late = traffic({ at: 1010, label: 'late' }, { at: 1011, label: 'late', ends: 'complete' });
    expect(labels(early, late)).toEqual(['late']);
  });

  test('is nothing, when nothing was sent', () => {
    expect(labels(traffic(), traffic())).toEqual([]);
  });
});
