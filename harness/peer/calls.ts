import type { ClassifiedMessage, JsonRpcId } from '../wire/jsonrpc.js';
import type { RunningExchange } from './exchange.js';
import type { Call } from './probe.js';
import { limitsOf } from './exchange-state.js';
import type { Recorder } from '../history/recorder.js';

/** The calls of one session, and the streams on which their responses may still come. */
export interface CallBook {
  /** A response that came on the call's own exchange, or on one that resumed a stream of the session. */
  offer(message: ClassifiedMessage): void;
  /** A stream that resumes another one is open, until the returned function is called. */
  resumed(): () => void;
  /** Follows a new call. Its exchange must hand its messages to `CallSlot.offer`. */
  open(id: JsonRpcId): CallSlot;
}

/** The place for the response of one call. */
export interface CallSlot {
  offer(message: ClassifiedMessage): void;
  isAnswered(): boolean;
  /** Makes the call of an exchange. `deadlineMs` bounds a wait for the answer that has no deadline of its own. */
  bind(running: RunningExchange, recorder: Recorder, deadlineMs: number): Call;
}

interface Entry {
  readonly id: JsonRpcId;
  answer?: ClassifiedMessage;
  running?: RunningExchange;
}

function answers(message: ClassifiedMessage, id: JsonRpcId): boolean {
  return (message.kind === 'result' || message.kind === 'error') && message.id === id;
}

/** The book of one session. */
export function createCallBook(): CallBook {
  const unanswered = new Set<Entry>();
  let liveResumptions = 0;

  const give = (entry: Entry, message: ClassifiedMessage): boolean => {
    if (entry.answer !== undefined || !answers(message, entry.id)) return false;
    entry.answer = message;
    unanswered.delete(entry);
    entry.running?.state.watch.changed();
    return true;
  };
  const bind = (entry: Entry, running: RunningExchange, recorder: Recorder, deadlineMs: number): Call => {
    entry.running = running;
    const { state, exchange } = running;
    const limitFor = limitsOf(recorder, state.label, undefined, deadlineMs);
    const isOver = (): boolean => state.ending !== undefined && liveResumptions === 0;
    return Object.assign(exchange, {
      id: entry.id,
      answer: (askedMs?: number) =>
        state.watch.until(() => entry.answer, isOver, limitFor(`answer of ${state.label}`, askedMs)),
    });
  };
  return {
    offer(message) {
      // The oldest call of that id is the one that waits the longest.
      for (const entry of unanswered) if (give(entry, message)) return;
    },
    resumed() {
      liveResumptions += 1;
      return () => {
        liveResumptions -= 1;
        for (const entry of unanswered) entry.running?.state.watch.changed();
      };
    },
    open(id) {
      const entry: Entry = { id };
      unanswered.add(entry);
      return {
        offer: (message) => void give(entry, message),
        isAnswered: () => entry.answer !== undefined,
        bind: (running, recorder, deadlineMs) => bind(entry, running, recorder, deadlineMs),
      };
    },
  };
}
