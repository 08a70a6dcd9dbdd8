import type { BackendRequest } from '../link/open-backend.js';
import type { HttpTransport } from '../spec/revisions.js';
import { discoverClient } from '../sut/client/discover-client.js';
import type { ClientTarget } from '../sut/client/target.js';
import { runSuites } from './run.js';
import type { RunOutcome, RunRequestBase } from './run.js';

/** A run of the client suites against one client. */
export interface ClientRunRequest extends RunRequestBase {
  readonly target: ClientTarget;
  /** What links are made of; default: the embedded one. */
  readonly backend?: BackendRequest;
  /** The only transport that is checked, for the report; default: Streamable HTTP and whatever else the client offers. */
  readonly transport?: HttpTransport;
}

const DISCOVERY_DEADLINE_MS = 10_000;
/** A container has to be made before its process starts, and an engine makes one after the other. */
const CONTAINER_READY_MS = 30_000;

/** {@link runSuites} for a client. */
export function runClient(request: ClientRunRequest): Promise<RunOutcome> {
  const { target, transport = 'streamable-http', revisions, backend } = request;
  return runSuites(request, {
    target: { role: 'client', transport, command: target.command },
    look: () =>
      discoverClient(target, {
        deadlineMs: DISCOVERY_DEADLINE_MS,
        ...(target.containers && { readyDeadlineMs: CONTAINER_READY_MS }),
        ...(revisions && { revisions }),
      }),
    conduct: (settings, profile) => ({ ...settings, role: 'client', target, profile, ...(backend && { backend }) }),
  });
}
