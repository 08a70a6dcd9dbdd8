import { accessSync, constants, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import type { OutputFiles } from './options.js';
import { flagOf } from './raw-options.js';
import { UsageError } from './usage-error.js';

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return code ?? (error instanceof Error ? error.message : String(error));
}

/** Undefined for what is not there and for what can't be reached. */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function checkWritable(file: string, flag: string, name: string): void {
  try {
    accessSync(file, constants.W_OK);
  } catch (error) {
    throw new UsageError(`${flag}: ${name} can't be written (${reasonOf(error)})`);
  }
}

function checkParent(file: string, flag: string, name: string): void {
  const parent = path.dirname(file);
  if (statOf(parent)?.isDirectory() !== true) {
    throw new UsageError(`${flag}: the folder of ${name} does not exist`);
  }
  checkWritable(parent, flag, `the folder of ${name}`);
}

function checkFile(file: string, flag: string, name: string): void {
  const existing = statOf(file);
  if (existing?.isDirectory() === true) throw new UsageError(`${flag}: ${name} is a folder, not a file`);
  if (existing !== undefined) checkWritable(file, flag, name);
  if (existing === undefined || existing.isFile()) checkParent(file, flag, name);
}

function prepareFolder(folder: string, flag: string, name: string): void {
  const existing = statOf(folder);
  if (existing === undefined) {
    checkParent(folder, flag, name);
    mkdirSync(folder);
  } else if (!existing.isDirectory()) throw new UsageError(`${flag}: ${name} is a file, not a folder`);
  checkWritable(folder, flag, name);
}

/**
 * Makes sure before a run that what it measures can be written: a run of minutes must not end in a typing error.
 * Creates the folder for histories. Throws {@link UsageError}.
 */
export function checkOutputFiles(outputs: OutputFiles, workingDirectory: string): void {
  const { history, ...files } = outputs;
  for (const [option, name] of Object.entries<string>(files)) {
    checkFile(path.resolve(workingDirectory, name), flagOf(option), name);
  }
  if (history !== undefined) prepareFolder(path.resolve(workingDirectory, history), '--history', history);
}

/**
 * Writes a text file so that a reader sees the old content or the new one, never a part. Devices and pipes are written
 * to directly. Throws what the file system throws.
 */
export function writeWhole(file: string, text: string): void {
  const existing = statOf(file);
  if (existing !== undefined && !existing.isFile()) {
    writeFileSync(file, text);
    return;
  }
  const target = existing === undefined ? file : realpathSync(file);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
