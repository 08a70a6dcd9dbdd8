import type { Finding } from '../harness/checkers/checker.js';
import type { Verdict } from '../harness/engine/case.js';
import type { CaseResult, RunFacts } from '../harness/engine/result.js';
import type { FaultSpec } from '../harness/faults/fault.js';
import type { Redactor } from '../harness/history/redact.js';
import { createRedactor } from '../harness/history/redact.js';
import type { Revision } from '../harness/spec/revisions.js';
import type { ReportEvent } from './report-events.js';
import { reportEvents } from './report-events.js';
import type { RequirementStatus } from './requirement-status.js';
import { requirementStatuses } from './requirement-status.js';

/** How a run came to its end. `unreachable`: the target could not be checked. `failed`: the harness itself failed. */
export type RunStatus = 'finished' | 'unreachable' | 'interrupted' | 'failed';

export type ReportFinding = Finding;

export type ReportFault = FaultSpec & Readonly<Record<string, unknown>>;

/** One case at one revision. */
export interface ReportCase {
  readonly id: string;
  readonly title: string;
  readonly suite: string;
  readonly role: 'server' | 'client';
  readonly transport: string;
  readonly revision: Revision;
  readonly faults: readonly ReportFault[];
  readonly requirements: readonly string[];
  readonly verdict: Verdict;
  readonly message: string;
  readonly durationMs: number;
  readonly reproduce: string;
  readonly findings: readonly ReportFinding[];
  readonly events: readonly ReportEvent[];
}

export type Summary = Readonly<Record<Verdict, number>>;

/** A whole run: what `--json` writes and what every other writer reads. Holds no credentials. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'mcp-faultline'; readonly version: string };
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly seed: number;
  readonly topology: 'embedded' | 'containers';
  readonly target: RunFacts['target'];
  readonly status: RunStatus;
  /** Why the run is not `finished`. */
  readonly problem?: string;
  /** What the run cost the harness. */
  readonly harness?: RunFacts['harness'];
  readonly summary: Summary;
  readonly requirements: Readonly<Record<string, RequirementStatus>>;
  /** Ordered by suite, id and revision. */
  readonly cases: readonly ReportCase[];
}

export interface ReportOptions {
  /** Default: `finished`, or `failed` where the facts name a problem. */
  readonly status?: RunStatus;
  /** Default: one that knows no secret, and so redacts by the names of headers and URL parameters alone. */
  readonly redactor?: Redactor;
}

/** How many cases came to each verdict; every verdict has an entry. */
export function countVerdicts(cases: readonly { readonly verdict: Verdict }[]): Summary {
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, warn: 0, skip: 0, inconclusive: 0, error: 0 };
  for (const { verdict } of cases) counts[verdict] += 1;
  return counts;
}

/** Compares by code units, so that the order is the same under every locale. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byPlace(a: CaseResult, b: CaseResult): number {
  return byText(a.suite, b.suite) || byText(a.id, b.id) || byText(a.revision, b.revision);
}

function roundMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}

function reportFinding(finding: Finding, redactor: Redactor): ReportFinding {
  return { ...finding, expected: redactor.text(finding.expected), seen: redactor.text(finding.seen) };
}

function reportCase(result: CaseResult, redactor: Redactor): ReportCase {
  return {
    id: result.id,
    title: result.title,
    suite: result.suite,
    role: result.role,
    transport: result.transport,
    revision: result.revision,
    faults: result.faults.map((fault) => redactor.value(fault) as ReportFault),
    requirements: [...result.requirements],
    verdict: result.verdict,
    message: redactor.text(result.message),
    durationMs: roundMs(result.durationMs),
    reproduce: redactor.text(result.reproduce),
    findings: result.findings.map((finding) => reportFinding(finding, redactor)),
    events: reportEvents(result, redactor),
  };
}

function reportTarget(target: RunFacts['target'], redactor: Redactor): RunFacts['target'] {
  const { role, transport, url, command, name, version, revisions } = target;
  return {
    role,
    transport,
    ...(url === undefined ? {} : { url: redactor.text(url) }),
    ...(command === undefined ? {} : { command: redactor.text(command) }),
    ...(name === undefined ? {} : { name: redactor.text(name) }),
    ...(version === undefined ? {} : { version: redactor.text(version) }),
    revisions: [...revisions],
  };
}

/** Makes the report of a run. Pure: equal input gives an equal report, whatever order the cases ended in. */
export function buildReport(
  facts: RunFacts,
  results: readonly CaseResult[],
  toolVersion: string,
  options: ReportOptions = {},
): Report {
  const redactor = options.redactor ?? createRedactor([]);
  const cases = [...results].sort(byPlace).map((result) => reportCase(result, redactor));
  return {
    schemaVersion: 1,
    tool: { name: 'mcp-faultline', version: toolVersion },
    startedAt: facts.startedAt,
    durationMs: roundMs(facts.durationMs),
    seed: facts.seed,
    topology: facts.topology,
    target: reportTarget(facts.target, redactor),
    status: options.status ?? (facts.problem === undefined ? 'finished' : 'failed'),
    ...(facts.problem === undefined ? {} : { problem: redactor.text(facts.problem) }),
    ...(facts.harness === undefined ? {} : { harness: facts.harness }),
    summary: countVerdicts(cases),
    requirements: requirementStatuses(cases),
    cases,
  };
}
