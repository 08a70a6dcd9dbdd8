import type { MessageRecord } from '../history/events.js';
import { TEXT_LIMIT_BYTES } from '../history/events.js';
import type { Recorder } from '../history/recorder.js';
import { ByteAccumulator } from '../wire/byte-accumulator.js';
import { text } from '../wire/bytes.js';
import { headerValue } from '../wire/http-head.js';
import type { HeaderList } from '../wire/http-head.js';
import { parseMessages } from '../wire/jsonrpc.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';
import { SseTokenizer } from '../wire/sse-tokenizer.js';
import type { SseEvent } from '../wire/sse-tokenizer.js';

/** Bytes of a body that `bodyText` shows. */
const SHOWN_LIMIT_BYTES = 1024 * 1024;
/** No case asks for more than this in one response: whatever goes on beyond it would go on for ever. */
const RESPONSE_LIMIT_BYTES = 256 * 1024 * 1024;
const TOKEN_LIMIT = 200_000;

/** What has been read of one response. */
export interface Received {
  readonly messages: ClassifiedMessage[];
  readonly events: SseEvent[];
  /** As an EventSource keeps it: also set by blocks without data, reset by an empty id. */
  lastEventId: string | undefined;
}

/** Reads the body of one response as a client would, and records what it finds. */
export interface ResponseReader {
  /** Returns why nothing more is to be read, when the response is beyond all bounds. */
  push(bytes: Uint8Array): string | undefined;
  /** The end of the body; a JSON body is read only when it is `complete`. */
  end(complete: boolean): void;
  readonly bodyText: string;
}

/** Where a reader belongs and whom it tells. */
export interface ReaderContext {
  readonly exchange: string;
  readonly recorder: Recorder;
  readonly received: Received;
  readonly onMessage: (message: ClassifiedMessage) => void;
}

/** The media type without parameters, in lower case. */
function mediaType(headers: HeaderList): string {
  return (headerValue(headers, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

type Carried = Pick<MessageRecord, 'carrier' | 'eventId'>;

function readMessages(body: string, offset: number, carried: Carried, context: ReaderContext): void {
  const { exchange, recorder, received } = context;
  const parsed = parseMessages(body);
  if (parsed.kind === 'unparseable') {
    recorder.record({
      kind: 'problem',
      side: 'client',
      exchange,
      layer: 'json',
      code: 'unparseable',
      message: parsed.reason,
      offset,
    });
    return;
  }
  const batched = parsed.kind === 'batch';
  for (const message of batched ? parsed.messages : [parsed.message]) {
    received.messages.push(message);
    recorder.record({
      kind: 'message',
      side: 'client',
      exchange,
      direction: 'to-client',
      ...carried,
      message,
      batched,
    });
    for (const problem of message.problems) {
      recorder.record({
        kind: 'problem',
        side: 'client',
        exchange,
        layer: 'json-rpc',
        code: 'malformed-message',
        message: problem,
        offset,
      });
    }
    context.onMessage(message);
  }
}

/** Only blocks of the default type carry messages; an empty data field (as in a priming event) carries none. */
function carriesMessage(event: SseEvent): boolean {
  return event.dispatched && ['', 'message'].includes(event.event ?? '') && event.data.trim() !== '';
}

function readEventStream(context: ReaderContext): ResponseReader {
  const { exchange, recorder, received } = context;
  const tokenizer = new SseTokenizer({ mode: 'lenient' });
  let sizeBytes = 0;
  let tokens = 0;
  return {
    push(bytes) {
      sizeBytes += bytes.length;
      for (const token of tokenizer.push(bytes)) {
        tokens += 1;
        if (token.kind === 'comment') recorder.record({ kind: 'comment', side: 'client', exchange, text: token.text });
        if (token.kind !== 'event') continue;
        received.events.push(token);
        if (token.id !== undefined) received.lastEventId = token.id === '' ? undefined : token.id;
        recorder.record({ kind: 'sse', side: 'client', exchange, event: token });
        const eventId = token.id === undefined || token.id === '' ? {} : { eventId: token.id };
        if (carriesMessage(token)) readMessages(token.data, token.startOffset, { carrier: 'sse', ...eventId }, context);
      }
      if (tokens > TOKEN_LIMIT) return `more than ${TOKEN_LIMIT} events in one stream`;
      return sizeBytes > RESPONSE_LIMIT_BYTES ? `more than ${RESPONSE_LIMIT_BYTES} bytes in one stream` : undefined;
    },
    end: () => undefined,
    bodyText: '',
  };
}

function readBody(isJson: boolean, context: ReaderContext): ResponseReader {
  const { exchange, recorder } = context;
  const body = new ByteAccumulator();
  return {
    push(bytes) {
      body.append(bytes);
      return body.length > RESPONSE_LIMIT_BYTES ? `more than ${RESPONSE_LIMIT_BYTES} bytes in one body` : undefined;
    },
    end(complete) {
      const sizeBytes = body.length;
      if (sizeBytes === 0) return;
      const shown = text(body.view().subarray(0, TEXT_LIMIT_BYTES));
      recorder.record({ kind: 'response-body', side: 'client', exchange, sizeBytes, text: shown });
      if (complete && isJson) readMessages(text(body.view()), 0, { carrier: 'json' }, context);
    },
    get bodyText() {
      return text(body.view().subarray(0, SHOWN_LIMIT_BYTES));
    },
  };
}

/** A reader for the response with these headers: an event stream is read as it comes, a JSON body at its end. */
export function createResponseReader(headers: HeaderList, context: ReaderContext): ResponseReader {
  const type = mediaType(headers);
  return type === 'text/event-stream' ? readEventStream(context) : readBody(type === 'application/json', context);
}
