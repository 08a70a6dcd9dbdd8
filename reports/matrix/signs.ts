import type { CellOutcome } from '../../harness/matrix/outcome.js';

/** How an outcome is shown: a sign for tables, the same in plain ASCII, and what it stands for. */
export interface OutcomeSign {
  readonly sign: string;
  readonly ascii: string;
  readonly word: string;
  readonly meaning: string;
}

/** The signs of all outcomes. None depends on colour. */
export const OUTCOME_SIGNS: Readonly<Record<CellOutcome, OutcomeSign>> = {
  survived: { sign: '✓', ascii: '+', word: 'survived', meaning: 'the call succeeded' },
  recovered: { sign: '~', ascii: '~', word: 'recovered', meaning: 'the call failed, told why, and a later one works' },
  'timed-out': {
    sign: 't',
    ascii: 't',
    word: 'timed out',
    meaning: 'only its own limit ended the call; a later one works',
  },
  reconnect: { sign: 'r', ascii: 'r', word: 'reconnect', meaning: 'calls failed until the user connected anew' },
  mute: { sign: 'M', ascii: 'M', word: 'mute', meaning: 'a later call works, but an error had no text' },
  lied: {
    sign: 'L',
    ascii: 'L',
    word: 'lied',
    meaning: 'every call failed, and the client said that it was connected',
  },
  broken: { sign: 'X', ascii: 'X', word: 'broken', meaning: 'not even a new connection works, or a process ended' },
  stuck: { sign: 'S', ascii: 'S', word: 'stuck', meaning: 'a call did not end, long after its limit' },
  twice: { sign: '2', ascii: '2', word: 'twice', meaning: 'one call was executed more than once' },
  inconclusive: { sign: '?', ascii: '?', word: 'inconclusive', meaning: 'the fault was not seen on the wire' },
  'not-run': { sign: '-', ascii: '-', word: 'not run', meaning: 'it could not be tried; the reasons are below' },
};
