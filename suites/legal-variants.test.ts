import { describe, expect, test } from 'vitest';
import type { Behaviour } from '../fixtures/servers/gold/behaviour.js';
import { runAgainstGold } from './testing/in-process.js';

/** Correct servers that differ from the reference server in a choice that the specification leaves open. */
const VARIANTS: Readonly<Record<string, Partial<Behaviour>>> = {
  'fractional progress': { progressValue: (i) => i / 8 },
  'answers as JSON': { answerMode: 'json' },
  'no sessions': { offersSessions: false },
  'no event ids': { offersEventIds: false },
  'one GET stream at a time': { getStreamPolicy: 'conflict' },
  'a new stream for an unknown event id': { unknownCursor: 'fresh-stream' },
  'no DELETE': { offersDelete: false },
  'nothing before the handshake is complete': { servesBeforeInitialized: false },
  'repeated ids are served': { duplicateId: 'run' },
};

const SUITES = ['progress', 'isolation', 'misrouting', 'restart'];

describe('what the specification leaves open is not held against a server', () => {
  test.each(Object.entries(VARIANTS))('%s', { timeout: 120_000 }, async (_name, behaviour) => {
    const results = await runAgainstGold(behaviour, { selection: { suites: SUITES }, revisions: ['2025-11-25'] });
    const refused = results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
    expect(refused.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
    expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(8);
  });
});
