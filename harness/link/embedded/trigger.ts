import type { Moment } from '../../faults/fault.js';
import type { SseToken } from '../../wire/sse-tokenizer.js';
import { splitPointInside } from './split-point.js';

/** Called when a moment has come, before anything after it is passed on. `where` says it exactly, for the record. */
export type Strike = (where: string) => void;

/**
 * Watches the payload of one message for a moment. A feed asks it for `strikeAt`, the payload offset after which to
 * strike, once that is known, and does not pass payload beyond `holdFrom` while it is not.
 */
export interface Trigger {
  readonly strike: Strike;
  /** Strikes after the end of the message. */
  readonly atEnd: boolean;
  /** Strikes within this chunk-size line, counted from 1. */
  readonly insideChunkHead?: number;
  strikeAt?: number;
  holdFrom?: number;
  /** What is to be said about the place beside the offset. */
  where: string;
  /** Looks at payload that arrived at `offset` and what it completed; `eventsBefore` is the number of events before. */
  look?: (bytes: Uint8Array, offset: number, tokens: readonly SseToken[], eventsBefore: number) => void;
}

/** The moments that a {@link Trigger} can watch for. */
export type WatchedMoment = Exclude<Moment, 'connect' | 'request-head'>;

/** Whether a moment lies in the request. */
export function isRequestMoment(moment: Moment): boolean {
  if (typeof moment === 'string') return moment === 'request-head' || moment === 'request-sent';
  return 'requestBytes' in moment;
}

/** Whether a moment lies in the response. */
export function isResponseMoment(moment: Moment): boolean {
  return moment !== 'connect' && !isRequestMoment(moment);
}

/** Makes the trigger for a moment. */
export function createTrigger(moment: WatchedMoment, strike: Strike): Trigger {
  if (moment === 'request-sent') return { strike, atEnd: true, where: 'after the whole request' };
  if (moment === 'response-end') return { strike, atEnd: true, where: 'after the complete response' };
  if (moment === 'response-head') return { strike, atEnd: false, strikeAt: 0, where: 'after the response head' };
  if ('requestBytes' in moment) return { strike, atEnd: false, strikeAt: moment.requestBytes, where: 'in the request' };
  if ('bodyBytes' in moment) return { strike, atEnd: false, strikeAt: moment.bodyBytes, where: 'in the response' };
  if ('insideChunkHead' in moment) {
    const { insideChunkHead } = moment;
    return { strike, atEnd: false, insideChunkHead, where: `inside chunk head ${insideChunkHead}` };
  }
  if ('events' in moment) return afterEvents(moment.events, strike);
  return insideEvent(moment.insideEvent, moment.at ?? 'middle', strike);
}

function afterEvents(count: number, strike: Strike): Trigger {
  const trigger: Trigger = {
    strike,
    atEnd: false,
    where: `after SSE event ${count}`,
    look: (_bytes, _offset, tokens, eventsBefore) => {
      let seen = eventsBefore;
      for (const token of tokens) {
        if (token.kind !== 'event' || !token.dispatched) continue;
        seen += 1;
        if (seen === count) trigger.strikeAt = token.endOffset;
      }
    },
  };
  if (count === 0) trigger.strikeAt = 0;
  return trigger;
}

/**
 * The place inside of an event is known when the event is complete, so everything from the end of the event before is
 * kept back until then.
 */
function insideEvent(ordinal: number, at: 'middle' | 'character' | 'line-end', strike: Strike): Trigger {
  let recent: Buffer = Buffer.alloc(0);
  let recentOffset = 0;
  const trigger: Trigger = {
    strike,
    atEnd: false,
    where: `inside SSE event ${ordinal}`,
    look: (bytes, offset, tokens, eventsBefore) => {
      if (trigger.strikeAt !== undefined || eventsBefore >= ordinal) return;
      const isBegun = eventsBefore === ordinal - 1 && recent.length > 0;
      recent = isBegun ? Buffer.concat([recent, bytes]) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      if (!isBegun) recentOffset = offset;
      let seen = eventsBefore;
      for (const token of tokens) {
        if (token.kind !== 'event' || !token.dispatched) continue;
        seen += 1;
        if (seen === ordinal) {
          const from = token.startOffset - recentOffset;
          const point = splitPointInside(recent.subarray(from, token.endOffset - recentOffset), at);
          delete trigger.holdFrom;
          recent = Buffer.alloc(0);
          if (point === undefined) return;
          trigger.strikeAt = token.startOffset + point.offset;
          trigger.where = `inside SSE event ${ordinal}, ${point.description}`;
          return;
        }
        recent = recent.subarray(token.endOffset - recentOffset);
        recentOffset = token.endOffset;
        if (seen === ordinal - 1) trigger.holdFrom = token.endOffset;
      }
    },
  };
  if (ordinal === 1) trigger.holdFrom = 0;
  return trigger;
}
