import type { ResponseEnding } from '../../history/events.js';
import type { EventSink } from '../../history/recorder.js';
import type { ResponseHead } from '../../wire/http-head.js';
import type { Framing } from './piece.js';

/** Records what of one response was written to the client: heads, payload sizes and the end. */
export class ClientRecord {
  readonly #recorder: EventSink;
  readonly #exchange: string;
  readonly #connection: string;
  #framing: Framing = 'none';
  #sizeBytes = 0;
  #over = false;
  #hasHead = false;

  constructor(recorder: EventSink, exchange: string, connection: string) {
    this.#recorder = recorder;
    this.#exchange = exchange;
    this.#connection = connection;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Whether the head has been written. */
  get hasHead(): boolean {
    return this.#hasHead;
  }

  head(head: ResponseHead, framing: Framing, by: 'sut' | 'link'): void {
    if (this.#over) return;
    this.#framing = framing;
    this.#hasHead = true;
    const { status, headers } = head;
    const where = { side: 'client', connection: this.#connection, exchange: this.#exchange } as const;
    this.#recorder.record({ kind: 'response', ...where, by, status, headers });
  }

  /** One write that held `sizeBytes` of payload. */
  data(sizeBytes: number): void {
    if (sizeBytes === 0 || this.#over) return;
    const offset = this.#sizeBytes;
    this.#sizeBytes += sizeBytes;
    this.#recorder.record({ kind: 'data', side: 'client', exchange: this.#exchange, offset, sizeBytes });
  }

  /** The response is over on this side. Only the first call counts. */
  end(ending: ResponseEnding): void {
    if (this.#over) return;
    this.#over = true;
    const { exchange, sizeBytes, framing } = {
      exchange: this.#exchange,
      sizeBytes: this.#sizeBytes,
      framing: this.#framing,
    };
    this.#recorder.record({ kind: 'response-end', side: 'client', exchange, ending, framing, sizeBytes });
  }
}
