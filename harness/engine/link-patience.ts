import type { LinkBackend } from '../link/backend.js';

/**
 * Behind a real proxy every connection takes turns of two more processes, which a busy machine lets wait: a request that
 * has not reached the server yet must not count as one that the server leaves without an answer.
 */
const REAL_PROXY_PATIENCE = 3;

/** Factor on every deadline that the links of a run ask for. */
export function linkPatience({ name }: LinkBackend): number {
  return name === 'embedded' ? 1 : REAL_PROXY_PATIENCE;
}
