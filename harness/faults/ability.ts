import type { Backend, FaultSpec } from './fault.js';
import { FAULTS } from './index.js';
import { HOLDING_CONTAINER, HOLDING_SERVER } from './server-limits.js';

/** Backends by the names that people know them under. */
const BACKEND_NAMES: Readonly<Record<Backend, string>> = {
  embedded: 'the embedded link',
  process: 'the process of the server',
  toxiproxy: 'Toxiproxy',
  nginx: 'nginx',
  containers: 'a container of the server',
};

/**
 * Why a backend can't bring about this fault truthfully, as a sentence; undefined when it can. What one backend has
 * been found able to do, the same fault on it must prove.
 */
export function beyondBackend(spec: FaultSpec, backend: Backend): string | undefined {
  const definition = FAULTS.get(spec.kind);
  if (definition === undefined) return `there is no kind of fault ${JSON.stringify(spec.kind)}`;
  const limit = definition.limits?.[backend];
  const reason = typeof limit === 'function' ? limit(spec) : limit;
  const name = BACKEND_NAMES[backend];
  if (reason !== undefined) return `the fault ${spec.kind} is beyond ${name}, which ${reason}`;
  return definition.backends.includes(backend) ? undefined : `the fault ${spec.kind} is beyond ${name}`;
}

/** {@link beyondBackend} for a link that has several backends in it: undefined when one of them can. */
export function beyondBackends(spec: FaultSpec, backends: readonly Backend[]): string | undefined {
  const reasons = backends.map((backend) => beyondBackend(spec, backend));
  if (reasons.includes(undefined)) return undefined;
  const beyond = `the fault ${spec.kind} is beyond `;
  const given = reasons.flatMap((reason) => (reason?.includes(', which ') ? [reason.replace(beyond, '')] : []));
  return given.length === 0 ? reasons[0] : `${beyond}${given.join('; ')}`;
}

/** Options without which no link can bring about a fault of this kind; undefined for one that needs none. */
export function unlockedBy(kind: string): string | undefined {
  const backends = FAULTS.get(kind)?.backends ?? [];
  if (backends.includes('embedded')) return undefined;
  return backends.includes('process') ? HOLDING_SERVER : HOLDING_CONTAINER;
}
