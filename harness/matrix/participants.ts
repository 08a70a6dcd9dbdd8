import type { LaunchClient } from '../sut/client/channel.js';
import type { ClientTarget } from '../sut/client/target.js';
import type { ServerTarget } from '../sut/target.js';

/** A client that can stand in a matrix. */
export interface MatrixClient {
  readonly name: string;
  /** Why it can't be run here. */
  readonly missing?: string;
  readonly target: ClientTarget;
  /** Stands in for the command of the target. */
  readonly launch?: LaunchClient;
  /** Address of this machine that it can dial; rejects with one line. Default 127.0.0.1. */
  readonly linkHostname?: () => Promise<string>;
}

/** A server of a matrix that runs. */
export interface RunningServer {
  readonly target: ServerTarget;
  /** Ends the process and starts it anew at the same address; absent where the harness did not start it. */
  readonly restart?: () => Promise<void>;
  /** Ends what was started. */
  close(): Promise<void>;
}

/** A server that can stand in a matrix. */
export interface MatrixServer {
  readonly name: string;
  /** Why it can't be run here. */
  readonly missing?: string;
  /** Starts it, or looks that it is there. Rejects with one line that says why not. */
  start(signal: AbortSignal): Promise<RunningServer>;
}
