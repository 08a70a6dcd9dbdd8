import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Recorder } from '../history/recorder.js';
import { utf8 } from '../wire/bytes.js';
import { HttpResponseParser } from '../wire/http-parser.js';
import { limitsOf } from './exchange-state.js';
import type { ResponseStart } from './exchange-state.js';
import { PreconditionError } from './probe.js';
import type { SocketExchange } from './probe.js';
import { createWatch } from './watch.js';

/** Where to dial, and what bounds every wait on the socket. */
export interface SocketHost {
  readonly hostname: string;
  readonly port: number;
  readonly recorder: Recorder;
  readonly answerDeadlineMs: number;
}

/** A raw socket, and how the probe gets rid of it. */
export interface RunningSocket {
  readonly exchange: SocketExchange;
  /** Closes the connection; resolves when it is closed. */
  drop(): Promise<void>;
}

interface Reading {
  received: string;
  head: ResponseStart | undefined;
  end: 'fin' | 'rst' | undefined;
}

/** Follows what arrives. The far end's RST must show as such, so that a clean end is only what Node reports as one. */
function follow(socket: Socket, changed: () => void): Reading {
  const parser = new HttpResponseParser();
  const reading: Reading = { received: '', head: undefined, end: undefined };
  socket.on('data', (bytes: Buffer) => {
    reading.received += bytes.toString('latin1');
    if (reading.head === undefined) {
      const unit = parser.push(bytes).find(({ kind }) => kind === 'head');
      if (unit?.kind === 'head' && 'status' in unit.head) reading.head = unit.head;
    }
    changed();
  });
  const end = (how: 'fin' | 'rst') => (): void => {
    reading.end ??= how;
    changed();
  };
  socket.on('end', end('fin'));
  socket.on('error', end('rst'));
  socket.on('close', end('fin'));
  return reading;
}

function socketExchange(label: string, socket: Socket, host: SocketHost): SocketExchange {
  const watch = createWatch();
  const reading = follow(socket, () => watch.changed());
  const isOver = (): boolean => reading.end !== undefined;
  const limitFor = limitsOf(host.recorder, label, undefined, host.answerDeadlineMs);
  return {
    label,
    get received() {
      return reading.received;
    },
    async write(bytes) {
      let written: true | undefined;
      socket.write(typeof bytes === 'string' ? utf8(bytes) : bytes, () => {
        written = true;
        watch.changed();
      });
      // A far end that reads no more must not hold up the script: after the deadline it goes on.
      await watch.until(
        () => written,
        () => socket.destroyed,
        limitFor(`write on ${label}`, undefined),
      );
    },
    finish: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    head: (deadlineMs) => watch.until(() => reading.head, isOver, limitFor(`head of ${label}`, deadlineMs)),
    closed: async (deadlineMs) =>
      (await watch.until(() => reading.end, isOver, limitFor(`end of ${label}`, deadlineMs))) ?? 'deadline',
  };
}

/**
 * Opens a connection for requests that are written byte by byte.
 * @throws PreconditionError when there is no connection
 */
export async function openSocket(label: string, host: SocketHost): Promise<RunningSocket> {
  const socket = connect({ host: host.hostname, port: host.port, allowHalfOpen: true, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error): void => reject(new PreconditionError(`${label}: no connection (${error.message})`));
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      resolve();
    });
  });
  const exchange = socketExchange(label, socket, host);
  return {
    exchange,
    drop: () =>
      new Promise((resolve) => {
        if (socket.closed) resolve();
        socket.once('close', () => resolve());
        socket.destroy();
      }),
  };
}
