/** Gives every exchange of a link a label that no other one has. */
export class LabelBook {
  readonly #uses = new Map<string, number>();
  readonly #repeated: ((label: string) => string) | undefined;
  #unlabelled = 0;

  /** `repeated` makes the label for a second use; without it uses are numbered. */
  constructor(repeated?: (label: string) => string) {
    this.#repeated = repeated;
  }

  /** `asked` itself the first time, then with a number; without one the next of `exchange-1`, `exchange-2`, ... */
  next(asked: string | undefined): string {
    if (asked === undefined || asked === '') {
      this.#unlabelled += 1;
      return this.next(`exchange-${this.#unlabelled}`);
    }
    const uses = (this.#uses.get(asked) ?? 0) + 1;
    this.#uses.set(asked, uses);
    if (uses === 1) return asked;
    return this.#repeated === undefined ? `${asked}#${uses}` : this.next(this.#repeated(asked));
  }
}
