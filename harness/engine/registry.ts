import { readdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import picomatch from 'picomatch';
import type { AnyCase, CaseDefinition, ClientCase, Role, ServerCase } from './case.js';
import { faultsOf, revisionsOf, suiteOf } from './case.js';

/** Which of the cases a run is about; an empty list selects all. */
export interface Selection {
  readonly cases: readonly string[];
  readonly suites: readonly string[];
  readonly faults: readonly string[];
}

const SUITES_URL = new URL('../../suites/', import.meta.url);

function isCaseModule(name: string): boolean {
  return /\.(ts|js)$/.test(name) && !/\.(d|test)\.(ts|js)$/.test(name);
}

function casesOf(module: unknown, file: string): AnyCase[] {
  const cases = (module as { cases?: unknown }).cases;
  if (!Array.isArray(cases)) throw new Error(`${file} does not export an array named "cases"`);
  return cases as AnyCase[];
}

/** The suites that a selection can reach, or undefined when that may be any. */
function suitesOf({ cases, suites }: Selection): ReadonlySet<string> | undefined {
  const named = cases.map(suiteOf);
  if (suites.length > 0) return new Set(suites);
  return named.length === 0 || named.some((name) => /[*?{[(!]/.test(name)) ? undefined : new Set(named);
}

/** The cases sorted by id; throws when two have the same. */
export function byId<Definition extends CaseDefinition>(cases: readonly Definition[]): Definition[] {
  const sorted = cases.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const repeated = sorted.find((entry, index) => sorted[index + 1]?.id === entry.id);
  if (repeated !== undefined) throw new Error(`two cases have the id ${repeated.id}`);
  return sorted;
}

async function loadRole(role: Role, selection: Selection | undefined): Promise<AnyCase[]> {
  const folder = fileURLToPath(new URL(`${role}/`, SUITES_URL));
  const wanted = selection === undefined ? undefined : suitesOf(selection);
  const names = (await readdir(folder, { recursive: true })).filter((name) => {
    const [suite, ...topic] = name.split(path.sep);
    return topic.length > 0 && isCaseModule(name) && (wanted === undefined || wanted.has(suite ?? ''));
  });
  const loaded = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      return casesOf((await import(/* @vite-ignore */ pathToFileURL(file).href)) as unknown, file);
    }),
  );
  return loaded.flat();
}

/**
 * The cases of the server suites, sorted by id; with a selection, only modules that it can reach are loaded. Modules are
 * found by folder (`suites/server/<suite>/<topic>`), so that a new file needs no list to be kept. Throws when two cases
 * have the same id.
 */
export async function loadServerCases(selection?: Selection): Promise<ServerCase[]> {
  return byId((await loadRole('server', selection)) as ServerCase[]);
}

/** The cases of the client suites (`suites/client/<suite>/<topic>`); otherwise as {@link loadServerCases}. */
export async function loadClientCases(selection?: Selection): Promise<ClientCase[]> {
  return byId((await loadRole('client', selection)) as ClientCase[]);
}

/** The cases of both roles, sorted by id, which is unique over both. */
export async function loadAllCases(): Promise<AnyCase[]> {
  return byId([...(await loadRole('server', undefined)), ...(await loadRole('client', undefined))]);
}

/** A text that picomatch would take literally. */
const PLAIN = /^[\w/-]*$/;

/** Whether an id is selected by the glob. One without a wildcard selects a branch too, one that ends in `*` any depth. */
export function globMatcher(glob: string): (id: string) => boolean {
  const isBelow = (id: string): boolean => id === glob || id.startsWith(`${glob}/`);
  // Somebody may name every case: a pattern for each of them would cost more than the cases themselves.
  if (PLAIN.test(glob)) return isBelow;
  const isMatch = picomatch(glob.endsWith('*') ? [glob, `${glob}/**`] : glob);
  return (id) => isBelow(id) || isMatch(id);
}

/** The kinds of fault that a case runs under at any of its revisions. */
export function faultKindsOf(definition: CaseDefinition): string[] {
  return [
    ...new Set(
      revisionsOf(definition).flatMap((revision) => faultsOf(definition, revision).map((fault) => fault.kind)),
    ),
  ];
}

/** The cases that every given kind of filter lets through. */
export function selectCases<Definition extends CaseDefinition>(
  cases: readonly Definition[],
  selection: Selection,
): Definition[] {
  const matchers = selection.cases.map(globMatcher);
  return cases.filter(
    (entry) =>
      (matchers.length === 0 || matchers.some((matches) => matches(entry.id))) &&
      (selection.suites.length === 0 || selection.suites.includes(suiteOf(entry.id))) &&
      (selection.faults.length === 0 || faultKindsOf(entry).some((kind) => selection.faults.includes(kind))),
  );
}
