/**
 * What can be done to a server under test as a whole, by whoever holds it: the harness that started its process, or the
 * engine of its container. Each resolves when it is so, and rejects with a plain message when it could not be done.
 */
export interface SutControl {
  /** Stops every process of it where it is; connections stay open. */
  pause(): Promise<void>;
  /** Ends its processes as SIGKILL does. */
  kill(): Promise<void>;
  /** Takes back whatever was done to it and waits until the server accepts connections. Does nothing to a sound one. */
  restore(): Promise<void>;
}

/** The control as one link uses it, which has nothing to restore before it has touched the server. */
export function controlOfLink(control: SutControl): SutControl {
  let isTouched = false;
  return {
    pause() {
      isTouched = true;
      return control.pause();
    },
    kill() {
      isTouched = true;
      return control.kill();
    },
    async restore() {
      if (!isTouched) return;
      await control.restore();
      isTouched = false;
    },
  };
}
