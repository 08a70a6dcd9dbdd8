import { VERBATIM_LINE } from '../link.js';

/** What the beginning of a connection turned out to be. */
export interface Beginning {
  /** The label, where the connection asked to be passed on verbatim. */
  readonly label: string | undefined;
  /** The bytes that are to be passed on, without the line. */
  readonly rest: Uint8Array;
}

/** Longer labels are none. */
const MAX_LINE_BYTES = 1024;

/** Looks whether a connection begins with the line that makes it verbatim. */
export class VerbatimLine {
  #held = Buffer.alloc(0);
  #isDecided = false;

  /** Whether {@link VerbatimLine.take} has told what the connection is. */
  get isDecided(): boolean {
    return this.#isDecided;
  }

  /** Takes the first bytes; undefined as long as the line may still come. */
  take(bytes: Uint8Array): Beginning | undefined {
    this.#held = Buffer.concat([this.#held, bytes]);
    const text = this.#held.subarray(0, MAX_LINE_BYTES).toString('latin1');
    const end = text.indexOf('\r\n');
    const canBe = text.startsWith(VERBATIM_LINE) || VERBATIM_LINE.startsWith(text);
    if (canBe && end === -1 && this.#held.length < MAX_LINE_BYTES) return undefined;
    if (!canBe || end === -1) return this.end();
    this.#isDecided = true;
    return { label: text.slice(VERBATIM_LINE.length, end), rest: this.#held.subarray(end + 2) };
  }

  /** No more will come: what was held is no such line. */
  end(): Beginning {
    this.#isDecided = true;
    return { label: undefined, rest: this.#held };
  }
}
