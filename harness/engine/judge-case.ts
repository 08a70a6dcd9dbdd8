import type { Checker, CheckResult } from '../checkers/checker.js';
import type { FaultSpec } from '../faults/fault.js';
import { faultId } from '../faults/fault.js';
import { FAULTS } from '../faults/index.js';
import type { Side } from '../history/events.js';
import type { Recorder } from '../history/recorder.js';
import { viewHistory } from '../history/view.js';
import type { HistoryView } from '../history/view.js';
import type { Revision } from '../spec/revisions.js';
import { withoutCutShort } from './cut-short.js';
import type { ScriptOutcome } from './script.js';
import type { Death } from './target-watch.js';
import { judge } from './verdict.js';
import type { Judgement } from './verdict.js';

/** A case that was played to its end, and what it is to be judged by. */
export interface PlayedCase {
  readonly recorder: Recorder;
  readonly outcome: ScriptOutcome;
  /** How many events there were when the script ended. */
  readonly eventsAtEnd: number;
  readonly revision: Revision;
  /** The side of the link that the target is on. */
  readonly judged: Side;
  /** The whole history, and the faults that it does not show. */
  readonly view: HistoryView;
  readonly unseen: readonly string[];
  readonly judges: readonly Checker[];
  /** Checkers of the run's invariants. */
  readonly invariants: readonly Checker[];
  readonly lagMs: number;
}

/** What a case came to, and what the invariants found in its history. */
export interface JudgedCase {
  readonly judgement: Judgement;
  readonly invariants: readonly CheckResult[];
}

/** Appends an `observed` event for each fault that its own proof can show, and names the others. */
export function proveFaults(faults: readonly FaultSpec[], recorder: Recorder): string[] {
  const view = viewHistory(recorder.events);
  return faults.flatMap((spec) => {
    const proof = FAULTS.get(spec.kind)?.observed(view, spec);
    if (proof === undefined) return [faultId(spec)];
    recorder.record({ kind: 'fault', fault: faultId(spec), status: 'observed', detail: `event ${proof}` });
    return [];
  });
}

/** Whether the target sent anything that only a party of the protocol sends. */
function spokeTheProtocol({ view, judged }: PlayedCase): boolean {
  const direction = judged === 'server' ? 'to-client' : 'to-server';
  return view.events.some(
    (event) =>
      event.kind === 'message' &&
      event.side === judged &&
      event.direction === direction &&
      event.message.kind !== 'invalid',
  );
}

/** A failure of the link itself: only what goes wrong inside of it is recorded as an error that comes from the link. */
function linkFailure(view: HistoryView): string | undefined {
  for (const event of view.events) {
    if (event.kind === 'connection' && event.what === 'error' && event.from === 'link')
      return `the link failed: ${event.detail ?? 'no reason was recorded'}`;
  }
  return undefined;
}

/** Index of the first event from which on nothing is certain, because the target may have been dead. */
function certainEvents({ recorder }: PlayedCase, death: Death): number {
  const beganAt = performance.now() - recorder.now();
  const first = recorder.events.findIndex(({ t }) => beganAt + t > death.certainUntil);
  return first < 0 ? recorder.events.length : first;
}

/** How many events there were before the case was broken off; undefined when it ran to its end on a living target. */
function breakOff(played: PlayedCase, death: Death | undefined): number | undefined {
  const isDone = played.outcome.kind === 'done';
  if (death === undefined) return isDone ? undefined : played.eventsAtEnd;
  const certain = certainEvents(played, death);
  return isDone ? certain : Math.min(certain, played.eventsAtEnd);
}

/** That the target is gone is no reason to doubt the finding that it died, in a case that began before. */
function keepCrashes(heeded: readonly CheckResult[], original: readonly CheckResult[]): CheckResult[] {
  return heeded.map((check, position) => ({
    ...check,
    findings: check.findings.map((finding, index) =>
      finding.rule === 'guarantee.no-crash' ? (original[position]?.findings[index] ?? finding) : finding,
    ),
  }));
}

function check(checkers: readonly Checker[], played: PlayedCase, death: Death | undefined): readonly CheckResult[] {
  const { view, revision, lagMs } = played;
  const checks = checkers.map((checker) => checker.check(view, { revision, lagMs }));
  const limit = breakOff(played, death);
  if (limit === undefined) return checks;
  const heeded = withoutCutShort(checks, view, limit);
  return death !== undefined && limit > 0 ? keepCrashes(heeded, checks) : heeded;
}

/** Why the case could not be brought to an end. */
function hindrance({ outcome }: PlayedCase, death: Death | undefined): string | undefined {
  if (death !== undefined) return death.message;
  return 'message' in outcome ? outcome.message : undefined;
}

function conclude(checks: readonly CheckResult[], played: PlayedCase, death: Death | undefined): Judgement {
  const judged = judge(checks, played.unseen);
  if (judged.verdict === 'fail') return judged;
  const hindered = hindrance(played, death);
  const isWhole = played.outcome.kind === 'done' && (death === undefined || judged.verdict !== 'inconclusive');
  if (hindered !== undefined && !isWhole) return { ...judged, verdict: 'inconclusive', message: hindered };
  if ((judged.verdict === 'pass' || judged.verdict === 'warn') && !spokeTheProtocol(played)) {
    return { ...judged, verdict: 'inconclusive', message: 'the target sent no message of the protocol' };
  }
  return judged;
}

/**
 * Judges the history of a case that is over, and lets the invariants of the run look at it. What went wrong in the
 * harness is the verdict `error`, whatever the checkers say. Pure: it may be asked again when the target turns out to
 * have died, and then doubts what cannot be told from that.
 */
export function judgeCase(played: PlayedCase, death?: Death): JudgedCase {
  const { outcome } = played;
  // A script may well stumble over a target that is gone: that is no fault of its own.
  const stumbled = outcome.kind === 'error' && death === undefined ? outcome.message : undefined;
  const failure = stumbled ?? linkFailure(played.view);
  if (failure !== undefined) {
    return { judgement: { verdict: 'error', message: failure, findings: [] }, invariants: [] };
  }
  const crash = death?.blame(played.recorder);
  const checks = [...(crash === undefined ? [] : [crash]), ...check(played.judges, played, death)];
  return { judgement: conclude(checks, played, death), invariants: check(played.invariants, played, death) };
}
