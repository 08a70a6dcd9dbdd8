import type { ServerContext } from '../../harness/engine/context.js';
import type { HistoryEvent } from '../../harness/history/events.js';
import { verbatimLine } from '../../harness/peer/labels.js';
import type { SocketExchange } from '../../harness/peer/probe.js';

/** How long the answer to what comes after is waited for. It need not come: a server may read no more. */
const AFTER_WAIT_MS = 1500;

/** What is written to a connection whose bytes the link passes on unread. */
export interface Verbatim {
  /** Name of the first answer in the history; further ones are `<label>#2`, ... */
  readonly label: string;
  readonly bytes: string | Uint8Array;
  /** How many answers are waited for; default 1. */
  readonly answers?: number;
  /** Written behind them, unless the connection is closed by then, to see what the server makes of what was left over. */
  readonly after?: string;
  /** True: the server may well wait for more, and is not waited for as long as for an answer that is owed. */
  readonly mayWait?: boolean;
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

/** Waits until `count` answers on the connection of `label` are complete, or it was closed, or time ran out. */
function answered(
  context: ServerContext,
  label: string,
  count: number,
  deadlineMs?: number,
): Promise<HistoryEvent | undefined> {
  const closes = closesConnectionOf(label);
  const last = count === 1 ? label : `${label}#${count}`;
  return context.until(
    `answer ${count} to ${label}`,
    (event) => {
      const isLast = event.kind === 'response-end' && event.side === 'server' && event.exchange === last;
      return isLast || closes(event);
    },
    deadlineMs,
  );
}

/** Writes bytes as they are and waits for what the server makes of them: its answers, or the end of the connection. */
export async function tellVerbatim(
  context: ServerContext,
  { label, bytes, answers = 1, after, mayWait = false }: Verbatim,
): Promise<SocketExchange> {
  const socket = await openVerbatim(context, label);
  await socket.write(bytes);
  const answer = await answered(context, label, answers, mayWait ? AFTER_WAIT_MS : undefined);
  if (after === undefined || answer?.kind !== 'response-end') return socket;
  await socket.write(after);
  await answered(context, label, answers + 1, AFTER_WAIT_MS);
  return socket;
}
