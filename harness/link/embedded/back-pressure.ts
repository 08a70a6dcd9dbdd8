import type { Endpoint } from './endpoint.js';
import type { Pipe } from './pipe.js';

/** Bytes that may wait inside of one direction before its source is no longer read. */
const HELD_LIMIT_BYTES = 16 * 1024 * 1024;

/** The two ends of a connection and what lies between them. */
export interface Flow {
  readonly client: Endpoint;
  readonly server: Endpoint | undefined;
  readonly toServer: Pipe;
  readonly toClient: Pipe;
  /** Bytes of the client that have not entered `toServer` yet. */
  readonly waitingBytes: number;
}

/** Reads from each end as fast as the other one takes it. */
export function balanceFlow({ client, server, toServer, toClient, waitingBytes }: Flow): void {
  if (client.blocked || toClient.heldBytes() > HELD_LIMIT_BYTES) server?.pauseFor(toClient);
  else server?.resumeFor(toClient);
  const isServerFull = server?.blocked === true || toServer.heldBytes() + waitingBytes > HELD_LIMIT_BYTES;
  if (isServerFull) client.pauseFor(toServer);
  else client.resumeFor(toServer);
}
