import type { ServerContext } from '../../harness/engine/context.js';
import type { HistoryEvent } from '../../harness/history/events.js';

/** Waits for the end of a response as it came from the server; undefined when it does not come in time. */
export function serverEnd(
  context: ServerContext,
  label: string,
  deadlineMs?: number,
): Promise<HistoryEvent | undefined> {
  return context.until(
    `end of ${label}`,
    (event) => event.kind === 'response-end' && event.side === 'server' && event.exchange === label,
    deadlineMs,
  );
}

/** Waits until every one of the exchanges is over. */
export async function allEnded(context: ServerContext, labels: readonly string[]): Promise<void> {
  await Promise.all(labels.map((label) => serverEnd(context, label)));
}
