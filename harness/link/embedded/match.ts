import type { Match } from '../../faults/fault.js';

/** What a match looks at. */
export interface Candidate {
  readonly label: string;
  readonly method: string;
  readonly rpcMethods: readonly string[];
}

/** Whether everything but the JSON-RPC method fits. */
export function matchesHead(on: Match | undefined, candidate: Candidate): boolean {
  if (on?.method !== undefined && on.method !== candidate.method) return false;
  // The link numbers a label that is used again; for the script that uses it it is the same one.
  return (
    on?.exchange === undefined ||
    candidate.label.replace(/#\d+$/, '') === on.exchange ||
    candidate.label === on.exchange
  );
}

/** Whether a match names something that is known only once a request has come. */
export function namesRequest(on: Match | undefined): boolean {
  return on?.exchange !== undefined || on?.method !== undefined || on?.rpc !== undefined;
}

/** Makes a function that says for each candidate, in the order of their coming, whether it is meant. */
export function createMatcher(on: Match | undefined): (candidate: Candidate) => boolean {
  const isMeant = createCounter(on);
  return (candidate) => {
    if (!matchesHead(on, candidate)) return false;
    if (on?.rpc !== undefined && !candidate.rpcMethods.includes(on.rpc)) return false;
    return isMeant();
  };
}

/** Makes a function that counts what matches and says whether it is the one that was asked for. */
export function createCounter(on: Match | undefined): () => boolean {
  let count = 0;
  return () => {
    count += 1;
    return on?.nth === undefined || on.nth === count;
  };
}
