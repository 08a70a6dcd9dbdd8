import type { Verdict } from '../harness/engine/case.js';

/** The signs that text output is made of. */
export interface Glyphs {
  readonly verdicts: Readonly<Record<Verdict, string>>;
  /** Stands before an event that decides. */
  readonly decisive: string;
  readonly bullet: string;
  readonly toServer: string;
  readonly toClient: string;
}

const UNICODE_GLYPHS: Glyphs = {
  verdicts: { pass: '✓', fail: '✗', warn: '!', skip: '-', inconclusive: '?', error: '×' },
  decisive: '▶',
  bullet: '•',
  toServer: '→',
  toClient: '←',
};

const ASCII_GLYPHS: Glyphs = {
  verdicts: { pass: '+', fail: 'x', warn: '!', skip: '-', inconclusive: '?', error: '#' },
  decisive: '>',
  bullet: '*',
  toServer: '->',
  toClient: '<-',
};

/** The word for a verdict that is shown next to its sign, so that nothing depends on sign or colour alone. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  fail: 'failed',
  warn: 'warned',
  skip: 'skipped',
  inconclusive: 'inconclusive',
  error: 'in error',
};

export function glyphs(unicode: boolean): Glyphs {
  return unicode ? UNICODE_GLYPHS : ASCII_GLYPHS;
}

/** Whether a terminal with this environment can be trusted to show more than ASCII. */
export function canShowUnicode(environment: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  if (environment['TERM'] === 'dumb' || environment['TERM'] === 'linux') return false;
  if (platform === 'win32') return environment['WT_SESSION'] !== undefined || environment['TERM_PROGRAM'] === 'vscode';
  // An unset locale is what most CI systems and containers have; their logs are UTF-8 all the same.
  const locale = environment['LC_ALL'] ?? environment['LC_CTYPE'] ?? environment['LANG'] ?? '';
  return locale === '' || /utf-?8/i.test(locale) || locale === 'C' || locale === 'POSIX';
}
