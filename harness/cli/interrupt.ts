/** The two signals by which people and CI systems stop a run. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

type Signal = (typeof SIGNALS)[number];

type Listener = (...values: unknown[]) => void;

/** The part of a process that signals come from. */
export type SignalSource = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

function isSignal(event: string | symbol): event is Signal {
  return SIGNALS.some((signal) => signal === event);
}

/**
 * Calls `onFirst` for the first signal, which stops the run in an orderly way, and `onAgain` for every later one, which
 * must leave at once. Returns a function that ends the watch.
 *
 * While it lasts, nobody else can listen to these signals: a test runner that is used as a library ends the process
 * when one comes, before anything that was measured can be written.
 */
export function watchInterrupts(source: SignalSource, onFirst: () => void, onAgain: () => void): () => void {
  let stopping = false;
  const listener = (): void => {
    const again = stopping;
    stopping = true;
    if (again) onAgain();
    else onFirst();
  };
  const refuse = (event: string | symbol, added: Listener): void => {
    // The newcomer is not on the list yet when it is announced.
    if (isSignal(event)) queueMicrotask(() => source.off(event, added));
  };
  for (const signal of SIGNALS) source.on(signal, listener);
  source.on('newListener', refuse);
  return () => {
    source.off('newListener', refuse);
    for (const signal of SIGNALS) source.off(signal, listener);
  };
}
