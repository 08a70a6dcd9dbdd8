import { canShowUnicode } from '../../reports/glyphs.js';

/** Where text goes to: what the commands need of a stream. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a command has of the world outside. */
export interface CommandIo {
  /** Results. */
  readonly stdout: Output;
  /** Progress and errors. */
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly workingDirectory: string;
}

const DEFAULT_COLUMNS = 80;

/** Width of a terminal; 80 columns where there is none and `COLUMNS` does not say otherwise. */
export function columnsOf(output: Output, { environment }: CommandIo): number {
  const given = Number(environment['COLUMNS']);
  return output.columns ?? (Number.isInteger(given) && given > 0 ? given : DEFAULT_COLUMNS);
}

/** Whether to colour: `NO_COLOR` and `FORCE_COLOR` decide, otherwise what kind of output it is. */
export function wantsColour(output: Output, { environment }: CommandIo): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '0' && forced !== 'false') return true;
  return output.isTTY === true && environment['TERM'] !== 'dumb';
}

/** Whether a line can be rewritten in place. */
export function isLive(output: Output, { environment }: CommandIo): boolean {
  const ci = environment['CI'] ?? '';
  return output.isTTY === true && environment['TERM'] !== 'dumb' && (ci === '' || ci === 'false' || ci === '0');
}

/** Whether signs beyond ASCII can be shown. */
export function wantsUnicode({ environment, platform }: CommandIo): boolean {
  return canShowUnicode(environment, platform);
}
