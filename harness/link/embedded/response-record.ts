import type { EventBody, ResponseEnding, Side } from '../../history/events.js';
import type { EventSink } from '../../history/recorder.js';
import type { ResponseHead } from '../../wire/http-head.js';
import type { SseToken } from '../../wire/sse-tokenizer.js';
import { SseTokenizer } from '../../wire/sse-tokenizer.js';
import { BodyCollector } from './body-collector.js';
import { isEncoded, isJson, mediaType, recordMessages } from './message-records.js';
import type { Framing } from './piece.js';

/**
 * Records one response in full as it comes from the server. What a read held is recorded as one `data` event followed
 * by what it completed.
 */
export class ResponseRecord {
  readonly #recorder: EventSink;
  readonly #exchange: string;
  readonly #side: Side = 'server';
  #framing: Framing = 'none';
  #sse: SseTokenizer | undefined;
  #body: BodyCollector | undefined;
  #holdsMessages = false;
  #offset = 0;
  #unreportedBytes = 0;
  #unreportedTokens: SseToken[] = [];
  #over = false;

  constructor(recorder: EventSink, exchange: string) {
    this.#recorder = recorder;
    this.#exchange = exchange;
  }

  get over(): boolean {
    return this.#over;
  }

  head(head: ResponseHead, framing: Framing, connection: string): void {
    this.#framing = framing;
    const type = mediaType(head.headers);
    const isPlain = !isEncoded(head.headers);
    if (type === 'text/event-stream' && isPlain) this.#sse = new SseTokenizer();
    this.#holdsMessages = isJson(type) && isPlain;
    if (this.#sse === undefined) this.#body = new BodyCollector({ keepAll: this.#holdsMessages });
    const { status, headers } = head;
    this.#record({
      kind: 'response',
      side: this.#side,
      connection,
      exchange: this.#exchange,
      by: 'sut',
      status,
      headers,
    });
  }

  /** Payload; returns what it completes of an event stream. */
  data(bytes: Uint8Array): readonly SseToken[] {
    this.#unreportedBytes += bytes.length;
    if (this.#sse === undefined) {
      this.#body?.add(bytes);
      return [];
    }
    const tokens = this.#sse.push(bytes);
    if (tokens.length > 0) this.#unreportedTokens.push(...tokens);
    return tokens;
  }

  /** Records what the latest read brought. */
  flush(): void {
    if (this.#unreportedBytes === 0 || this.#over) return;
    const sizeBytes = this.#unreportedBytes;
    this.#unreportedBytes = 0;
    this.#record({ kind: 'data', side: this.#side, exchange: this.#exchange, offset: this.#offset, sizeBytes });
    this.#offset += sizeBytes;
    const tokens = this.#unreportedTokens;
    this.#unreportedTokens = [];
    for (const token of tokens) this.#token(token);
  }

  problem(message: string, offset: number): void {
    if (this.#over) return;
    const { exchange } = { exchange: this.#exchange };
    this.#record({ kind: 'problem', side: this.#side, exchange, layer: 'http', code: 'unreadable', message, offset });
  }

  /** The response is over. Only the first call counts. */
  end(ending: ResponseEnding): void {
    if (this.#over) return;
    this.flush();
    if (ending === 'complete') this.#sse?.end().forEach((token) => this.#token(token));
    this.#recordBody(ending);
    this.#over = true;
    const { exchange } = { exchange: this.#exchange };
    const sizeBytes = this.#offset;
    this.#record({ kind: 'response-end', side: this.#side, exchange, ending, framing: this.#framing, sizeBytes });
  }

  #recordBody(ending: ResponseEnding): void {
    const body = this.#body;
    if (body === undefined || (this.#framing === 'no-body' && body.sizeBytes === 0)) return;
    const exchange = this.#exchange;
    const { sizeBytes } = body;
    this.#record({ kind: 'response-body', side: this.#side, exchange, sizeBytes, text: body.excerpt() });
    const text = ending === 'complete' && this.#holdsMessages ? body.text() : undefined;
    body.clear();
    if (text === undefined) return;
    recordMessages(
      this.#recorder,
      { side: this.#side, exchange, direction: 'to-client', carrier: 'json', offset: 0 },
      text,
    );
  }

  #token(token: SseToken): void {
    const exchange = this.#exchange;
    const side = this.#side;
    if (token.kind === 'problem') {
      const { code, message, offset } = token;
      this.#record({ kind: 'problem', side, exchange, layer: 'sse', code, message, offset });
      return;
    }
    if (token.kind === 'comment') {
      this.#record({ kind: 'comment', side, exchange, text: token.text });
      return;
    }
    this.#record({ kind: 'sse', side, exchange, event: token });
    // Other event types carry no messages: the older HTTP+SSE transport names its endpoint that way.
    const isMessage = token.event === undefined || token.event === '' || token.event === 'message';
    if (!token.dispatched || token.data === '' || !isMessage) return;
    const { id: eventId, startOffset: offset, data } = token;
    recordMessages(this.#recorder, { side, exchange, direction: 'to-client', carrier: 'sse', eventId, offset }, data);
  }

  #record(body: EventBody): void {
    this.#recorder.record(body);
  }
}
