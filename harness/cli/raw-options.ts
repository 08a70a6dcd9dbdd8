/**
 * Options of `faultline server` as they were written, before they are checked: texts, lists of texts and flags, by
 * their names in camelCase. A configuration file has the same names.
 */
export interface RawServerOptions {
  url?: string;
  command?: string;
  stdio?: string;
  transport?: string;
  revision?: string[];
  case?: string[];
  suite?: string[];
  fault?: string[];
  topology?: string;
  header?: string[];
  json?: string;
  html?: string;
  junit?: string;
  markdown?: string;
  history?: string;
  baseline?: string;
  updateBaseline?: string;
  strict?: boolean;
  seed?: string;
  shard?: string;
  concurrency?: string;
  timeScale?: string;
  tool?: string;
  toolArgs?: string;
  quiet?: boolean;
  verbose?: boolean;
  config?: string;
}

/** `--time-scale` for `timeScale`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
