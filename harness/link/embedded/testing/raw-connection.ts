import type { Socket } from 'node:net';

/** How the far end ended its direction: an orderly end, a reset, no listener, or another error of the socket. */
export type RawEnding = 'fin' | 'rst' | 'refused' | 'error';

/** One read, as the kernel handed it over. `atMs` is on the clock of `performance.now()`. */
export interface RawRead {
  readonly atMs: number;
  readonly bytes: Buffer;
}

/** One TCP connection seen from a raw end: what came in, how it ended, and the means to act on it step by step. */
export interface RawConnection {
  readonly socket: Socket;
  readonly reads: readonly RawRead[];
  /** Everything received so far. */
  received(): Buffer;
  /** The same as text. */
  text(): string;
  /** The first ending that was seen; later errors of a dead socket do not change it. */
  ending(): RawEnding | undefined;
  endedAtMs(): number;
  /** When the nth byte, from 1, had arrived. */
  arrivedAtMs(count: number): number;
  /** Writes; resolves with the time just before the write once the kernel took it, or when the socket is dead. */
  send(data: string | Buffer): Promise<number>;
  /** Ends our own direction in order. */
  finish(): void;
  /** Resets the connection. */
  reset(): void;
  stopReading(): void;
  startReading(): void;
  waitUntil(what: string, accepts: () => boolean): Promise<void>;
  waitForBytes(count: number): Promise<Buffer>;
  waitForText(part: string): Promise<string>;
  waitForReads(count: number): Promise<void>;
  waitForEnding(): Promise<RawEnding>;
}

const DEADLINE_MS = 10_000;
// Tests replace the global timers; the deadlines of the waits must go on in real time.
const startTimer = globalThis.setTimeout;
const stopTimer = globalThis.clearTimeout;

function endingOf(error: NodeJS.ErrnoException): RawEnding {
  if (error.code === 'ECONNRESET') return 'rst';
  if (error.code === 'ECONNREFUSED') return 'refused';
  return 'error';
}

/** A list of conditions, each looked at again whenever something happened on the socket. */
function makeWaits(describe: () => string): {
  check: () => void;
  wait: (what: string, accepts: () => boolean) => Promise<void>;
} {
  const pending = new Set<() => void>();
  return {
    check: () => {
      for (const look of pending) look();
    },
    wait: (what, accepts) => {
      if (accepts()) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const timer = startTimer(() => {
          pending.delete(look);
          reject(new Error(`waited ${DEADLINE_MS} ms for ${what}; ${describe()}`));
        }, DEADLINE_MS);
        const look = (): void => {
          if (!accepts()) return;
          pending.delete(look);
          stopTimer(timer);
          resolve();
        };
        pending.add(look);
      });
    },
  };
}

/** Starts to read `socket` and keeps all that happens on it. */
export function watchSocket(socket: Socket): RawConnection {
  const reads: RawRead[] = [];
  let sizeBytes = 0;
  let ending: { how: RawEnding; atMs: number } | undefined;
  const received = (): Buffer => Buffer.concat(reads.map((read) => read.bytes));
  const waits = makeWaits(() => {
    const tail = received().subarray(-200).toString('latin1');
    return `received ${sizeBytes} bytes in ${reads.length} reads, ending ${ending?.how ?? 'none'}, tail ${JSON.stringify(tail)}`;
  });
  const end = (how: RawEnding): void => {
    ending ??= { how, atMs: performance.now() };
    waits.check();
  };

  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => {
    reads.push({ atMs: performance.now(), bytes });
    sizeBytes += bytes.length;
    waits.check();
  });
  socket.on('end', () => end('fin'));
  socket.on('error', (error) => end(endingOf(error)));

  return {
    socket,
    reads,
    received,
    text: () => received().toString('utf8'),
    ending: () => ending?.how,
    endedAtMs: () => ending?.atMs ?? Number.NaN,
    arrivedAtMs: (count) => {
      let size = 0;
      return reads.find((read) => (size += read.bytes.length) >= count)?.atMs ?? Number.NaN;
    },
    send: (data) => {
      const startedAtMs = performance.now();
      return new Promise((resolve) => {
        socket.write(data, () => resolve(startedAtMs));
      });
    },
    finish: () => {
      socket.end();
    },
    reset: () => {
      socket.resetAndDestroy();
    },
    stopReading: () => {
      socket.pause();
    },
    startReading: () => {
      socket.resume();
    },
    waitUntil: waits.wait,
    waitForBytes: async (count) => {
      await waits.wait(`${count} bytes`, () => sizeBytes >= count);
      return received();
    },
    waitForText: async (part) => {
      const wanted = Buffer.from(part, 'utf8');
      await waits.wait(`the text ${JSON.stringify(part)}`, () => received().includes(wanted));
      return received().toString('utf8');
    },
    waitForReads: (count) => waits.wait(`${count} reads`, () => reads.length >= count),
    waitForEnding: async () => {
      await waits.wait('an ending', () => ending !== undefined);
      return ending?.how ?? 'error';
    },
  };
}
