import { findProgram, goFolders, isExecutable } from '../local/find-program.js';

/** Names a Toxiproxy: a program file, or the URL of the API of one that runs. */
export const TOXIPROXY_VARIABLE = 'FAULTLINE_TOXIPROXY';

/** How to get one, for people. */
export const TOXIPROXY_INSTALL =
  'go install github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0 && mv "$(go env GOPATH)/bin/server" "$(go env GOPATH)/bin/toxiproxy-server"';

/** A Toxiproxy that runs, or a program that can be started. */
export type FoundToxiproxy = { readonly apiUrl: string } | { readonly program: string };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Looks for Toxiproxy: what the variable names, then `toxiproxy-server` on the search path and where `go install` puts
 * programs, there also under the name of its folder, `server`. Undefined when there is none.
 */
export function findToxiproxy(environment: Environment = process.env): FoundToxiproxy | undefined {
  const named = environment[TOXIPROXY_VARIABLE];
  if (named !== undefined && named !== '') {
    if (/^https?:\/\//.test(named)) return { apiUrl: named };
    return isExecutable(named) ? { program: named } : undefined;
  }
  const folders = goFolders(environment);
  const program =
    findProgram(['toxiproxy-server'], folders, environment) ?? findProgram(['server'], folders, { PATH: '' });
  return program === undefined ? undefined : { program };
}
