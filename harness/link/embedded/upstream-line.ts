import type { EventSink } from '../../history/recorder.js';
import type { HttpUnit } from '../../wire/http-parser.js';
import { HttpResponseParser } from '../../wire/http-parser.js';
import type { Upstream } from '../link.js';
import { dial, type DialOptions } from './dial.js';
import { Endpoint, type Breakage } from './endpoint.js';
import type { Exchange } from './exchange.js';

/** What happens on an upstream connection. */
export interface LineEvents {
  connected(line: UpstreamLine): void;
  /** What one read held. */
  units(line: UpstreamLine, units: readonly HttpUnit[]): void;
  ended(line: UpstreamLine, how: 'fin' | Breakage): void;
  drained(line: UpstreamLine): void;
  closed(line: UpstreamLine): void;
}

/** One connection to an upstream. */
export class UpstreamLine {
  readonly upstream: Upstream;
  readonly endpoint: Endpoint;
  readonly #parser = new HttpResponseParser();
  #connected = false;
  /** The exchange whose response comes over it. */
  exchange: Exchange | undefined;

  constructor(upstream: Upstream, id: string, options: DialOptions, recorder: EventSink, events: LineEvents) {
    this.upstream = upstream;
    const sockets = dial(upstream, options);
    this.endpoint = new Endpoint('server', id, sockets, recorder, {
      connected: () => {
        this.#connected = true;
        events.connected(this);
      },
      data: (bytes) => {
        events.units(this, this.#parser.push(bytes));
      },
      fin: () => {
        const last = this.#parser.end();
        if (last.length > 0) events.units(this, last);
        events.ended(this, 'fin');
      },
      broken: (how) => {
        events.ended(this, how);
      },
      drained: () => {
        events.drained(this);
      },
      closed: () => {
        events.closed(this);
      },
    });
    sockets.io.once(upstream.protocol === 'https:' ? 'secureConnect' : 'connect', () => this.endpoint.announceOpen());
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Says that a request for `exchange` goes out next. */
  expect(exchange: Exchange | undefined, method: string): void {
    this.exchange = exchange;
    this.#parser.expect(method);
  }
}
