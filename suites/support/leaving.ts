import { toolAnswerOf } from '../../harness/checkers/tool-answer.js';
import type { Reading, Resource } from '../../harness/checkers/resources-return.js';
import type { ServerContext } from '../../harness/engine/context.js';
import type { Session } from '../../harness/peer/probe.js';

/** Cycles between two readings of what the server holds, and how many readings are taken after the first. */
const CYCLES_A_ROUND = 40;
const ROUNDS = 5;
/** Clients that come and leave at the same time. */
const SIDE_BY_SIDE = 8;
const SETTLE_POLLS = 20;
const SETTLE_PAUSE_MS = 100;

/** The readings that {@link cycle} takes. */
export const READINGS: readonly Reading[] = Array.from({ length: ROUNDS + 1 }, (_, round) => ({
  label: `held-after-${round * CYCLES_A_ROUND}`,
  cycles: round * CYCLES_A_ROUND,
}));

/** The readings repeat until nothing grows beyond this any more, because letting go may take a moment. */
const SETTLED_ABOVE_START = 2;

async function held(session: Session, label: string): Promise<Record<Resource, number> | undefined> {
  const answer = await session.callTool('faultline_stats', {}, { label }).answer();
  return answer === undefined ? undefined : (toolAnswerOf(answer) as Record<Resource, number> | undefined);
}

async function untilSettled(
  context: ServerContext,
  session: Session,
  label: string,
  start: Record<Resource, number> | undefined,
  resources: readonly Resource[],
): Promise<void> {
  for (let poll = 0; poll < SETTLE_POLLS; poll += 1) {
    const now = await held(session, label);
    if (now === undefined || start === undefined) return;
    if (resources.every((resource) => now[resource] <= start[resource] + SETTLED_ABOVE_START)) return;
    await context.silence(SETTLE_PAUSE_MS);
  }
}

/**
 * Lets 200 clients come and leave, eight at a time, and reads what the server holds after every forty. `leave` gets a
 * name that is free for its session and its exchanges. A reading is repeated until the server has let go, or 2 s.
 */
export async function cycle(
  context: ServerContext,
  resources: readonly Resource[],
  leave: (name: string) => Promise<void>,
): Promise<void> {
  const watcher = await context.connect({ name: 'watcher' });
  const start = await held(watcher, READINGS[0]?.label ?? '');
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (let done = 0; done < CYCLES_A_ROUND; done += SIDE_BY_SIDE) {
      const names = Array.from(
        { length: SIDE_BY_SIDE },
        (_, place) => `client-${(round - 1) * CYCLES_A_ROUND + done + place}`,
      );
      await Promise.all(names.map(leave));
    }
    await untilSettled(context, watcher, READINGS[round]?.label ?? '', start, resources);
  }
}
