import { findNginx, NGINX_INSTALL, NGINX_VARIABLE } from '../link/nginx/find-nginx.js';
import type { BackendRequest } from '../link/open-backend.js';
import { findToxiproxy, TOXIPROXY_INSTALL, TOXIPROXY_VARIABLE } from '../link/toxiproxy/find-server.js';
import { parseWord } from './option-values.js';

/** Backends that `--backend` knows. */
export type BackendName = Exclude<BackendRequest['name'], 'containers'>;

const NAMES: readonly BackendName[] = ['embedded', 'toxiproxy', 'nginx'];

type Environment = Readonly<Record<string, string | undefined>>;

/** The backend of that name. Throws a UsageError when there is none. */
export function parseBackend(text: string): BackendName {
  const word = parseWord(text, '--backend', NAMES);
  return NAMES.find((name) => name === word) ?? 'embedded';
}

/**
 * Finds on this machine what a backend is made of.
 * @throws Error with one line that says how to get it, where it is missing
 */
export function findBackend(name: BackendName, environment: Environment): BackendRequest {
  switch (name) {
    case 'embedded':
      return { name };
    case 'toxiproxy': {
      const found = findToxiproxy(environment);
      if (found === undefined)
        throw missing(name, 'toxiproxy-server', TOXIPROXY_VARIABLE, TOXIPROXY_INSTALL, environment);
      return { name, found };
    }
    case 'nginx': {
      const program = findNginx(environment);
      if (program === undefined) throw missing(name, 'nginx', NGINX_VARIABLE, NGINX_INSTALL, environment);
      return { name, program };
    }
  }
}

function missing(
  name: BackendName,
  program: string,
  variable: string,
  install: string,
  environment: Environment,
): Error {
  const named = environment[variable] ?? '';
  return new Error(
    named === ''
      ? `--backend ${name}: ${program} was not found; install it with: ${install}`
      : `--backend ${name}: ${variable} names no program that can be run: ${named}`,
  );
}
