import { setTimeout as pause } from 'node:timers/promises';
import type { RawConnection } from './raw-connection.js';

const SAMPLE_MS = 15;
const CALM_SAMPLES = 6;
const PIECE_BYTES = 256 * 1024;

/**
 * Writes all of `bytes` and waits until the kernel has taken nothing more for a while (or has taken everything).
 * Returns the number of bytes that were taken. That nothing happens can only be seen by looking for a while: on a
 * machine that is too slow the number comes out too small, which cannot make a correct link look wrong.
 */
export async function floodUntilBlocked(connection: RawConnection, bytes: Buffer): Promise<number> {
  let acceptedBytes = 0;
  let given = 0;
  // One piece at a time in the socket's own queue, so that the callbacks count what has left this process.
  const writeNext = (): void => {
    const piece = bytes.subarray(given, given + PIECE_BYTES);
    if (piece.length === 0) return;
    given += piece.length;
    connection.socket.write(piece, (error) => {
      if (error) return;
      acceptedBytes += piece.length;
      writeNext();
    });
  };
  writeNext();
  let before = -1;
  for (let calm = 0; calm < CALM_SAMPLES && acceptedBytes < bytes.length;) {
    await pause(SAMPLE_MS);
    calm = acceptedBytes === before ? calm + 1 : 0;
    before = acceptedBytes;
  }
  return acceptedBytes;
}
