import type { FaultSpec } from '../../faults/fault.js';
import type { Upstream } from '../link.js';
import type { Exchange } from './exchange.js';
import type { Injector, InjectorContext } from './injector.js';

/** Where to dial. */
export interface Address {
  readonly hostname: string;
  readonly port: number;
}

/** What makes a link in this process one half of a link that has a real proxy in its middle. */
export interface LinkHooks {
  /** Address to listen on; default 127.0.0.1. */
  readonly listenOn?: string;
  /** What stands in front of the number in the name of a connection; default `connection-`. */
  readonly connectionPrefix?: string;
  /** Whether labels (and the other fields of the harness) stay in the requests, for the other half. Default false. */
  readonly passesLabels?: boolean;
  /** The label of a request that came under one that was used before; default: numbered. */
  readonly repeatedLabel?: (label: string) => string;
  /** Makes the injectors of faults, in place of the embedded ones. */
  readonly createInjector?: (spec: FaultSpec, context: InjectorContext) => Injector;
  /** An exchange is about to begin; the faults are on it. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Whether a connection is dialled further when its first request comes instead of at once. */
  readonly defersDial?: () => boolean;
  /** The address of an upstream that has to be made first. Rejects when that fails. */
  readonly addressOf?: (upstream: Upstream) => Promise<Address> | undefined;
  /** Whether the end of the client's direction is that of the whole connection, as it is where a proxy closes it. */
  readonly clientEndsFully?: boolean;
}
