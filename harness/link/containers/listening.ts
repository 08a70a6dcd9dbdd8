import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '../embedded/link-hooks.js';

const POLL_MS = 20;
const CONNECT_DEADLINE_MS = 1_000;

/** Waits until somebody accepts connections at an address; false when that took too long, or `isOver` says to stop. */
export async function listensWithin(
  address: Address,
  deadlineMs: number,
  isOver: () => boolean | Promise<boolean> = () => false,
): Promise<boolean> {
  const deadline = performance.now() + deadlineMs;
  while (!(await accepts(address))) {
    if (performance.now() > deadline || (await isOver())) return false;
    await delay(POLL_MS);
  }
  return true;
}

function accepts({ hostname, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(CONNECT_DEADLINE_MS, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
