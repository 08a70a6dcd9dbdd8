import type { ServerContext } from '../../harness/engine/context.js';
import type { Call, Session } from '../../harness/peer/probe.js';

const SLOW_MS = 250;

/** A call that takes a while where the target has the tool for it, so that it runs when something happens; else a ping. */
export function slowCall(context: ServerContext, session: Session, label: string): Call {
  return context.profile.tools.includes('faultline_sleep')
    ? session.callTool('faultline_sleep', { ms: SLOW_MS }, { label })
    : session.request('ping', undefined, { label });
}
