import type { ArmedFault } from '../link/link.js';
import type { ScriptedServer } from '../peer/scripted/scripted-server.js';
import type { Revision } from '../spec/revisions.js';
import type { DrivenClient, Operation, OperationOptions, OperationOutcome } from '../sut/client/driven-client.js';
import type { ClientProfile, ClientRevisionProfile } from '../sut/client/profile.js';
import type { CommonContext } from './common-context.js';

/** What can be said of a handshake; where a field is absent, the client's own default holds. */
export interface ClientConnectOptions extends OperationOptions {
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The revision to ask for; default: that of the case. `own` leaves it to the client. */
  readonly revision?: Revision | 'own';
}

/** What can be said of a tool call. */
export interface ClientCallOptions extends OperationOptions {
  /** Limit that the client is given; default: none, so that its own holds. */
  readonly timeoutMs?: number;
  readonly progress?: boolean;
  readonly resumable?: boolean;
}

/**
 * What the script of a client case works with: the harness is the server, behind a link that can be broken, and the
 * client under test is told what to do. Everything is ended by the engine.
 */
export interface ClientContext extends CommonContext {
  readonly revision: Revision;
  /** What the client says of itself, and what it was seen to do at this revision. */
  readonly profile: ClientProfile;
  readonly offers: ClientRevisionProfile;
  /** The server that the client talks to, through the link. */
  readonly server: ScriptedServer;
  /** Generated cases take every form that there is, instead of a seeded sample (`--full`). */
  readonly full: boolean;
  /** What the client is told to dial: the link. */
  readonly url: string;
  /** The client under test. It lives in a process of its own (or one that an earlier case left in good order). */
  readonly client: DrivenClient;
  /** A further client, in another process. */
  secondClient(name: string): Promise<DrivenClient>;
  /** Writes `connect` for the url of the case. */
  connect(options?: ClientConnectOptions, client?: DrivenClient): Operation;
  /** {@link connect}, and ends the case as inconclusive unless it succeeds. */
  connected(options?: ClientConnectOptions, client?: DrivenClient): Promise<Readonly<Record<string, unknown>>>;
  /** Writes `callTool`. */
  call(
    tool: string,
    args?: Readonly<Record<string, unknown>>,
    options?: ClientCallOptions,
    client?: DrivenClient,
  ): Operation;
  /** Writes `state` and waits for the answer. */
  state(label: string, client?: DrivenClient): Promise<OperationOutcome>;
  /** Puts a further fault on the link now; its proof counts as that of the planned ones does. */
  arm(spec: ArmedFault['spec']): Promise<ArmedFault>;
  /** Ends connections of an exchange now, on the side of the client or both. */
  cut(exchange: string, how: 'fin' | 'rst', sides?: 'client' | 'server' | 'both'): boolean;
  /** Lets time pass that does not depend on --time-scale: to see that nothing more comes. */
  quiet(ms: number): Promise<void>;
}
