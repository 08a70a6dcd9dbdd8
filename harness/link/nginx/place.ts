import type { Address } from '../embedded/link-hooks.js';

/** An nginx that runs. */
export interface RunningNginx {
  /** Where this process dials it. */
  readonly address: Address;
  /** Reads its configuration anew; old processes go on for what its profile allows them. */
  reload(config: (listen: Address) => string): Promise<void>;
  /** Ends it at once, with every connection, and removes its files. Idempotent; never rejects. */
  end(): Promise<void>;
}

/** Where nginx runs, and how it and this process reach each other. */
export interface NginxPlace {
  /** Address of this machine on which the recorder behind nginx listens. */
  readonly recorderHostname: string;
  /** Where nginx reaches that recorder. */
  upstreamAt(recorder: Address): Address;
  /**
   * Starts an nginx and waits until it accepts connections; rejects with a plain message.
   * @param config makes the configuration for the address on which it is to listen
   */
  run(config: (listen: Address) => string): Promise<RunningNginx>;
}
