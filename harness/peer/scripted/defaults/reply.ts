import type { ServerDefaults } from '../server-defaults.js';
import type { ServedRequest } from '../served-request.js';
import type { CallStream, Outcome } from './method-call.js';
import type { Questions } from './questions.js';

/** The response to one request: JSON, or an event stream as soon as anything but the answer is sent. */
export class Reply implements CallStream {
  readonly #exchange: ServedRequest;
  readonly #settings: ServerDefaults;
  readonly #questions: Questions;
  readonly #signal: AbortSignal;
  #events = 0;

  constructor(exchange: ServedRequest, settings: ServerDefaults, questions: Questions, signal: AbortSignal) {
    this.#exchange = exchange;
    this.#settings = settings;
    this.#questions = questions;
    this.#signal = signal;
  }

  notify(method: string, params: object): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  async ask(method: string, params: object): Promise<unknown> {
    const { id, answer } = this.#questions.open(this.#signal);
    this.#send({ jsonrpc: '2.0', id, method, params });
    return answer;
  }

  drained(): Promise<void> {
    return this.#exchange.drained();
  }

  /** Answers; a request that was cancelled gets an end without an answer. */
  finish(outcome: Outcome): void {
    const message = { jsonrpc: '2.0', id: this.#exchange.id, ...outcome };
    const isStream = this.#exchange.hasHead || this.#settings.answers === 'sse' || this.#signal.aborted;
    if (!isStream) {
      this.#exchange.respond(200, JSON.stringify(message), { 'Content-Type': 'application/json' });
      return;
    }
    if (!this.#signal.aborted) this.#send(message);
    else if (!this.#exchange.hasHead) this.#exchange.stream();
    void this.#exchange.end();
  }

  #send(message: object): void {
    this.#events += 1;
    this.#exchange.send(message, this.#settings.eventIds ? `${this.#exchange.number}-${this.#events}` : undefined);
  }
}
