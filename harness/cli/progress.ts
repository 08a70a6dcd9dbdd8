import picocolors from 'picocolors';
import { describeDuration } from '../../reports/counts-line.js';
import type { Glyphs } from '../../reports/glyphs.js';
import { VERDICT_WORDS } from '../../reports/glyphs.js';
import { printableLine } from '../../reports/printable.js';
import type { Verdict } from '../engine/case.js';
import type { CaseResult } from '../engine/result.js';
import type { RunEvent } from '../engine/run-events.js';
import type { Output } from './terminal-io.js';

export interface ProgressOptions {
  readonly output: Output;
  /** True: one status line is rewritten in place, below the lines that stay. */
  readonly live: boolean;
  readonly colour: boolean;
  readonly columns: number;
  readonly glyphs: Glyphs;
  /** Takes credentials out of what is shown. */
  readonly redact: (text: string) => string;
  /** Milliseconds from any origin; default: the monotonic clock. */
  readonly now?: () => number;
}

/** What is shown while a run goes on. */
export interface Progress {
  onEvent(event: RunEvent): void;
  /** A line that stays, such as what an interruption leads to. */
  note(text: string): void;
  /** Takes the status line away. Idempotent. */
  finish(): void;
}

const REDRAW_MS = 100;
const ERASE_LINE = '\r\u001B[2K';

/** Verdicts that are worth a line of their own as they come. */
const TOLD: ReadonlySet<Verdict> = new Set(['fail', 'warn', 'inconclusive', 'error']);

interface Tally {
  total: number;
  done: number;
  readonly counts: Map<Verdict, number>;
  readonly running: Set<string>;
}

function cut(text: string, columns: number): string {
  const characters = Array.from(text);
  return characters.length <= columns ? text : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}

function statusLine(tally: Tally, elapsedMs: number): string {
  const bad = (['fail', 'error', 'inconclusive', 'warn'] as const).flatMap((verdict) => {
    const count = tally.counts.get(verdict) ?? 0;
    return count === 0 ? [] : [`${count} ${VERDICT_WORDS[verdict]}`];
  });
  const [first] = tally.running;
  const others = tally.running.size > 1 ? ` and ${tally.running.size - 1} more` : '';
  const running = first === undefined ? '' : `running ${first}${others}`;
  const parts = [`${tally.done}/${tally.total}`, describeDuration(elapsedMs), ...bad, running];
  return parts.filter((part) => part !== '').join('  ');
}

function resultLine(result: CaseResult, { glyphs, redact, columns, live }: ProgressOptions): string {
  const sign = `${glyphs.verdicts[result.verdict]} ${VERDICT_WORDS[result.verdict]}  `;
  const text = `${sign}${result.id} [${result.revision}] ${printableLine(redact(result.message))}`;
  return live ? cut(text, columns) : cut(text, 400);
}

function colourOf(verdict: Verdict, colour: boolean): (text: string) => string {
  const colours = picocolors.createColors(colour);
  return verdict === 'fail' || verdict === 'error' ? colours.red : colours.yellow;
}

/** Follows a run on a terminal or, plainly, in a log. */
export function createProgress(options: ProgressOptions): Progress {
  const { output, live, redact } = options;
  const now = options.now ?? ((): number => performance.now());
  const begunAt = now();
  const tally: Tally = { total: 0, done: 0, counts: new Map(), running: new Set() };
  const timer = live ? setInterval(draw, REDRAW_MS) : undefined;
  timer?.unref();
  const problems = new Set<string>();
  let drawn = false;

  function erase(): void {
    if (drawn) output.write(ERASE_LINE);
    drawn = false;
  }

  function draw(): void {
    if (tally.total === 0) return;
    output.write(`${ERASE_LINE}${cut(statusLine(tally, now() - begunAt), options.columns - 1)}`);
    drawn = true;
  }

  function line(text: string): void {
    erase();
    output.write(`${text}\n`);
  }

  function onResult(result: CaseResult): void {
    tally.running.delete(`${result.id} [${result.revision}]`);
    tally.done += 1;
    tally.counts.set(result.verdict, (tally.counts.get(result.verdict) ?? 0) + 1);
    // What was told of the whole run is not told again for each of its cases.
    if (TOLD.has(result.verdict) && !problems.has(result.message))
      line(colourOf(result.verdict, options.colour)(resultLine(result, options)));
  }

  return {
    onEvent(event) {
      switch (event.kind) {
        case 'discovered': {
          const { name, version, revisions } = event.profile;
          const who = printableLine(
            redact([name ?? 'a server', version].filter((part) => part !== undefined).join(' ')),
          );
          line(`Found ${who}, which speaks ${revisions.join(', ')}.`);
          return;
        }
        case 'planned':
          tally.total = event.total;
          line(`Running ${event.total} checks.`);
          return;
        case 'started':
          tally.running.add(`${event.id} [${event.revision}]`);
          return;
        case 'result':
          onResult(event.result);
          return;
        case 'problem':
          problems.add(event.message);
          line(printableLine(redact(event.message)));
      }
    },
    note: (text) => line(printableLine(redact(text))),
    finish() {
      clearInterval(timer);
      erase();
    },
  };
}

/** Shows nothing. */
export const SILENT_PROGRESS: Progress = { onEvent: () => undefined, note: () => undefined, finish: () => undefined };
