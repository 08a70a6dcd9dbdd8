import type { ServerContext } from '../../harness/engine/context.js';
import type { HistoryEvent } from '../../harness/history/events.js';
import { verbatimLine } from '../../harness/peer/labels.js';
import type { SocketExchange } from '../../harness/peer/probe.js';

/** What is written to a connection whose bytes the link passes on unread. */
export interface Verbatim {
  /** Name of the first answer in the history; further ones are `<label>#2`, ... */
  readonly label: string;
  readonly bytes: string | Uint8Array;
  /** How many answers are waited for; default 1. */
  readonly answers?: number;
}

/** Opens a connection whose bytes reach the server exactly as they are written, however malformed they are. */
export async function openVerbatim(context: ServerContext, label: string): Promise<SocketExchange> {
  const socket = await context.socket(label);
  await socket.write(verbatimLine(label));
  return socket;
}

/** Whether the server has ended the connection on which `label` was sent. */
function closesConnectionOf(label: string): (event: HistoryEvent) => boolean {
  let connection: string | undefined;
  return (event) => {
    if (event.kind === 'request' && event.exchange === label) connection = event.connection;
    return (
      event.kind === 'connection' &&
      event.side === 'server' &&
      event.connection === connection &&
      event.from === 'peer' &&
      (event.what === 'fin' || event.what === 'rst')
    );
  };
}

/** Waits until `count` answers on the connection of `label` are complete; false when it was closed or time ran out. */
function answered(context: ServerContext, label: string, count: number): Promise<HistoryEvent | undefined> {
  const closes = closesConnectionOf(label);
  const last = count === 1 ? label : `${label}#${count}`;
  return context.until(`answer ${count} to ${label}`, (event) => {
    const isLast = event.kind === 'response-end' && event.side === 'server' && event.exchange === last;
    return isLast || closes(event);
  });
}

/** Writes bytes as they are and waits for what the server makes of them: its answers, or the end of the connection. */
export async function tellVerbatim(context: ServerContext, { label, bytes, answers = 1 }: Verbatim): Promise<SocketExchange> {
  const socket = await openVerbatim(context, label);
  await socket.write(bytes);
  await answered(context, label, answers);
  return socket;
}
