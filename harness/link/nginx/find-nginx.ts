import { findProgram, isExecutable, systemFolders } from '../local/find-program.js';

/** Names the program file of an nginx. */
export const NGINX_VARIABLE = 'FAULTLINE_NGINX';

/** How to get one, for people. */
export const NGINX_INSTALL = 'apt-get install nginx-light (or nginx; with Homebrew: brew install nginx)';

/** The program that the variable names, or `nginx` where it is usually installed; undefined when there is none. */
export function findNginx(environment: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const named = environment[NGINX_VARIABLE];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  return findProgram(['nginx'], systemFolders(), environment);
}
