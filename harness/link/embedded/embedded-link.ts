import type { Socket } from 'node:net';
import type { FaultSpec } from '../../faults/fault.js';
import type { Side } from '../../history/events.js';
import type { EventSink } from '../../history/recorder.js';
import type { ArmedFault, Link, Upstream } from '../link.js';
import type { SutControl } from '../sut-control.js';
import { LinkConnection } from './connection.js';
import type { Endpoint } from './endpoint.js';
import { FaultBoard } from './fault-board.js';
import type { Ending, Sides } from './hop.js';
import { LabelBook } from './label-book.js';
import { createInjector } from './injectors/index.js';
import type { LinkContext } from './link-context.js';
import type { LinkHooks } from './link-hooks.js';
import { Listener } from './listener.js';

export interface EmbeddedLinkOptions {
  readonly upstream: Upstream;
  readonly recorder: EventSink;
  /** Value that replaces the `Host` of every request. */
  readonly rewriteHost?: string;
  /** Seeds what faults choose at random; the same seed gives the same choices. Default 1. */
  readonly seed?: number;
  /** The other one of two backends, for faults that need two. */
  readonly secondUpstream?: Upstream;
  /** Starts the server anew, for the fault that needs it. */
  readonly restart?: () => Promise<void>;
  /** For the faults that are done to the server itself. */
  readonly sut?: SutControl;
  /**
   * The side that the system under test is on. For `client`, every request is also recorded as it came from the client,
   * and exchanges have telling labels (`POST initialize`, `GET`, `GET#2`, ...), for which each POST is forwarded once its
   * body is complete. Default `server`: requests of the client side are recorded where a fault is on them.
   */
  readonly judged?: Side;
  readonly tls?: { readonly rejectUnauthorized?: boolean };
}

/** A link in this process: needs nothing installed and knows HTTP/1.1 and event streams. */
export type EmbeddedLink = Link;

/**
 * Opens a link on a free loopback port. Without faults it forwards bytes unchanged and at once, except for the label
 * of an exchange (and Host, where asked for), and records both sides.
 * @throws Error when no port can be opened
 */
export function openEmbeddedLink(options: EmbeddedLinkOptions): Promise<EmbeddedLink> {
  return openHookedLink(options, {});
}

/** {@link openEmbeddedLink} for one half of a link with a proxy in its middle. */
export async function openHookedLink(options: EmbeddedLinkOptions, hooks: LinkHooks): Promise<EmbeddedLink> {
  const link = new InProcessLink(options, hooks);
  await link.open();
  return link;
}

class InProcessLink implements Link {
  readonly #context: LinkContext;
  readonly #faults: FaultBoard;
  readonly #listener: Listener;
  readonly #hooks: LinkHooks;
  readonly #connections = new Set<LinkConnection>();
  #accepted = 0;
  #whenEmpty: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: EmbeddedLinkOptions, hooks: LinkHooks) {
    const { upstream, recorder, secondUpstream, restart, sut } = options;
    const labels = new LabelBook();
    const requestLabels = hooks.repeatedLabel === undefined ? labels : new LabelBook(hooks.repeatedLabel);
    this.#hooks = hooks;
    this.#listener = new Listener((socket) => this.#accept(socket), hooks.listenOn);
    this.#faults = new FaultBoard(
      recorder,
      {
        upstream,
        secondUpstream,
        restart,
        sut,
        connections: () => [...this.#connections].filter((connection) => connection.isLive('client')),
        refuse: () => this.#listener.refuse(),
        accept: () => this.#listener.readmit(),
        severAll: (how) => {
          for (const connection of this.#connections) connection.cut(how, 'both');
        },
      },
      options.seed ?? 1,
      hooks.createInjector ?? createInjector,
    );
    this.#context = {
      recorder,
      upstream,
      dialOptions: { ...options.tls, ...(hooks.addressOf && { addressOf: hooks.addressOf }) },
      rewriteHost: options.rewriteHost,
      judgesClient: options.judged === 'client',
      endpoints: new EndpointSet(() => this.#whenEmpty?.()),
      passesLabels: hooks.passesLabels ?? false,
      clientEndsFully: hooks.clientEndsFully ?? false,
      requestLabel: (asked) => requestLabels.next(asked),
      nextLabel: (asked) => labels.next(asked),
      needsRpc: (exchange) => this.#faults.needsRpc(exchange),
      attachFaults: (exchange) => {
        const isFaulted = this.#faults.attach(exchange);
        hooks.onExchange?.(exchange);
        return isFaulted;
      },
    };
  }

  get hostname(): string {
    return this.#listener.hostname;
  }

  get port(): number {
    return this.#listener.port;
  }

  open(): Promise<void> {
    return this.#listener.open();
  }

  arm(spec: FaultSpec): Promise<ArmedFault> {
    if (this.#closing !== undefined) return Promise.reject(new Error('the link is closed'));
    const live = [...this.#connections].flatMap(({ exchange }) => (exchange === undefined ? [] : [exchange]));
    return this.#faults.arm(spec, live);
  }

  cut(exchange: string, how: Ending, sides: Sides): boolean {
    for (const connection of this.#connections) {
      if (connection.carried(exchange)) return connection.cut(how, sides);
    }
    return false;
  }

  openSockets(): number {
    return this.#context.endpoints.size;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#faults.clear();
    await this.#listener.close();
    for (const connection of this.#connections) connection.destroy();
    const { endpoints } = this.#context;
    if (endpoints.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
    for (const endpoint of endpoints) endpoint.destroy();
    await empty;
  }

  #accept(socket: Socket): void {
    if (this.#closing !== undefined) {
      socket.on('error', () => undefined).destroy();
      return;
    }
    this.#accepted += 1;
    const { connectionPrefix: prefix = 'connection-', defersDial } = this.#hooks;
    const connection = new LinkConnection(this.#context, `${prefix}${this.#accepted}`, socket, () => {
      this.#connections.delete(connection);
    });
    this.#connections.add(connection);
    this.#faults.accept(connection);
    if (defersDial?.() === true) connection.deferDial();
    connection.begin();
  }
}

/** A set that tells when it has become empty. */
class EndpointSet extends Set<Endpoint> {
  readonly #onEmpty: () => void;

  constructor(onEmpty: () => void) {
    super();
    this.#onEmpty = onEmpty;
  }

  override delete(endpoint: Endpoint): boolean {
    const isDeleted = super.delete(endpoint);
    if (this.size === 0) this.#onEmpty();
    return isDeleted;
  }
}
