import { faultId, type FaultSpec } from '../../faults/fault.js';
import type { EventSink } from '../../history/recorder.js';
import type { ArmedFault } from '../link.js';
import type { Exchange } from './exchange.js';
import type { Hop } from './hop.js';
import type { Injector, InjectorContext, LinkControl } from './injector.js';
import { createCounter, createMatcher, matchesHead } from './match.js';
import { seededRandom } from './random.js';

interface Entry {
  readonly injector: Injector;
  readonly matches: ReturnType<typeof createMatcher>;
  readonly countConnection: () => boolean;
}

/** The faults of one link: arms them, puts them on what they match, and records their lives. */
export class FaultBoard {
  readonly #recorder: EventSink;
  readonly #link: LinkControl;
  readonly #seed: number;
  readonly #createInjector: (spec: FaultSpec, context: InjectorContext) => Injector;
  readonly #entries = new Set<Entry>();

  constructor(
    recorder: EventSink,
    link: LinkControl,
    seed: number,
    createInjector: (spec: FaultSpec, context: InjectorContext) => Injector,
  ) {
    this.#recorder = recorder;
    this.#link = link;
    this.#seed = seed;
    this.#createInjector = createInjector;
  }

  /**
   * Arms a fault. It acts on what comes after, and on those of `live` exchanges that it names.
   * @throws Error when there is no such fault here or its parameters make no sense
   */
  async arm(spec: FaultSpec, live: readonly Exchange[]): Promise<ArmedFault> {
    const id = faultId(spec);
    const striking = this.#striking(id);
    const random = seededRandom(this.#seed, id);
    let healing: Promise<void> | undefined;
    const heal = (): Promise<void> => (healing ??= this.#heal(id, entry));
    const injector = this.#createInjector(spec, {
      link: this.#link,
      random,
      fired: striking.fired,
      failed: (error, hop) => this.#failed(error, hop),
      recovered: () => void heal(),
    });
    const { on } = injector;
    const entry: Entry = { injector, matches: createMatcher(on), countConnection: createCounter(on) };
    this.#recorder.record({ kind: 'fault', fault: id, status: 'planned' });
    this.#entries.add(entry);
    for (const exchange of live) {
      if (on?.exchange !== undefined && entry.matches(exchange)) injector.attach?.(exchange);
    }
    await injector.arm?.();
    return {
      id,
      spec,
      fired: striking.firstFired,
      get firedCount() {
        return striking.count();
      },
      heal,
    };
  }

  /** Whether a fault that may match wants to know the JSON-RPC methods. */
  needsRpc(exchange: Exchange): boolean {
    for (const { injector } of this.#entries) {
      const { on, attach } = injector;
      if (attach !== undefined && on?.rpc !== undefined && matchesHead(on, exchange)) return true;
    }
    return false;
  }

  /** Puts on an exchange what matches it; false when nothing does. */
  attach(exchange: Exchange): boolean {
    let isFaulted = false;
    for (const { injector, matches } of this.#entries) {
      if (injector.attach === undefined || !matches(exchange)) continue;
      injector.attach(exchange);
      isFaulted = true;
    }
    return isFaulted;
  }

  /** A client connected. */
  accept(hop: Hop): void {
    for (const { injector, countConnection } of this.#entries) {
      if (injector.accept !== undefined && countConnection()) injector.accept(hop);
    }
  }

  /** Ends every effect, quietly: for the end of the link. */
  clear(): void {
    for (const { injector } of this.#entries) injector.dispose?.();
    this.#entries.clear();
  }

  async #heal(id: string, entry: Entry): Promise<void> {
    this.#entries.delete(entry);
    // Recorded first: what a heal lets through comes after it.
    this.#recorder.record({ kind: 'fault', fault: id, status: 'healed' });
    await entry.injector.heal?.();
  }

  #failed(error: unknown, { id: connection }: Hop): void {
    const detail = error instanceof Error ? error.message : String(error);
    this.#recorder.record({ kind: 'connection', side: 'client', connection, what: 'error', from: 'link', detail });
  }

  #striking(id: string): {
    fired: (detail: string, exchange?: Exchange) => void;
    firstFired: Promise<void>;
    count: () => number;
  } {
    let count = 0;
    let resolveFirst: () => void = () => undefined;
    const firstFired = new Promise<void>((resolve) => {
      resolveFirst = resolve;
    });
    const fired = (detail: string, exchange?: Exchange): void => {
      count += 1;
      const where = exchange === undefined ? {} : { exchange: exchange.label };
      this.#recorder.record({ kind: 'fault', fault: id, status: 'fired', ...where, detail });
      resolveFirst();
    };
    return { fired, firstFired, count: () => count };
  }
}
