import type { FaultSpec, Moment } from '../../harness/faults/fault.js';
import { cleanEnd, reset, truncate } from '../../harness/faults/index.js';
import type { Need } from '../../harness/sut/needs.js';

/** How the connection of an exchange ends. `clean`: towards the client like a complete answer, as proxies do. */
export type BreakEnding = 'rst' | 'fin' | 'clean';

/** A point at which an exchange can break. */
export interface BreakPhase {
  /** Part of the ids of cases. */
  readonly name: string;
  /** In words, after "is broken". */
  readonly where: string;
  readonly at: Moment;
  readonly needs?: readonly Need[];
}

const STREAMED: readonly Need[] = ['sse-answers'];

/** Every phase, in the order in which an exchange goes through them. */
export const BREAK_PHASES = {
  'half-body': { name: 'half-body', where: 'when half of its request body is sent', at: { requestBytes: 24 } },
  sent: { name: 'sent', where: 'when the request is sent and nothing is answered', at: 'request-sent' },
  'response-head': { name: 'response-head', where: 'after the response head', at: 'response-head' },
  'first-byte': { name: 'first-byte', where: 'after the first byte of the answer', at: { bodyBytes: 1 } },
  'first-event': { name: 'first-event', where: 'after the first event', at: { events: 1 }, needs: STREAMED },
  'inside-event': { name: 'inside-event', where: 'inside an event', at: { insideEvent: 2 }, needs: STREAMED },
  'inside-character': {
    name: 'inside-character',
    where: 'inside a character of an event',
    at: { insideEvent: 2, at: 'character' },
    needs: STREAMED,
  },
  'inside-line-end': {
    name: 'inside-line-end',
    where: 'inside the line end that closes an event',
    at: { insideEvent: 2, at: 'line-end' },
    needs: STREAMED,
  },
  'chunk-head': {
    name: 'chunk-head',
    where: 'inside a chunk head of the answer',
    at: { insideChunkHead: 2 },
    needs: STREAMED,
  },
  'response-end': { name: 'response-end', where: 'after the complete answer', at: 'response-end' },
} as const satisfies Record<string, BreakPhase>;

/** The name of a phase. */
export type BreakPhaseName = keyof typeof BREAK_PHASES;

const ENDING_WORDS: Readonly<Record<BreakEnding, string>> = {
  rst: 'by a reset',
  fin: 'by an early end',
  clean: 'by a proxy that ends the answer as if it were complete',
};

/** An ending in words, after a phase in words. */
export function endingWords(ending: BreakEnding): string {
  return ENDING_WORDS[ending];
}

/** The fault that breaks the exchanges called `label` (and `label#2`, ...) at a phase. */
export function breakFault(label: string, at: Moment, ending: BreakEnding, id: string = label): FaultSpec {
  const spec = { id, on: { exchange: label }, at };
  if (ending === 'rst') return reset(spec);
  return ending === 'fin' ? truncate(spec) : cleanEnd(spec);
}
