import type { ServerContext } from '../../harness/engine/context.js';
import type { Exchange, Session } from '../../harness/peer/probe.js';

/** Opens a GET stream, which the case cannot do without. */
export async function openListening(context: ServerContext, session: Session, label: string): Promise<Exchange> {
  const stream = session.listen({ label });
  const head = await stream.head();
  context.require(head?.status === 200, `${label} did not open a stream`);
  return stream;
}

/** How a GET is repeated while it is refused. */
export interface Retrying {
  readonly prefix: string;
  readonly attempts: number;
  readonly pauseMs: number;
}

/** Repeats a GET, as `<prefix>1`, `<prefix>2`, ..., until it opens a stream. */
export async function reopenListening(
  context: ServerContext,
  session: Session,
  { prefix, attempts, pauseMs }: Retrying,
): Promise<Exchange | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) await context.silence(pauseMs);
    const stream = session.listen({ label: `${prefix}${attempt}` });
    const head = await stream.head();
    if (head?.status === 200) return stream;
  }
  return undefined;
}

/** The notification by which a server tells that its list of tools changed. */
export const TOOLS_CHANGED = 'notifications/tools/list_changed';

/** Lets the server announce a change of its tools and waits until that arrives on any stream, within `deadlineMs`. */
export async function announce(
  context: ServerContext,
  session: Session,
  label: string,
  deadlineMs?: number,
): Promise<boolean> {
  const call = session.callTool('faultline_announce', { what: 'tools' }, { label });
  await call.answer();
  // Earlier announcements are in the history too: only what comes after this call was sent counts.
  let isSent = false;
  const arrival = await context.until(
    `announcement of ${label}`,
    (event) => {
      if (event.kind === 'request' && event.side === 'server' && event.exchange === label) isSent = true;
      return isSent && event.kind === 'message' && event.side === 'server' && event.message.method === TOOLS_CHANGED;
    },
    deadlineMs,
  );
  return arrival !== undefined;
}
