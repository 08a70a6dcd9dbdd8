import { isObject } from '../wire/jsonrpc.js';
import type { Checker } from './checker.js';
import { gradesOutcome } from './outcome.js';

const RULE = 'lifecycle.server-init-response';

/** Statuses that refuse load, which no text rules out (ambiguity `overload-signal`). */
const OVERLOAD: readonly number[] = [429, 503];

/** What is wrong with the result of `initialize`, if anything (basic/lifecycle, Initialization). */
export function initializeFlaw(result: unknown): string | undefined {
  if (!isObject(result)) return 'a result that is no object';
  const { protocolVersion, capabilities, serverInfo, instructions } = result;
  if (typeof protocolVersion !== 'string' || protocolVersion === '') return 'no protocolVersion as text';
  if (!isObject(capabilities)) return 'no object as capabilities';
  if (!isObject(serverInfo)) return 'no object as serverInfo';
  if (typeof serverInfo['name'] !== 'string' || serverInfo['name'] === '') return 'a serverInfo without a name';
  if (typeof serverInfo['version'] !== 'string') return 'a serverInfo without a version';
  if (instructions !== undefined && typeof instructions !== 'string') return 'instructions that are no text';
  return undefined;
}

/** The answer to `initialize` holds version, capabilities and server info of the right types. */
export function initializesProperly(label: string, options: { readonly mayBeRefusedForLoad?: boolean } = {}): Checker {
  return gradesOutcome(label, {
    rule: RULE,
    expected: 'is answered with protocolVersion, capabilities and serverInfo',
    grade(outcome) {
      if (options.mayBeRefusedForLoad === true && OVERLOAD.includes(outcome.status)) return undefined;
      if (outcome.kind !== 'result') return {};
      const flaw = initializeFlaw(outcome.result);
      return flaw === undefined ? undefined : { seen: flaw };
    },
  });
}
