import type { Side } from '../../history/events.js';
import type { EventSink } from '../../history/recorder.js';
import type { RequestHead } from '../../wire/http-head.js';
import { BodyCollector } from './body-collector.js';
import { isEncoded, isJson, mediaType, recordMessages } from './message-records.js';

/** Records one request as it passes one side. */
export class RequestRecord {
  readonly #recorder: EventSink;
  readonly #side: Side;
  readonly #exchange: string;
  #body: BodyCollector | undefined;
  #holdsMessages = false;
  #over = false;

  constructor(recorder: EventSink, side: Side, exchange: string) {
    this.#recorder = recorder;
    this.#side = side;
    this.#exchange = exchange;
  }

  /** Whether any of it has passed. */
  get begun(): boolean {
    return this.#body !== undefined;
  }

  head(head: RequestHead, connection: string): void {
    const type = mediaType(head.headers);
    this.#holdsMessages = (isJson(type) || type === '') && !isEncoded(head.headers);
    this.#body = new BodyCollector({ keepAll: this.#holdsMessages });
    const { method, target, headers } = head;
    this.#recorder.record({
      kind: 'request',
      side: this.#side,
      connection,
      exchange: this.#exchange,
      method,
      target,
      headers,
    });
  }

  data(bytes: Uint8Array): void {
    this.#body?.add(bytes);
  }

  /** The request is complete. */
  end(): void {
    const body = this.#close(true);
    const text = this.#holdsMessages ? body?.text() : undefined;
    body?.clear();
    if (text === undefined || text === '') return;
    const { exchange, side } = { exchange: this.#exchange, side: this.#side };
    recordMessages(this.#recorder, { side, exchange, direction: 'to-server', carrier: 'json', offset: 0 }, text);
  }

  /** No more of it will pass. */
  stop(): void {
    this.#close(false)?.clear();
  }

  #close(complete: boolean): BodyCollector | undefined {
    if (this.#over || this.#body === undefined) return undefined;
    this.#over = true;
    const { sizeBytes } = this.#body;
    const text = this.#body.excerpt();
    const { side, exchange } = { side: this.#side, exchange: this.#exchange };
    this.#recorder.record({ kind: 'request-body', side, exchange, sizeBytes, complete, text });
    return this.#body;
  }
}
