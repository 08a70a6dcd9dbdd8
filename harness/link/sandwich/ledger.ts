import { duplicateLabel } from '../../faults/duplicate.js';
import { Passage } from './passage.js';

/** The passages of a link, by the label of their exchange. */
export class Ledger {
  /** Whether the link is being closed: what ends now is left, not broken. */
  isClosing = false;
  readonly #passages = new Map<string, Passage>();

  /** The passage of an exchange; deliveries of the same request again belong to the first one. */
  of(label: string): Passage {
    const first = firstDelivery(label);
    let passage = this.#passages.get(first);
    if (passage === undefined) {
      passage = new Passage(first);
      this.#passages.set(first, passage);
    }
    return passage;
  }

  /** A connection to the server was opened. */
  serverOpened(): void {
    for (const passage of this.#passages.values()) passage.serverOpened();
  }
}

function firstDelivery(label: string): string {
  const mark = duplicateLabel('');
  let first = label;
  while (first.endsWith(mark)) first = first.slice(0, -mark.length);
  return first;
}
