import { EventEmitter } from 'node:events';
import type { CommandIo, Output } from '../terminal-io.js';

/** A stream that keeps what is written to it. */
export interface KeptOutput extends Output {
  readonly text: () => string;
}

export function keptOutput(properties: Partial<Omit<Output, 'write'>> = {}): KeptOutput {
  let kept = '';
  return {
    ...properties,
    write: (text) => {
      kept += text;
    },
    text: () => kept,
  };
}

/** The world outside as a command sees it in a test: two kept streams, no terminal, an empty environment. */
export function fakeIo(
  workingDirectory: string,
  changes: Partial<CommandIo> = {},
): CommandIo & { readonly stdout: KeptOutput; readonly stderr: KeptOutput } {
  return {
    environment: {},
    platform: 'linux',
    workingDirectory,
    ...changes,
    stdout: keptOutput(),
    stderr: keptOutput(),
  };
}

/** A process that signals can be sent to without one. */
export function fakeSignals(): EventEmitter {
  return new EventEmitter();
}
