import { utf8 } from '../../wire/bytes.js';
import { VERBATIM_LINE } from '../link.js';
import { unaskedExchange } from './begin-exchange.js';
import type { Exchange } from './exchange.js';
import type { Hop } from './hop.js';
import type { LinkContext } from './link-context.js';
import { UnreadLabels } from './unread-labels.js';

/**
 * The responses on a connection that belong to no request which was read: to bytes that are passed on verbatim, or to
 * nothing at all. Each gets a label of its own.
 */
export class UnaskedResponses {
  readonly #context: LinkContext;
  readonly #hop: Hop;
  readonly #keepLabel: (label: string) => void;
  /** Where the connection is passed on verbatim. */
  #unread: UnreadLabels | undefined;

  /** @param keepLabel is told of every label that is carried here */
  constructor(context: LinkContext, hop: Hop, keepLabel: (label: string) => void) {
    this.#context = context;
    this.#hop = hop;
    this.#keepLabel = keepLabel;
  }

  /** The connection is passed on verbatim, under that label. Returns what goes first to a link behind this one. */
  beginVerbatim(label: string): Uint8Array | undefined {
    const unread = new UnreadLabels(this.#context, this.#hop.id, label);
    this.#unread = unread;
    const { first } = unread;
    if (first !== undefined) this.#keepLabel(first);
    return this.#context.passesLabels ? utf8(`${VERBATIM_LINE}${first ?? label}\r\n`) : undefined;
  }

  /** The exchange of a response that has come. */
  begin(): Exchange {
    const label = this.#unread?.next() ?? this.#context.nextLabel(undefined);
    this.#keepLabel(label);
    return unaskedExchange(this.#context, this.#hop, label);
  }
}
