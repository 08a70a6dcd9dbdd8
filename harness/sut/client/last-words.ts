import { excerpt } from '../excerpt.js';
import type { ClientExit } from './channel.js';

const KEPT_CHARACTERS = 2_000;
const LINES_TOLD = 3;
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

/** The newest output of a process, in bounded memory. */
export class LastWords {
  #text = '';

  add(text: string): void {
    this.#text = `${this.#text}${text}`.slice(-KEPT_CHARACTERS);
  }

  /** Its last lines as the end of a sentence; empty when there are none. */
  told(): string {
    const lines = this.#text.trim().split('\n').slice(-LINES_TOLD).join(' / ');
    const words = excerpt(lines);
    return words === '' ? '' : `; its last output: ${words}`;
  }
}

/** How a process ended, as the middle of a sentence. */
export function describeExit({ status, signal }: ClientExit): string {
  if (status === NOT_FOUND) return 'the shell found no such command (status 127)';
  if (status === NOT_EXECUTABLE) return 'the shell could not execute the command (status 126)';
  if (signal !== null) return `the client was ended by ${signal}`;
  return `the client ended (status ${status ?? 'unknown'})`;
}
