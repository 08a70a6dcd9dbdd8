import { isObject, type ClassifiedMessage } from '../../../wire/jsonrpc.js';

/** Requests to clients that wait for an answer. */
export class Questions {
  readonly #waiting = new Map<string, (result: unknown) => void>();
  #asked = 0;

  /** The id of the next question and what its answer resolves to; undefined for an error or an abort. */
  open(signal: AbortSignal): { readonly id: string; readonly answer: Promise<unknown> } {
    this.#asked += 1;
    const id = `question-${this.#asked}`;
    const answer = new Promise<unknown>((resolve) => {
      const settle = (result: unknown): void => {
        this.#waiting.delete(id);
        signal.removeEventListener('abort', giveUp);
        resolve(result);
      };
      const giveUp = (): void => settle(undefined);
      this.#waiting.set(id, settle);
      signal.addEventListener('abort', giveUp);
    });
    return { id, answer };
  }

  /** Takes a client's answer; one that no question is open for is dropped. */
  settle({ id, value }: ClassifiedMessage): void {
    this.#waiting.get(String(id))?.(isObject(value) ? value.result : undefined);
  }
}
