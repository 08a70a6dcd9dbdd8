import { BACKOFF } from './backoff.js';
import { CANCEL } from './cancel.js';
import { ERRORS } from './errors.js';
import { FRAME } from './frame.js';
import { HTTP } from './http.js';
import { ISOLATION } from './isolation.js';
import type { KnownDefect } from './known-defect.js';
import { LEAK } from './leak.js';
import { LIVENESS } from './liveness.js';
import { NOLOSS } from './noloss.js';
import { ONCE } from './once.js';
import { RECONNECT } from './reconnect.js';
import { RESUME } from './resume.js';
import { ROUTE } from './route.js';
import { SECURITY } from './security.js';
import { SESSION } from './session.js';
import { SETTLE } from './settle.js';
import { SHUTDOWN } from './shutdown.js';
import { STDIO } from './stdio.js';
import { TIMEOUT } from './timeout.js';
import { VERSION } from './version.js';

/** Known defects by the property of a transport that they broke. */
const BY_PROPERTY: Readonly<Record<string, readonly KnownDefect[]>> = {
  session: SESSION,
  settle: SETTLE,
  liveness: LIVENESS,
  reconnect: RECONNECT,
  backoff: BACKOFF,
  resume: RESUME,
  noloss: NOLOSS,
  route: ROUTE,
  once: ONCE,
  cancel: CANCEL,
  isolation: ISOLATION,
  leak: LEAK,
  shutdown: SHUTDOWN,
  timeout: TIMEOUT,
  frame: FRAME,
  http: HTTP,
  version: VERSION,
  errors: ERRORS,
  security: SECURITY,
  stdio: STDIO,
};

/** A known defect with the property that it broke, in one word. */
export interface ListedDefect extends KnownDefect {
  readonly property: string;
}

/** Every known defect by its id (`B001`), by property. The numbering has gaps. */
export const KNOWN_DEFECTS: ReadonlyMap<string, ListedDefect> = new Map(
  Object.entries(BY_PROPERTY).flatMap(([property, defects]) =>
    defects.map((defect) => [defect.id, { ...defect, property }] as const),
  ),
);
