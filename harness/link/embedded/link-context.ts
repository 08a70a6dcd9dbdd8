import type { EventSink } from '../../history/recorder.js';
import type { Upstream } from '../link.js';
import type { DialOptions } from './dial.js';
import type { Endpoint } from './endpoint.js';
import type { Exchange } from './exchange.js';

/** What the connections of a link share. */
export interface LinkContext {
  readonly recorder: EventSink;
  readonly upstream: Upstream;
  readonly dialOptions: DialOptions;
  readonly rewriteHost: string | undefined;
  /** Whether the client is under test: its requests are recorded as they come, and labelled by what they are. */
  readonly judgesClient: boolean;
  /** All sockets that exist. */
  readonly endpoints: Set<Endpoint>;
  /** Whether labels stay in the requests. */
  readonly passesLabels: boolean;
  /** Whether the end of a client's direction is that of its connection. */
  readonly clientEndsFully: boolean;
  /** The label for a request; `asked` comes from the client. No exchange of this link has had it. */
  requestLabel(asked: string | undefined): string;
  /** The label for what no request was read for. */
  nextLabel(asked: string | undefined): string;
  /** Whether an armed fault asks for the JSON-RPC methods of this request. */
  needsRpc(exchange: Exchange): boolean;
  /** Puts the armed faults that match on an exchange; false when there is none. */
  attachFaults(exchange: Exchange): boolean;
}
