/** What ends in its own time, so that nobody has to wait for it before everything is over. */
export class Endings {
  readonly #endings = new Set<Promise<void>>();

  /** Takes note of something that is about to end. It never rejects. */
  add(ending: Promise<void>): void {
    const noted = ending.finally(() => this.#endings.delete(noted));
    this.#endings.add(noted);
  }

  /** Resolves when all of it has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#endings);
  }
}
