import { HttpRequestParser, type HttpUnit } from '../../wire/http-parser.js';
import type { Upstream } from '../link.js';
import type { Breakage } from './endpoint.js';
import type { Exchange } from './exchange.js';
import type { Ending } from './hop.js';
import type { LinkContext } from './link-context.js';
import { UpstreamLine, type LineEvents } from './upstream-line.js';

/** What the upstream connections of one client connection tell it. */
export interface ServerLineEvents {
  /** The current line can be written to, or never will be. */
  ready(): void;
  units(exchange: Exchange | undefined, line: UpstreamLine, units: readonly HttpUnit[]): void;
  /** The line that counts for the client ended. */
  ended(exchange: Exchange | undefined, line: UpstreamLine, how: 'fin' | Breakage): void;
  drained(): void;
  closed(): void;
}

/**
 * The upstream connections of one client connection: normally one, used by one exchange after the other. Lines that
 * were left to themselves are recorded to their end, and nothing of them reaches the client.
 */
export class ServerLines implements LineEvents {
  readonly #context: LinkContext;
  readonly #connection: string;
  readonly #events: ServerLineEvents;
  readonly #lines = new Set<UpstreamLine>();
  readonly #detached = new Set<UpstreamLine>();
  #dialled = 0;
  #current: UpstreamLine | undefined;

  constructor(context: LinkContext, connection: string, events: ServerLineEvents) {
    this.#context = context;
    this.#connection = connection;
    this.#events = events;
  }

  /** The line that requests go to now. */
  get current(): UpstreamLine | undefined {
    return this.#current;
  }

  /** Whether any line exists still. */
  get isEmpty(): boolean {
    return this.#lines.size === 0 && this.#detached.size === 0;
  }

  /** Makes the line to that upstream the current one; dials where there is none. */
  use(upstream: Upstream): UpstreamLine {
    for (const line of this.#lines) {
      if (line.upstream === upstream && line.endpoint.writable) {
        this.#current = line;
        return line;
      }
    }
    const line = this.#dial(upstream);
    this.#lines.add(line);
    this.#current = line;
    return line;
  }

  /** Leaves the current line to itself. */
  detachCurrent(): void {
    const line = this.#current;
    this.#current = undefined;
    if (line === undefined || !this.#lines.delete(line)) return;
    this.#detached.add(line);
    if (line.exchange === undefined) line.endpoint.finish();
  }

  /** Sends a copy of a request on a line of its own. */
  sendCopy(upstream: Upstream, request: Uint8Array, exchange: Exchange): void {
    const line = this.#dial(upstream);
    this.#detached.add(line);
    line.expect(exchange, exchange.method);
    line.endpoint.write(request);
    for (const unit of new HttpRequestParser().push(request)) {
      if (unit.kind === 'head') exchange.requestRecord.head(exchange.requestHead, line.endpoint.id);
      else if (unit.kind === 'data') exchange.requestRecord.data(unit.bytes);
      else if (unit.kind === 'end') exchange.requestRecord.end();
    }
  }

  /** Half-closes every line that the client's connection stands for. */
  fin(): void {
    for (const line of this.#lines) line.endpoint.fin();
  }

  /** Passes on that the client reset its connection. */
  reset(): void {
    this.abandonExchanges();
    for (const line of [...this.#lines, ...this.#detached]) line.endpoint.reset();
    this.#forgetAll();
  }

  /** Records that nobody waits for what is under way. */
  abandonExchanges(): void {
    for (const line of [...this.#lines, ...this.#detached]) line.exchange?.abandon();
  }

  /** A fault ends the lines. */
  sever(how: Ending): void {
    for (const line of this.#lines) {
      line.exchange?.requestRecord.stop();
      line.exchange?.responseRecord.end('link');
      if (how === 'fin') line.endpoint.finish();
      else line.endpoint.reset();
    }
    this.#forgetAll();
    this.#events.ready();
  }

  connected(line: UpstreamLine): void {
    if (line === this.#current) this.#events.ready();
  }

  units(line: UpstreamLine, units: readonly HttpUnit[]): void {
    if (!this.#detached.has(line)) {
      if (this.#lines.has(line)) this.#events.units(line.exchange, line, units);
      return;
    }
    for (const unit of units) {
      line.exchange?.receive(unit, line.endpoint.id);
      if (unit.kind === 'end') line.endpoint.finish();
    }
    line.exchange?.flushResponse();
  }

  ended(line: UpstreamLine, how: 'fin' | Breakage): void {
    const { exchange } = line;
    if (this.#detached.has(line)) {
      exchange?.requestRecord.stop();
      exchange?.responseRecord.end(endingOf(how));
      line.endpoint.fin();
      return;
    }
    // An idle line beside the one in use says nothing about the client's connection.
    if (line !== this.#current && this.#lines.size > 1) {
      this.#lines.delete(line);
      line.endpoint.fin();
      return;
    }
    if (this.#lines.has(line)) this.#events.ended(exchange, line, how);
  }

  drained(line: UpstreamLine): void {
    if (line === this.#current) this.#events.drained();
  }

  closed(line: UpstreamLine): void {
    this.#lines.delete(line);
    this.#detached.delete(line);
    this.#context.endpoints.delete(line.endpoint);
    if (line === this.#current) {
      this.#current = undefined;
      this.#events.ready();
    }
    this.#events.closed();
  }

  #forgetAll(): void {
    this.#lines.clear();
    this.#detached.clear();
    this.#current = undefined;
  }

  #dial(upstream: Upstream): UpstreamLine {
    this.#dialled += 1;
    const id = this.#dialled === 1 ? this.#connection : `${this.#connection}/${this.#dialled}`;
    const line = new UpstreamLine(upstream, id, this.#context.dialOptions, this.#context.recorder, this);
    this.#context.endpoints.add(line.endpoint);
    return line;
  }
}

/** How a response ended whose connection ended like that: any end but a reset is passed on as FIN. */
export function endingOf(how: 'fin' | Breakage): 'fin' | 'rst' {
  return how === 'rst' ? 'rst' : 'fin';
}
