import type { Proxy } from 'toxiproxy-node-client';
import type { Address } from '../embedded/link-hooks.js';
import type { Lane } from '../sandwich/proxy.js';
import type { ToxicBody, ToxiproxyApi } from './api.js';
import type { ToxiproxyPlace } from './place.js';

/** One proxy of a Toxiproxy. */
export class ToxiproxyLane implements Lane {
  readonly address: Address;
  readonly #api: ToxiproxyApi;
  readonly #place: ToxiproxyPlace;
  readonly #proxy: Proxy;
  readonly #port: number;
  #closing: Promise<void> | undefined;

  private constructor(api: ToxiproxyApi, place: ToxiproxyPlace, proxy: Proxy) {
    this.#api = api;
    this.#place = place;
    this.#proxy = proxy;
    this.#port = portOf(proxy.listen);
    this.address = place.dialAt(this.#port);
  }

  /** Makes a proxy towards a recorder, with those toxics on it from its first connection on. */
  static async open(
    api: ToxiproxyApi,
    place: ToxiproxyPlace,
    name: string,
    recorder: Address,
    toxics: readonly ToxicBody[],
  ): Promise<ToxiproxyLane> {
    const { hostname, port } = place.upstreamAt(recorder);
    const listen = place.listenOn();
    try {
      return new ToxiproxyLane(api, place, await api.create(name, listen, `${hostname}:${port}`, toxics));
    } catch (error) {
      place.release(portOf(listen));
      throw error;
    }
  }

  /** Closes the port and ends every connection on both sides. */
  async disable(): Promise<void> {
    await this.#api.enable(this.#proxy, false);
  }

  async add(toxics: readonly ToxicBody[]): Promise<void> {
    for (const toxic of toxics) await this.#api.addToxic(this.#proxy, toxic);
  }

  /** Takes toxics off again. A proxy that is gone has none. */
  async remove(toxics: readonly ToxicBody[]): Promise<void> {
    if (this.#closing !== undefined) return;
    for (const { name } of toxics) await this.#api.removeToxic(this.#proxy, name);
  }

  close(): Promise<void> {
    this.#closing ??= this.#api
      .remove(this.#proxy)
      .catch(() => undefined)
      .then(() => this.#place.release(this.#port));
    return this.#closing;
  }
}

function portOf(listen: string): number {
  return Number(/:(\d+)$/.exec(listen)?.[1] ?? 0);
}
