import type { RevisionProfile } from '../sut/profile.js';
import type { CaseDefinition } from './case.js';

/** Shortest and relative limit for one answer on a healthy link: a loaded machine must not turn slow into wrong. */
const ANSWER_DEADLINE_MIN_MS = 6000;
const ANSWER_DEADLINE_FACTOR = 50;

const DEFAULT_BUDGET_MS = 20_000;

/** Limit, in ms, for one answer of a target that was found to answer pings so fast. `patience` is a factor on it. */
export function answerDeadlineOf(profile: Pick<RevisionProfile, 'answerMs'>, patience: number): number {
  return patience * Math.max(ANSWER_DEADLINE_MIN_MS, profile.answerMs * ANSWER_DEADLINE_FACTOR);
}

/** Hard limit, in ms, for the script of a case: in proportion longer where answers may take longer. */
export function budgetOf(
  definition: Pick<CaseDefinition, 'budgetMs'>,
  profile: Pick<RevisionProfile, 'answerMs'>,
  { timeScale, patience }: { readonly timeScale: number; readonly patience: number },
): number {
  const slowness = answerDeadlineOf(profile, patience) / ANSWER_DEADLINE_MIN_MS;
  return (definition.budgetMs ?? DEFAULT_BUDGET_MS) * Math.max(1, timeScale) * slowness;
}
