import { z } from 'zod';
import type { Verdict } from '../harness/engine/case.js';
import type { Revision } from '../harness/spec/revisions.js';
import { REVISIONS } from '../harness/spec/revisions.js';
import { formatProblem, parseJson } from './format-problem.js';

/** A known result that does not turn a run red. */
export interface BaselineEntry {
  /** Id of the case. */
  readonly case: string;
  /** Without it the entry holds at every revision. */
  readonly revision?: Revision;
  readonly verdict: 'fail' | 'warn' | 'inconclusive';
  /** Without it any rule of the case may be the broken one. */
  readonly rule?: string;
  readonly reason: string;
  /** True: a race decides, so that a pass does not mean that it was mended. */
  readonly sometimes?: boolean;
}

/** What is expected not to pass on one target, and why. */
export interface Baseline {
  readonly schemaVersion: 1;
  /** For the reader: which target this was written for. */
  readonly target: Readonly<Record<string, unknown>>;
  readonly expected: readonly BaselineEntry[];
}

/** A baseline that can't be read; the message is one line that names the field and what was expected there. */
export class BaselineFormatError extends Error {
  override readonly name = 'BaselineFormatError';
}

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  target: z.record(z.string(), z.unknown()).default({}),
  expected: z.array(
    z.strictObject({
      case: z.string().min(1),
      revision: z.enum(REVISIONS).optional(),
      verdict: z.enum(['fail', 'warn', 'inconclusive']),
      rule: z.string().min(1).optional(),
      reason: z.string().min(1),
      sometimes: z.boolean().optional(),
    }),
  ),
});

/** Whether a result of this verdict can be expected by a baseline. */
export function canBeExpected(verdict: Verdict): verdict is BaselineEntry['verdict'] {
  return verdict === 'fail' || verdict === 'warn' || verdict === 'inconclusive';
}

/** An entry in a few words: `a/b at 2025-11-25: fail of http.post.accept-both`. */
export function describeEntry(entry: BaselineEntry): string {
  const at = entry.revision === undefined ? '' : ` at ${entry.revision}`;
  const rule = entry.rule === undefined ? '' : ` of ${entry.rule}`;
  return `${entry.case}${at}: ${entry.verdict}${rule}`;
}

/** Reads the text of a baseline file. Throws {@link BaselineFormatError}. */
export function readBaseline(text: string): Baseline {
  const parsed = parseJson(text);
  if ('problem' in parsed) throw new BaselineFormatError(parsed.problem);
  const checked = schema.safeParse(parsed.value);
  if (!checked.success) throw new BaselineFormatError(formatProblem(checked.error));
  const entries = checked.data.expected as BaselineEntry[];
  const names = entries.map(describeEntry);
  const repeated = names.find((name, position) => names.indexOf(name) !== position);
  if (repeated !== undefined) throw new BaselineFormatError(`expected: "${repeated}" is listed twice`);
  return { schemaVersion: 1, target: checked.data.target, expected: entries };
}

/** A baseline as the text of a file. */
export function renderBaseline(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}
