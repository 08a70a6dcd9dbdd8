import type { BackendRequest } from '../link/open-backend.js';
import { findToxiproxy, TOXIPROXY_INSTALL, TOXIPROXY_VARIABLE } from '../link/toxiproxy/find-server.js';
import { parseWord } from './option-values.js';

/** Backends that `--backend` knows. */
export type BackendName = BackendRequest['name'];

const NAMES: readonly BackendName[] = ['embedded', 'toxiproxy'];

/** The backend of that name. Throws a UsageError when there is none. */
export function parseBackend(text: string): BackendName {
  const word = parseWord(text, '--backend', NAMES);
  return NAMES.find((name) => name === word) ?? 'embedded';
}

/**
 * Finds on this machine what a backend is made of.
 * @throws Error with one line that says how to get it, where it is missing
 */
export function findBackend(
  name: BackendName,
  environment: Readonly<Record<string, string | undefined>>,
): BackendRequest {
  if (name === 'embedded') return { name };
  const found = findToxiproxy(environment);
  if (found !== undefined) return { name, found };
  const named = environment[TOXIPROXY_VARIABLE];
  throw new Error(
    named === undefined || named === ''
      ? `--backend toxiproxy: toxiproxy-server was not found; install it with: ${TOXIPROXY_INSTALL}`
      : `--backend toxiproxy: ${TOXIPROXY_VARIABLE} names no program that can be run: ${named}`,
  );
}
