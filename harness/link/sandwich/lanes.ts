import type { Address } from '../embedded/link-hooks.js';
import type { Upstream } from '../link.js';
import type { Lane, LaneTargets, Proxy, Treatment } from './proxy.js';

interface Way<L extends Lane> {
  readonly token: Upstream;
  readonly lane: Promise<L>;
  open(): Promise<L>;
}

/** The ways of one link through its proxy. Each is opened when it is first dialled. */
export class Lanes<L extends Lane, Setup> {
  readonly #proxy: Proxy<L, Setup>;
  readonly #targets: () => LaneTargets;
  readonly #ways = new Map<Upstream, Way<L>>();
  readonly #shared = new Map<string, Way<L>>();
  readonly #opening = new Set<Promise<L>>();
  #isClosed = false;

  constructor(proxy: Proxy<L, Setup>, targets: () => LaneTargets) {
    this.#proxy = proxy;
    this.#targets = targets;
  }

  /** The way for exchanges under these treatments, which `key` names: one for all of them, unless one needs its own. */
  way(key: string, treatments: readonly Treatment<L, Setup>[]): Pick<Way<L>, 'token' | 'lane'> {
    const isShared = treatments.every(({ ownLane }) => !ownLane);
    const known = isShared ? this.#shared.get(key) : undefined;
    if (known !== undefined) return known;
    const way = this.#create(treatments);
    this.#ways.set(way.token, way);
    if (isShared) this.#shared.set(key, way);
    return way;
  }

  /** Where to dial for a way; undefined for an upstream that is none. */
  addressOf(token: Upstream): Promise<Address> | undefined {
    return this.#ways
      .get(token)
      ?.open()
      .then(({ address }) => address);
  }

  /** Takes all ways down, or leaves them to be taken down. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const closings = [...this.#opening].map((opening) =>
      opening.then(
        (lane) => lane.close(),
        () => undefined,
      ),
    );
    this.#opening.clear();
    const { endings } = this.#proxy;
    if (endings === undefined) await Promise.all(closings);
    else for (const closing of closings) endings.add(closing);
  }

  #create(treatments: readonly Treatment<L, Setup>[]): Way<L> {
    let resolve: (lane: Promise<L>) => void = () => undefined;
    const lane = new Promise<L>((settle) => {
      resolve = settle;
    });
    // Whoever waits for a way that can't be had hears of it where it is dialled.
    lane.catch(() => undefined);
    let opening: Promise<L> | undefined;
    const open = (): Promise<L> => {
      opening ??= this.#open(treatments);
      resolve(opening);
      return opening;
    };
    return { token: { protocol: 'http:', hostname: 'proxy', port: 0 }, lane, open };
  }

  #open(treatments: readonly Treatment<L, Setup>[]): Promise<L> {
    if (this.#isClosed) return Promise.reject(new Error('the link is closed'));
    const setups = treatments.flatMap(({ setup }) => (setup === undefined ? [] : [setup]));
    const opening = this.#proxy.openLane(setups, this.#targets());
    this.#opening.add(opening);
    return opening;
  }
}
