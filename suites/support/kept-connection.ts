import type { ServerContext } from '../../harness/engine/context.js';
import type { SocketExchange } from '../../harness/peer/probe.js';
import { headerValue } from '../../harness/wire/http-head.js';
import { serverEnd } from './exchange-end.js';

/** One connection that carries request after request for as long as the server keeps it. */
export interface KeptConnection {
  /**
   * Writes the request that `build` makes for a label and waits for the end of its answer. A server may close a kept
   * connection at any time; a request that was lost to that is sent once more, as {@link againLabel}, on a new one.
   */
  ask(label: string, build: (label: string) => string): Promise<void>;
}

/** The label of a request that had to be sent once more. */
export function againLabel(label: string): string {
  return `${label}/again`;
}

async function isClosing(context: ServerContext, label: string): Promise<boolean> {
  const event = await context.until(
    `head of ${label}`,
    (candidate) => candidate.kind === 'response' && candidate.side === 'server' && candidate.exchange === label,
  );
  if (event?.kind !== 'response') return true;
  return /\bclose\b/i.test(headerValue(event.headers, 'connection') ?? '');
}

/** Opens nothing yet: the first request does. */
export function keptConnection(context: ServerContext, name: string): KeptConnection {
  let socket: SocketExchange | undefined;
  const once = async (label: string, build: (label: string) => string): Promise<'answered' | 'lost'> => {
    socket ??= await context.socket(name);
    await socket.write(build(label));
    const end = await serverEnd(context, label);
    const complete = end?.kind === 'response-end' && end.ending === 'complete';
    if (!complete || end.framing === 'close' || (await isClosing(context, label))) socket = undefined;
    return end?.kind === 'response-end' && end.framing === 'none' ? 'lost' : 'answered';
  };
  return {
    async ask(label, build) {
      const isFresh = socket === undefined;
      if ((await once(label, build)) === 'lost' && !isFresh) await once(againLabel(label), build);
    },
  };
}
