/**
 * Runs jobs in their order: at once, unless one before has asked for a rest. A rest lasts until the event loop has
 * polled its sockets, so that what was written before it has left and was read by an end in this process.
 */
export class PacedOutput {
  #waiting: (() => void)[] = [];
  #isResting = false;
  #isHurried = false;

  run(job: () => void): void {
    if (this.#isResting) this.#waiting.push(job);
    else job();
  }

  rest(): void {
    this.run(() => {
      if (this.#isHurried) return;
      this.#isResting = true;
      // An immediate that is set while sockets are handled runs before the next poll; the one after it does not.
      setImmediate(() => setImmediate(() => this.#advance()));
    });
  }

  /** Takes no rest any more: nobody is there to see one. */
  hurry(): void {
    this.#isHurried = true;
    this.#advance();
  }

  #advance(): void {
    this.#isResting = false;
    while (!this.#rests()) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      job();
    }
  }

  // A job can begin a rest, which control flow analysis does not see.
  #rests(): boolean {
    return this.#isResting;
  }
}
