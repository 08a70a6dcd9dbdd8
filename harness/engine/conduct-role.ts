import { clientHost } from './client-host.js';
import { conductCases } from './conduct.js';
import type { Conducted, ConductHooks } from './conduct.js';
import type { ConductRequest } from './conduct-request.js';
import { openEnvironment } from './environment.js';
import { loadClientCases, loadServerCases, selectCases } from './registry.js';
import { serverHost } from './server-host.js';
import { openThread, threadsFor } from './threads/open-thread.js';

/** {@link conductCases} with the cases that the request selects, on what it is about. */
export async function conduct(request: ConductRequest, hooks: ConductHooks): Promise<Conducted> {
  const { selection } = request;
  if (request.role === 'client') {
    const cases = selectCases(await loadClientCases(selection), selection);
    return conductCases(cases, clientHost(request, hooks.signal), request, hooks);
  }
  const cases = selectCases(await loadServerCases(selection), selection);
  const { environment, close } = openEnvironment(request, hooks);
  const { signal, targetWatch } = environment;
  const count = threadsFor(request, cases.length * request.revisions.length);
  const threads = Array.from({ length: count }, () => openThread({ request, signal, targetWatch }));
  const closeAll = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.close()));
    await close();
  };
  return conductCases(cases, serverHost(environment, request.profile, closeAll), request, { ...hooks, afar: threads });
}
