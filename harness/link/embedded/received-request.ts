import type { HttpUnit } from '../../wire/http-parser.js';
import type { Exchange } from './exchange.js';
import type { LinkContext } from './link-context.js';
import { RequestRecord } from './request-record.js';

/** The request of the current exchange as it comes from the client: recorded as far as that is wanted. */
export class ReceivedRequest {
  readonly #context: LinkContext;
  readonly #connection: string;
  #record: RequestRecord | undefined;
  #isKept = false;

  constructor(context: LinkContext, connection: string) {
    this.#context = context;
    this.#connection = connection;
  }

  /** Whether the link keeps it to itself. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** The next one begins, with the faults on it. */
  begin(exchange: Exchange, isFaulted: boolean): void {
    const { recorder, judgesClient } = this.#context;
    this.#record = undefined;
    this.#isKept = exchange.isKeptFromServer;
    if (!isFaulted && !judgesClient) return;
    const record = new RequestRecord(recorder, 'client', exchange.label);
    record.head(exchange.requestHead, this.#connection);
    if (this.#isKept || judgesClient) this.#record = record;
  }

  take(unit: HttpUnit): void {
    if (unit.kind === 'data') this.#record?.data(unit.bytes);
    else if (unit.kind === 'problem') this.stop();
  }

  /** It is complete. Tells whether it was kept from the server. */
  end(): 'kept' | 'forwarded' {
    const where = this.#isKept ? 'kept' : 'forwarded';
    this.#record?.end();
    this.#record = undefined;
    this.#isKept = false;
    return where;
  }

  /** No more of it will come. */
  stop(): void {
    this.#record?.stop();
  }
}
