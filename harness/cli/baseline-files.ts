import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Baseline } from '../../reports/baseline.js';
import { BaselineFormatError, readBaseline } from '../../reports/baseline.js';
import { UsageError } from './usage-error.js';

/** Reads a file that the command line names; throws a {@link UsageError} when that is not possible. */
export function readNamedFile(name: string, workingDirectory: string, where: string): string {
  try {
    return readFileSync(path.resolve(workingDirectory, name), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UsageError(
      `${where}: ${code === 'ENOENT' ? `there is no file ${name}` : `${name} can't be read (${code})`}`,
    );
  }
}

/** Reads a baseline that the command line names. */
export function loadBaseline(name: string, workingDirectory: string, where = '--baseline'): Baseline {
  const text = readNamedFile(name, workingDirectory, where);
  try {
    return readBaseline(text);
  } catch (error) {
    if (error instanceof BaselineFormatError) throw new UsageError(`${where}: ${name}: ${error.message}`);
    throw error;
  }
}

/** The baseline that is to be brought up to date: `--baseline`, or else the file of `--update-baseline` if it exists. */
export function previousBaseline(
  baseline: Baseline | undefined,
  updateFile: string | undefined,
  workingDirectory: string,
): Baseline | undefined {
  if (baseline !== undefined || updateFile === undefined) return baseline;
  if (!existsSync(path.resolve(workingDirectory, updateFile))) return undefined;
  return loadBaseline(updateFile, workingDirectory, '--update-baseline');
}
