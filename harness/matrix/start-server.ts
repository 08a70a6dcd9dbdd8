import { freePort } from '../link/local/free-port.js';
import type { UserTool } from '../sut/target.js';
import { startTarget } from '../sut/target-process.js';
import { whyNotReachable } from '../sut/reach.js';
import type { MatrixServer, RunningServer } from './participants.js';

/** A server as it is named to a matrix: one that runs at a URL, or one that a command starts, at a free port where `{port}` stands. */
export interface ServerDescription {
  readonly name: string;
  readonly missing?: string;
  readonly command?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tool?: UserTool;
}

const REACH_DEADLINE_MS = 5_000;
const PLACEHOLDER = '{port}';

async function start(description: ServerDescription, signal: AbortSignal): Promise<RunningServer> {
  const { command, url: text, headers = {}, tool } = description;
  const port = String(text.includes(PLACEHOLDER) ? await freePort() : '');
  const url = new URL(text.replaceAll(PLACEHOLDER, port));
  const target = { url, headers, ...(tool && { userTool: tool }) };
  if (command !== undefined) {
    const started = await startTarget(command.replaceAll(PLACEHOLDER, port), url, signal);
    return { target, restart: () => started.restart(), close: () => started.close() };
  }
  const reason = await whyNotReachable(target, REACH_DEADLINE_MS);
  if (reason !== undefined) throw new Error(reason);
  return { target, close: () => Promise.resolve() };
}

/** Makes a participant of a matrix out of a description. Nothing is started before it is asked for. */
export function serverOf(description: ServerDescription): MatrixServer {
  const { name, missing } = description;
  return { name, ...(missing !== undefined && { missing }), start: (signal) => start(description, signal) };
}
