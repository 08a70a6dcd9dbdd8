import { z } from 'zod';
import { REVISIONS } from '../harness/spec/revisions.js';
import { formatProblem, parseJson } from './format-problem.js';
import type { Report } from './report.js';

/** A kept report that can't be read; the message is one line that names the field and what was expected there. */
export class ReportFormatError extends Error {
  override readonly name = 'ReportFormatError';
}

const revision = z.enum(REVISIONS);
const role = z.enum(['server', 'client']);
const count = z.int().min(0);

const finding = z.looseObject({
  checker: z.string(),
  rule: z.string(),
  severity: z.enum(['fail', 'warn', 'inconclusive', 'note']),
  expected: z.string(),
  seen: z.string(),
  events: z.array(z.number()).default([]),
});

const event = z.looseObject({
  t: z.number(),
  actor: z.string(),
  kind: z.string(),
  index: z.number().optional(),
});

const entry = z.looseObject({
  id: z.string().min(1),
  title: z.string(),
  suite: z.string(),
  role,
  transport: z.string(),
  revision,
  faults: z.array(z.looseObject({ kind: z.string() })),
  requirements: z.array(z.string()),
  verdict: z.enum(['pass', 'fail', 'warn', 'skip', 'inconclusive', 'error']),
  message: z.string(),
  durationMs: z.number(),
  reproduce: z.string(),
  findings: z.array(finding).default([]),
  events: z.array(event),
});

const report = z.looseObject({
  schemaVersion: z.literal(1),
  tool: z.looseObject({ name: z.literal('mcp-faultline'), version: z.string() }),
  startedAt: z.string(),
  durationMs: z.number(),
  seed: z.number(),
  topology: z.enum(['embedded', 'containers']),
  harness: z.object({ cpuMs: z.number(), peakMemoryBytes: z.number() }).optional(),
  target: z.looseObject({
    role,
    transport: z.string(),
    url: z.string().optional(),
    command: z.string().optional(),
    name: z.string().optional(),
    version: z.string().optional(),
    revisions: z.array(revision),
  }),
  status: z.enum(['finished', 'unreachable', 'interrupted', 'failed']).default('finished'),
  problem: z.string().optional(),
  summary: z.looseObject({ pass: count, fail: count, warn: count, skip: count, inconclusive: count, error: count }),
  requirements: z.record(z.string(), z.enum(['pass', 'fail', 'warn', 'untested'])),
  cases: z.array(entry),
});

function repeatedCase(cases: Report['cases']): string | undefined {
  const seen = new Set<string>();
  for (const { id, revision: at } of cases) {
    const key = `${id} at ${at}`;
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return undefined;
}

/**
 * Reads the text of a report that `--json` wrote. Fields that this version does not know are kept. Throws
 * {@link ReportFormatError}.
 */
export function readReport(text: string): Report {
  const parsed = parseJson(text);
  if ('problem' in parsed) throw new ReportFormatError(parsed.problem);
  const checked = report.safeParse(parsed.value);
  if (!checked.success) throw new ReportFormatError(formatProblem(checked.error));
  const read = checked.data as unknown as Report;
  const repeated = repeatedCase(read.cases);
  if (repeated !== undefined) throw new ReportFormatError(`cases: ${repeated} occurs twice`);
  return read;
}
