import type { ResponseEnding } from '../../history/events.js';
import type { Exchange } from '../embedded/exchange.js';

/**
 * One exchange as the two recorders on either side of a proxy know it: the outer one, which the client dials, and the
 * inner one, which dials the server.
 */
export class Passage {
  readonly label: string;
  readonly #innerListeners: ((inner: Exchange) => void)[] = [];
  readonly #endedListeners: (() => void)[] = [];
  #serverOpenedListener: (() => void) | undefined;
  #isServerOpened = false;
  #inner: Exchange | undefined;
  #isEndedByProxy = false;
  outer: Exchange | undefined;
  /** Whether the server has sent a response head. */
  hasServerHead = false;
  /** How the response ended on the side of the server. */
  serverEnding: ResponseEnding | undefined;
  /** Whether the script of the case, or a fault, has cut it: what ends then was ended by the link. */
  isCut = false;

  constructor(label: string) {
    this.label = label;
  }

  /** The exchange at the inner recorder, once the request has come through the proxy. */
  get inner(): Exchange | undefined {
    return this.#inner;
  }

  /** The request has come through; more than once where the proxy delivers it again. */
  reachInner(inner: Exchange): void {
    this.#inner ??= inner;
    for (const listener of this.#innerListeners) listener(inner);
  }

  /** Calls `listener` with each arrival of the request at the inner recorder, before anything of it goes on. */
  onInner(listener: (inner: Exchange) => void): void {
    this.#innerListeners.push(listener);
  }

  /** A connection to the server was opened since the request came: that of this exchange, as far as anyone can tell. */
  serverOpened(): void {
    this.#isServerOpened = true;
    this.#serverOpenedListener?.();
  }

  /** Calls `listener` once there is a connection to the server. */
  onServerOpened(listener: () => void): void {
    this.#serverOpenedListener = listener;
    if (this.#isServerOpened) listener();
  }

  /** Whether the client went away before its answer was complete. */
  get clientLeft(): boolean {
    return this.outer?.clientLeft === true;
  }

  /** Something between the two recorders ended it. */
  endByProxy(): void {
    if (this.#isEndedByProxy) return;
    this.#isEndedByProxy = true;
    for (const listener of this.#endedListeners) listener();
  }

  /** Calls `listener` when the proxy ends it, before that is recorded. */
  onEndedByProxy(listener: () => void): void {
    this.#endedListeners.push(listener);
  }
}
