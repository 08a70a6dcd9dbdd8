import type { RestartSpec } from '../../../faults/restart.js';
import { callAfter } from '../delay.js';
import type { InjectorContext, InjectorFactory } from '../injector.js';
import { createStrikeInjector, directionOf, requireAtLeast } from './common.js';

export const injectRestart: InjectorFactory<RestartSpec> = (spec, context) => {
  requireAtLeast(0, { downMs: spec.downMs });
  const outage = new Outage(spec.downMs, context);
  return createStrikeInjector({
    on: spec.on,
    at: spec.at,
    strike: (exchange, where) => {
      if (!outage.claim()) return;
      exchange.cutAfter(directionOf(spec.at), 'rst', 'both', () => {
        context.fired(where, exchange);
        outage.begin();
      });
    },
    strikeConnection: (hop, where) => {
      if (!outage.claim()) return;
      context.fired(where);
      hop.sever('rst', 'both');
      outage.begin();
    },
    heal: () => outage.over,
    dispose: () => outage.cancel(),
  });
};

/** The time in which the server is away. */
class Outage {
  readonly #downMs: number;
  readonly #context: InjectorContext;
  #isClaimed = false;
  #cancel: (() => void) | undefined;
  /** Settles when the server is back; rejects when it could not be started. Resolved before it begins. */
  over: Promise<void> = Promise.resolve();

  constructor(downMs: number, context: InjectorContext) {
    this.#downMs = downMs;
    this.#context = context;
  }

  /** True the first time. */
  claim(): boolean {
    if (this.#isClaimed) return false;
    this.#isClaimed = true;
    return true;
  }

  begin(): void {
    this.over = this.#run();
    // A heal reports the failure; without one nobody asks for it.
    this.over.catch(() => undefined).finally(() => this.#context.recovered());
  }

  cancel(): void {
    this.#cancel?.();
  }

  async #run(): Promise<void> {
    const { link } = this.#context;
    const down = new Promise<void>((resolve) => {
      this.#cancel = callAfter(this.#downMs, resolve);
    });
    const refused = link.refuse();
    link.severAll('rst');
    await refused;
    try {
      await Promise.all([link.restart?.(), down]);
    } finally {
      await link.accept();
    }
  }
}
