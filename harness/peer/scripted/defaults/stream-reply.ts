import type { ServedRequest } from '../served-request.js';
import type { CallStream, Outcome } from './method-call.js';
import type { Questions } from './questions.js';

/** The answer to a request that was posted, on the event stream of its session, as HTTP+SSE has it. */
export class StreamReply implements CallStream {
  readonly #stream: ServedRequest;
  readonly #exchange: ServedRequest;
  readonly #questions: Questions;
  readonly #signal: AbortSignal;

  /** @param stream that of the session  @param exchange the POST that brought the request */
  constructor(stream: ServedRequest, exchange: ServedRequest, questions: Questions, signal: AbortSignal) {
    this.#stream = stream;
    this.#exchange = exchange;
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
    return this.#stream.drained();
  }

  /** Answers; a request that was cancelled gets no answer. */
  finish(outcome: Outcome): void {
    if (!this.#signal.aborted) this.#send({ jsonrpc: '2.0', id: this.#exchange.id, ...outcome });
  }

  #send(message: object): void {
    this.#stream.event({ event: 'message', data: JSON.stringify(message) });
  }
}
