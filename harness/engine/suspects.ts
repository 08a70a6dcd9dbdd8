import type { Delivery, Traffic } from './traffic.js';

/** More than so many requests at once can't be told apart by when they were sent. */
const SUSPECTS_KEPT = 3;
/** A request that came so much earlier than another one is not what the target died of. */
const SAME_TIME_MS = 100;

/** A case during which the target died, with the request that it may have died of. */
export interface Suspect {
  readonly traffic: Traffic;
  readonly request: Delivery;
  /** Index of the event that shows that the request was not answered; absent where it was. */
  readonly brokenIndex?: number;
}

function byNewest(left: Suspect, right: Suspect): number {
  return right.request.at - left.request.at;
}

/** Requests that the target had but did not answer. A GET waits by its nature, and kills nobody. */
function unanswered(traffic: Traffic, diedAfter: number): Suspect | undefined {
  const broken = traffic.broken
    .filter(({ brokenAt }) => brokenAt >= diedAfter)
    .map((request): Suspect => ({ traffic, request, brokenIndex: request.brokenIndex }));
  const pending = [...traffic.underWay.values()].map((request): Suspect => ({ traffic, request }));
  return [...broken, ...pending].filter(({ request }) => request.method !== 'GET').sort(byNewest)[0];
}

/**
 * Which of the running cases the target may have died of: those whose requests it had received last and not answered,
 * else the one that sent last. At most one entry a case; the likeliest first; empty when nothing was sent.
 * @param diedAfter when the target was known to live, as `performance.now()`
 */
export function suspectsAmong(running: Iterable<Traffic>, diedAfter: number): Suspect[] {
  const all = [...running];
  const open = all.flatMap((traffic) => unanswered(traffic, diedAfter) ?? []).sort(byNewest);
  const [newest] = open;
  if (newest !== undefined) {
    return open.filter(({ request }) => newest.request.at - request.at <= SAME_TIME_MS).slice(0, SUSPECTS_KEPT);
  }
  const senders = all.flatMap((traffic): Suspect[] =>
    traffic.last === undefined ? [] : [{ traffic, request: traffic.last }],
  );
  return senders.sort(byNewest).slice(0, 1);
}
