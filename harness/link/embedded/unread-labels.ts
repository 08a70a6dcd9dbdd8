import { VERBATIM_METHOD } from '../link.js';
import type { LinkContext } from './link-context.js';

/**
 * Labels for the responses on a connection that is not read as HTTP. Every response has a request in the record, also
 * where nobody can tell which bytes were meant as it: the first one is recorded when the connection begins.
 */
export class UnreadLabels {
  readonly #context: LinkContext;
  readonly #connection: string;
  readonly #asked: string;
  #first: string | undefined;

  constructor(context: LinkContext, connection: string, asked: string) {
    this.#context = context;
    this.#connection = connection;
    this.#asked = asked;
    this.#first = this.#begin();
  }

  /** The label of the exchange that has begun with the connection; undefined once a response has taken it. */
  get first(): string | undefined {
    return this.#first;
  }

  /** The label for the response that has come. */
  next(): string {
    const label = this.#first ?? this.#begin();
    this.#first = undefined;
    return label;
  }

  #begin(): string {
    const exchange = this.#context.nextLabel(this.#asked);
    const request = { exchange, connection: this.#connection, method: VERBATIM_METHOD, target: '', headers: [] };
    this.#context.recorder.record({ kind: 'request', side: 'server', ...request });
    return exchange;
  }
}
