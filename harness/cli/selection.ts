import type { CaseDefinition } from '../engine/case.js';
import { revisionsOf, suiteOf } from '../engine/case.js';
import { faultKindsOf, globMatcher, selectCases } from '../engine/registry.js';
import type { Selection } from '../engine/registry.js';
import type { Revision } from '../spec/revisions.js';
import { suggestion } from './nearest.js';
import { UsageError } from './usage-error.js';

/** Branches of the tree of ids, which can be selected like a single case. */
function branches(id: string): string[] {
  const parts = id.split('/');
  return parts.map((_, position) => parts.slice(0, position + 1).join('/'));
}

function checkWords(words: readonly string[], known: ReadonlySet<string>, flag: string, noun: string): void {
  const unknown = words.find((word) => !known.has(word));
  if (unknown === undefined) return;
  throw new UsageError(`${flag}: there is no ${noun} '${unknown}'${suggestion(unknown, known)}`);
}

function describe(selection: Selection, revisions: readonly Revision[] | undefined): string {
  const parts = [
    ...selection.cases.map((glob) => `--case ${glob}`),
    ...selection.suites.map((suite) => `--suite ${suite}`),
    ...selection.faults.map((fault) => `--fault ${fault}`),
    ...(revisions === undefined ? [] : [`--revision ${revisions.join(',')}`]),
  ];
  return parts.length > 1 ? `${parts.join(' ')} together` : parts.join(' ');
}

/**
 * The cases that a selection names. Throws {@link UsageError} for a glob, suite or fault that selects nothing, and when
 * all of them together select nothing.
 */
export function chooseCases<Definition extends CaseDefinition>(
  cases: readonly Definition[],
  selection: Selection,
  revisions?: readonly Revision[],
): Definition[] {
  const ids = cases.map(({ id }) => id);
  const missed = selection.cases.find((glob) => !ids.some(globMatcher(glob)));
  if (missed !== undefined) {
    const near = suggestion(missed.replaceAll(/\*+/g, ''), new Set(ids.flatMap(branches)));
    throw new UsageError(`--case: '${missed}' matches no case${near}`);
  }
  checkWords(selection.suites, new Set(ids.map(suiteOf)), '--suite', 'suite');
  checkWords(selection.faults, new Set(cases.flatMap(faultKindsOf)), '--fault', 'case that runs under the fault');
  const selected = selectCases(cases, selection).filter(
    (definition) => revisions === undefined || revisionsOf(definition).some((revision) => revisions.includes(revision)),
  );
  if (selected.length === 0) throw new UsageError(`no case is selected by ${describe(selection, revisions)}`);
  return selected;
}
