import type { ServerContext } from '../../harness/engine/context.js';
import type { Call, Exchange, Session } from '../../harness/peer/probe.js';
import type { ClassifiedMessage } from '../../harness/wire/jsonrpc.js';

/** How a client comes back to the stream of a call. */
export interface Resumption {
  /** Event to continue after; default: the newest that came on the call's own exchange. */
  readonly from?: string;
  /** Attempts at most. */
  readonly attempts?: number;
  /** Longest wait for the answer in each attempt; default the answer deadline of the run. */
  readonly deadlineMs?: number;
}

/** Pause before the next attempt where the server named none, and the longest that is granted to one that did. */
const PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** Longest wait for the head of a stream on which nothing may be left to come. */
const HEAD_MS = 1000;

function pauseAfter(exchange: Exchange): number {
  const asked = exchange.events.findLast((event) => event.retryMs !== undefined)?.retryMs ?? PAUSE_MS;
  return Math.min(asked, LONGEST_PAUSE_MS);
}

/** Whether an attempt that brought no answer leaves hope: it was cut, it ended early to be polled, or it met a conflict. */
async function isWorthRepeating(exchange: Exchange): Promise<boolean> {
  if ((await exchange.ended(1)) === 'deadline') return false;
  const head = await exchange.head();
  return head === undefined || head.status === 200 || head.status === 409 || head.status > 499;
}

/**
 * Resumes the stream of `call` as often as it takes to get its answer, always after the newest event that came. The
 * exchanges are called `<label>/resume`, `<label>/resume#2`, ... Returns the last one, or undefined where there was no
 * event id to resume from.
 */
export async function resumeUntilAnswered(
  context: ServerContext,
  session: Session,
  call: Call,
  { from, attempts = 12, deadlineMs = context.answerDeadlineMs }: Resumption = {},
): Promise<Exchange | undefined> {
  let cursor = from ?? call.lastEventId;
  let exchange: Exchange | undefined;
  const isAnswer = (message: ClassifiedMessage): boolean =>
    (message.kind === 'result' || message.kind === 'error') && message.id === call.id;
  for (let attempt = 1; cursor !== undefined && attempt <= attempts; attempt += 1) {
    exchange = session.resume(cursor, { label: `${call.label}/resume` });
    if (call.messages.some(isAnswer)) {
      // The answer came before the cut: what comes now still has to be seen.
      await exchange.head(HEAD_MS);
      return exchange;
    }
    if ((await exchange.message(`answer of ${call.label}`, isAnswer, deadlineMs)) !== undefined) return exchange;
    if (!(await isWorthRepeating(exchange))) return exchange;
    cursor = exchange.lastEventId ?? cursor;
    await context.silence(pauseAfter(exchange));
  }
  return exchange;
}

/** A call that is answered shows that everything the server had to say before on this session had time to arrive. */
export async function pingAfter(session: Session, label: string): Promise<void> {
  await session.request('ping', undefined, { label }).answer();
}
