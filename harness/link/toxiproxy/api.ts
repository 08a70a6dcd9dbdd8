import { isDeepStrictEqual } from 'node:util';
import { Toxiproxy, type ICreateToxicBody, type Proxy, type ToxicAttributeTypes } from 'toxiproxy-node-client';

/** One toxic, as the API takes it. */
export type ToxicBody = ICreateToxicBody<ToxicAttributeTypes>;

/**
 * The client library has no deadline of its own, and Toxiproxy answers some calls after 25 s only, when a connection
 * that nobody reads from keeps it.
 */
const CALL_DEADLINE_MS = 5_000;

/** The calls to one Toxiproxy that the harness makes. Each rejects with a plain message, in bounded time. */
export class ToxiproxyApi {
  readonly #toxiproxy: Toxiproxy;

  constructor(url: string) {
    this.#toxiproxy = new Toxiproxy(url.replace(/\/+$/, ''));
  }

  /** Its version, as it says it. */
  async version(): Promise<string> {
    const text = await call('tell its version', () => this.#toxiproxy.getVersion());
    return versionIn(text);
  }

  /** Whether there is a proxy of that name; false also when nobody answers. */
  async has(name: string): Promise<boolean> {
    try {
      await call('show a proxy', () => this.#toxiproxy.get(name));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Makes a proxy with all of its toxics, before anybody can connect: there is no one call for both, so it is made
   * closed and opened when the toxics are there.
   */
  async create(name: string, listen: string, upstream: string, toxics: readonly ToxicBody[]): Promise<Proxy> {
    const isOpenAtOnce = toxics.length === 0;
    const proxy = await call('create a proxy', () =>
      this.#toxiproxy.createProxy({ name, listen, upstream, enabled: isOpenAtOnce }),
    );
    if (isOpenAtOnce) return proxy;
    try {
      for (const toxic of toxics) await this.addToxic(proxy, toxic);
      return await this.enable(proxy, true);
    } catch (error) {
      await this.remove(proxy).catch(() => undefined);
      throw error;
    }
  }

  /** Adds a toxic and reads it back. */
  async addToxic(proxy: Proxy, toxic: ToxicBody): Promise<void> {
    await call(`add the toxic ${toxic.type}`, () => proxy.addToxic(toxic));
    const found = await call(`show the toxic ${toxic.type}`, () => proxy.getToxic<ToxicAttributeTypes>(toxic.name));
    const { name, type, stream, toxicity, attributes } = found;
    if (!isDeepStrictEqual({ name, type, stream, toxicity, attributes }, toxic)) {
      throw new Error(`Toxiproxy has made another toxic than it was asked for: ${JSON.stringify(found.attributes)}`);
    }
  }

  async removeToxic(proxy: Proxy, name: string): Promise<void> {
    const toxic = await call(`show the toxic ${name}`, () => proxy.getToxic(name));
    await call(`remove the toxic ${name}`, () => toxic.remove());
  }

  /** Opens the port of a proxy, or closes it and ends every connection. Returns the proxy as it is then. */
  async enable(proxy: Proxy, enabled: boolean): Promise<Proxy> {
    const { listen, upstream } = proxy;
    const updated = await call(enabled ? 'open a proxy' : 'close a proxy', () =>
      proxy.update({ enabled, listen, upstream }),
    );
    if (updated.enabled !== enabled) throw new Error(`Toxiproxy has not ${enabled ? 'opened' : 'closed'} its proxy`);
    return updated;
  }

  async remove(proxy: Proxy): Promise<void> {
    await call('remove a proxy', () => proxy.remove());
  }
}

async function call<T>(what: string, make: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CALL_DEADLINE_MS} ms`)), CALL_DEADLINE_MS);
  });
  const made = make();
  // When it comes to a late end, nobody listens any more.
  made.catch(() => undefined);
  try {
    return await Promise.race([made, late]);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`Toxiproxy did not ${what}: ${cause}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Releases answer JSON, builds of a module the bare word. */
function versionIn(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'version' in value) return String(value.version);
  } catch {
    // No JSON: the version itself.
  }
  return text.trim();
}
