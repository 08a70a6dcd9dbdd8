import type { ClientRevisionProfile } from '../sut/client/profile.js';
import type { ClientCase } from './case.js';

/** Shortest and relative limit for one operation on a healthy link: a loaded machine must not turn slow into wrong. */
const ANSWER_DEADLINE_MIN_MS = 8000;
const ANSWER_DEADLINE_FACTOR = 50;
/** A client that was looked at while the machine was busy looks slow: its cases need not wait for minutes. */
const ANSWER_DEADLINE_ENOUGH_MS = 30_000;
const ANSWER_DEADLINE_ENOUGH_FACTOR = 10;
/** With all the patience that a busy machine asks for: a client that hangs would else hold up its run for many minutes. */
const ANSWER_DEADLINE_MAX_MS = 60_000;

const DEFAULT_BUDGET_MS = 30_000;

/** Limit, in ms, for one operation of a client that was found to be so fast. `patience` is a factor on it. */
export function clientAnswerDeadlineOf(
  { connectMs, callMs }: Pick<ClientRevisionProfile, 'connectMs' | 'callMs'>,
  patience: number,
): number {
  const slowestMs = Math.max(connectMs, callMs);
  const slowMs = slowestMs * ANSWER_DEADLINE_ENOUGH_FACTOR;
  const enoughMs = Math.max(ANSWER_DEADLINE_ENOUGH_MS, slowMs);
  const deadlineMs = Math.max(ANSWER_DEADLINE_MIN_MS, Math.min(slowestMs * ANSWER_DEADLINE_FACTOR, enoughMs));
  return Math.min(patience * deadlineMs, Math.max(ANSWER_DEADLINE_MAX_MS, slowMs));
}

/** Hard limit, in ms, for the script of a case: in proportion longer where operations may take longer. */
export function clientBudgetOf(
  definition: Pick<ClientCase, 'budgetMs'>,
  offers: Pick<ClientRevisionProfile, 'connectMs' | 'callMs'>,
  { timeScale, patience }: { readonly timeScale: number; readonly patience: number },
): number {
  const slowness = clientAnswerDeadlineOf(offers, patience) / ANSWER_DEADLINE_MIN_MS;
  return (definition.budgetMs ?? DEFAULT_BUDGET_MS) * Math.max(1, timeScale) * slowness;
}
