import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Folders that the search path leaves out for users who are not root, and where daemons are installed. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

type Environment = Readonly<Record<string, string | undefined>>;

/** The first executable file of one of these names, in the folders of the search path and then in `further` ones. */
export function findProgram(
  names: readonly string[],
  further: readonly string[],
  environment: Environment = process.env,
): string | undefined {
  const path = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [...path, ...further]) {
    for (const name of names) {
      const file = join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}

/** Whether this is a file that can be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Where `go install` puts what it builds. */
export function goFolders(environment: Environment = process.env): string[] {
  const { GOBIN, GOPATH } = environment;
  const paths = (GOPATH ?? join(homedir(), 'go')).split(delimiter).map((folder) => join(folder, 'bin'));
  return [...(GOBIN === undefined || GOBIN === '' ? [] : [GOBIN]), ...paths];
}

/** Where daemons are installed. */
export function systemFolders(): readonly string[] {
  return SYSTEM_FOLDERS;
}
