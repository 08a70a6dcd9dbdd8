import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import type { ClientTarget } from './target.js';

/** How a client process ended; both are null where that is not known. */
export interface ClientExit {
  readonly status: number | null;
  readonly signal: string | null;
}

/** What a client process is to the driver. */
export interface ClientChannel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves once the process has ended and what it had written was read. Never rejects. */
  readonly ended: Promise<ClientExit>;
  /** Ends the process and all that it started; resolves once it has ended. Idempotent. */
  kill(): Promise<void>;
}

/** Starts a client process, with these variables in its environment besides those of this process. */
export type LaunchClient = (target: ClientTarget, environment?: Readonly<Record<string, string>>) => ClientChannel;

/** The three streams, as a process sees them. */
export interface ProcessStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborted when the process is to be no more. */
  readonly signal: AbortSignal;
}

/**
 * A client that runs inside of this process. It has ended when `run` settles, with the status that it resolves with (1
 * when it rejects), or when it is killed.
 */
export function streamChannel(run: (streams: ProcessStreams) => Promise<number>): ClientChannel {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const killed = new AbortController();
  const isKilled = new Promise<ClientExit>((resolve) => {
    killed.signal.addEventListener('abort', () => resolve({ status: null, signal: 'SIGKILL' }), { once: true });
  });
  const hasRun = run({ stdin, stdout, stderr, signal: killed.signal }).then(
    (status): ClientExit => ({ status, signal: null }),
    (error: unknown): ClientExit => {
      if (!stderr.writableEnded) stderr.write(`${String(error)}\n`);
      return { status: 1, signal: null };
    },
  );
  const ended = Promise.race([hasRun, isKilled]).then(async (exit) => {
    // What was written already is read in the turns of the event loop that follow.
    await new Promise((resolve) => setImmediate(resolve));
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
    return exit;
  });
  return {
    stdin,
    stdout,
    stderr,
    ended,
    async kill() {
      killed.abort();
      await ended;
    },
  };
}
