/**
 * Options that every checking command has, as they were written, before they are checked: texts, lists of texts and
 * flags, by their names in camelCase. A configuration file has the same names.
 */
export interface RawCheckOptions {
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
  quiet?: boolean;
  verbose?: boolean;
  config?: string;
}

/** Options of `faultline server`. */
export interface RawServerOptions extends RawCheckOptions {
  threads?: string;
  url?: string;
  secondUrl?: string;
  backend?: string;
  command?: string;
  image?: string;
  stdio?: string;
  transport?: string;
  tool?: string;
  toolArgs?: string;
}

/** Options of `faultline client`. */
export interface RawClientOptions extends RawCheckOptions {
  backend?: string;
  command?: string;
  image?: string;
  driver?: string;
  full?: boolean;
  transport?: string;
}

/** `--time-scale` for `timeScale`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
