import { duplicateLabel } from '../../faults/duplicate.js';
import { faultId, type FaultSpec, type Match } from '../../faults/fault.js';
import type { EventSink } from '../../history/recorder.js';
import { openHookedLink, type EmbeddedLinkOptions } from '../embedded/embedded-link.js';
import type { Exchange } from '../embedded/exchange.js';
import type { Injector, InjectorContext } from '../embedded/injector.js';
import type { ArmedFault, Link, Upstream } from '../link.js';
import { Lanes } from './lanes.js';
import { Ledger } from './ledger.js';
import type { Lane, LaneTargets, Proxy, Treatment } from './proxy.js';
import { createClientSideSink, createServerSideSink } from './side-sinks.js';

/** What is put on an exchange that is about to begin, by the ids of the faults. */
type Pending<L extends Lane, Setup> = Map<
  string,
  { readonly treatment: Treatment<L, Setup>; readonly fired: (detail: string) => void }
>;

/**
 * Opens a link whose middle is a real proxy: a recorder that the client dials, the proxy, and a recorder that dials the
 * server. What the outer one sees is the client's side of the history and what the inner one sees the server's.
 */
export async function openSandwichLink<L extends Lane, Setup>(
  options: EmbeddedLinkOptions,
  proxy: Proxy<L, Setup>,
): Promise<Link> {
  const link = new SandwichLink(options, proxy);
  try {
    await link.open();
  } catch (error) {
    await link.close();
    throw error;
  }
  return link;
}

function newPending<L extends Lane, Setup>(): Pending<L, Setup> {
  return new Map();
}

class SandwichLink<L extends Lane, Setup> implements Link {
  readonly #options: EmbeddedLinkOptions;
  readonly #proxy: Proxy<L, Setup>;
  readonly #ledger = new Ledger();
  readonly #lanes: Lanes<L, Setup>;
  readonly #pending = new Map<Exchange, Pending<L, Setup>>();
  readonly #clientSide: EventSink;
  #inner: Link | undefined;
  #second: Link | undefined;
  #outer: Link | undefined;
  #armed = 0;

  constructor(options: EmbeddedLinkOptions, proxy: Proxy<L, Setup>) {
    this.#options = options;
    this.#proxy = proxy;
    this.#lanes = new Lanes(proxy, () => this.#targets());
    this.#clientSide = createClientSideSink(options.recorder, this.#ledger);
  }

  get hostname(): string {
    return this.#opened.hostname;
  }

  get port(): number {
    return this.#opened.port;
  }

  async open(): Promise<void> {
    const { upstream, secondUpstream, rewriteHost, seed, judged } = this.#options;
    this.#inner = await this.#openInner(upstream, rewriteHost, 'inner-');
    if (secondUpstream !== undefined) {
      // A server that checks its Host would refuse what names the other one; a name that is no address is that of both.
      const host = rewriteHost === authorityOf(upstream) ? authorityOf(secondUpstream) : rewriteHost;
      this.#second = await this.#openInner(secondUpstream, host, 'second-');
    }
    const { outerHostname } = this.#proxy;
    const plain = this.#lanes.way('', []).token;
    this.#outer = await openHookedLink(
      {
        upstream: plain,
        recorder: this.#clientSide,
        ...(seed === undefined ? {} : { seed }),
        ...(judged === undefined ? {} : { judged }),
      },
      {
        passesLabels: true,
        ...(judged === 'client' && outerHostname !== undefined && { listenOn: outerHostname }),
        defersDial: () => this.#armed > 0,
        createInjector: (spec, context) => this.#injector(spec, context),
        onExchange: (exchange) => this.#route(exchange),
        addressOf: (token) => this.#lanes.addressOf(token),
      },
    );
  }

  async arm(spec: FaultSpec): Promise<ArmedFault> {
    const armed = await this.#opened.arm(spec);
    this.#armed += 1;
    return armed;
  }

  cut(exchange: string, how: 'fin' | 'rst', sides: 'client' | 'server' | 'both'): boolean {
    this.#ledger.of(exchange).isCut = true;
    const isServerCut = sides !== 'client' && this.#inners().some((link) => link.cut(exchange, how, 'server'));
    const isClientCut = sides !== 'server' && this.#opened.cut(exchange, how, 'client');
    return isServerCut || isClientCut;
  }

  openSockets(): number {
    return [...this.#inners(), this.#opened].reduce((sum, link) => sum + link.openSockets(), 0);
  }

  async close(): Promise<void> {
    this.#ledger.isClosing = true;
    await this.#outer?.close();
    await Promise.all(this.#inners().map((link) => link.close()));
    await this.#lanes.close();
  }

  get #opened(): Link {
    if (this.#outer === undefined) throw new Error('the link is not open');
    return this.#outer;
  }

  #inners(): Link[] {
    return [this.#inner, this.#second].filter((link) => link !== undefined);
  }

  #targets(): LaneTargets {
    const [upstream, secondUpstream] = this.#inners();
    if (upstream === undefined) throw new Error('the link is not open');
    return { upstream, ...(secondUpstream === undefined ? {} : { secondUpstream }) };
  }

  #openInner(upstream: Upstream, rewriteHost: string | undefined, connectionPrefix: string): Promise<Link> {
    const { recorder, tls } = this.#options;
    return openHookedLink(
      {
        upstream,
        recorder: createServerSideSink(recorder, this.#ledger),
        ...(rewriteHost === undefined ? {} : { rewriteHost }),
        ...(tls === undefined ? {} : { tls }),
      },
      {
        listenOn: this.#proxy.innerHostname,
        connectionPrefix,
        repeatedLabel: duplicateLabel,
        clientEndsFully: true,
        onExchange: (exchange) => this.#ledger.of(exchange.label).reachInner(exchange),
      },
    );
  }

  #injector(spec: FaultSpec, { fired }: InjectorContext): Injector {
    const treatment = this.#proxy.treat(spec);
    return {
      on: matchOf(spec) ?? {},
      attach: (exchange) => {
        if (exchange.requestFeed.headPassed) throw new Error('the proxy is passed already: arm the fault beforehand');
        const pending = this.#pending.get(exchange) ?? newPending<L, Setup>();
        this.#pending.set(
          exchange,
          pending.set(faultId(spec), { treatment, fired: (detail) => fired(detail, exchange) }),
        );
      },
      ...(treatment.heal && { heal: () => treatment.heal?.() }),
    };
  }

  /** All faults are on the exchange: chooses its way. */
  #route(exchange: Exchange): void {
    const passage = this.#ledger.of(exchange.label);
    passage.outer = exchange;
    const pending = this.#pending.get(exchange);
    if (pending === undefined) return;
    this.#pending.delete(exchange);
    const treatments = [...pending.values()].map(({ treatment }) => treatment);
    const { token, lane } = this.#lanes.way([...pending.keys()].join(' '), treatments);
    exchange.upstream = token;
    const failed = (error: unknown): void => this.#failed(exchange, error);
    for (const { treatment, fired } of pending.values()) treatment.attach({ passage, lane, fired, failed });
  }

  /** A proxy that can't be driven is a failure of the harness, and told like one of the link itself. */
  #failed({ hop }: Exchange, error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    this.#clientSide.record({
      kind: 'connection',
      side: 'client',
      connection: hop.id,
      what: 'error',
      from: 'link',
      detail,
    });
  }
}

function matchOf(spec: FaultSpec): Match | undefined {
  return 'on' in spec ? (spec.on as Match | undefined) : undefined;
}

function authorityOf({ protocol, hostname, port }: Upstream): string {
  const name = hostname.includes(':') ? `[${hostname}]` : hostname;
  return new URL(`${protocol}//${name}:${port}`).host;
}
