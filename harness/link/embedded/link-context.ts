import type { Recorder } from '../../history/recorder.js';
import type { Upstream } from '../link.js';
import type { DialOptions } from './dial.js';
import type { Endpoint } from './endpoint.js';
import type { Exchange } from './exchange.js';

/** What the connections of a link share. */
export interface LinkContext {
  readonly recorder: Recorder;
  readonly upstream: Upstream;
  readonly dialOptions: DialOptions;
  readonly rewriteHost: string | undefined;
  /** All sockets that exist. */
  readonly endpoints: Set<Endpoint>;
  /** A label that no exchange of this link has had; `asked` comes from the client. */
  nextLabel(asked: string | undefined): string;
  /** Whether an armed fault asks for the JSON-RPC methods of this request. */
  needsRpc(exchange: Exchange): boolean;
  /** Puts the armed faults that match on an exchange; false when there is none. */
  attachFaults(exchange: Exchange): boolean;
}
