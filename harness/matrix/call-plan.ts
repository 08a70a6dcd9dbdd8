import type { UserTool } from '../sut/target.js';
import type { MatrixFault } from './matrix-fault.js';

/** A tool call, as the client is told to make it. */
export interface PlannedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly progress?: true;
}

/** What a cell calls. */
export interface CallPlan {
  /** The call that the fault is to meet. */
  readonly struck: PlannedCall;
  /** A harmless one. Where the server counts, it tells how often the first one was executed. */
  readonly next: PlannedCall;
}

const EMITTED = 5;

/** What is called under a fault, of the tools that a server offers; a sentence where it offers none that may be called. */
export function planCalls(
  tools: readonly string[],
  key: string,
  { call, workMs }: Pick<MatrixFault, 'call' | 'workMs'>,
  userTool: UserTool | undefined,
): CallPlan | string {
  const offers = (...names: readonly string[]): boolean => names.every((name) => tools.includes(name));
  const next = { name: 'faultline_read', arguments: { key } };
  if (call === 'emit' && offers('faultline_emit', 'faultline_read')) {
    const given = { count: EMITTED, intervalMs: Math.round(workMs / EMITTED), key };
    return { struck: { name: 'faultline_emit', arguments: given, progress: true }, next };
  }
  if (offers('faultline_add', 'faultline_read')) {
    return { struck: { name: 'faultline_add', arguments: { key, delayMs: workMs } }, next };
  }
  if (userTool === undefined) return 'the server has none of the probe tools, and no "tool" was named for it';
  if (!offers(userTool.name)) return `the server has no tool ${userTool.name}`;
  const only = { name: userTool.name, arguments: userTool.args };
  return { struck: { ...only, ...(call === 'emit' && { progress: true as const }) }, next: only };
}
