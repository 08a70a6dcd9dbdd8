/** A promise that resolves once a number of parties have arrived. */
export interface Gate {
  readonly open: Promise<void>;
  arrive(): void;
}

/** With no party to wait for the gate is open from the start. */
export function createGate(parties: number): Gate {
  let left = parties;
  let resolve: () => void = () => undefined;
  const open = new Promise<void>((done) => {
    resolve = done;
  });
  if (left === 0) resolve();
  return {
    open,
    arrive() {
      left -= 1;
      if (left === 0) resolve();
    },
  };
}
