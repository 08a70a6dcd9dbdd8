import type { Revision } from '../spec/revisions.js';
import { isRevision, REVISIONS } from '../spec/revisions.js';
import { nearest, suggestion } from './nearest.js';
import { UsageError } from './usage-error.js';

/** Parsers of option values. Each throws a {@link UsageError} of one line. `where` is the option as the user knows it. */

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Headers that a correct client sets itself, or that belong to the framing of a request. */
const OWN_HEADERS = new Set([
  'accept',
  'connection',
  'content-length',
  'content-type',
  'faultline-exchange',
  'host',
  'last-event-id',
  'mcp-protocol-version',
  'mcp-session-id',
  'transfer-encoding',
]);

function shown(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ');
  return `'${line.length > 80 ? `${line.slice(0, 80)}…` : line}'`;
}

/** An http or https URL without credentials. */
export function parseUrl(text: string, where: string): URL {
  if (!URL.canParse(text)) {
    const hint = /^[\w.-]+(:\d+)?(\/|$)/.test(text) ? `; did you mean http://${text}?` : '';
    throw new UsageError(`${where}: ${shown(text)} is not a URL${hint}`);
  }
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const hint = /^[\w.-]+:\d+(\/|$)/.test(text) ? `; did you mean http://${text}?` : '';
    throw new UsageError(`${where}: must begin with http:// or https://, found ${shown(url.protocol)}${hint}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      `${where}: holds a user name or password, which is not sent; use --header "Authorization: ..."`,
    );
  }
  return url;
}

/** `Name: value` as given on the command line, several of them. */
export function parseHeaders(list: readonly string[], where: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const text of list) {
    const colon = text.indexOf(':');
    const name = text.slice(0, colon).trim();
    // The text itself is not repeated in these messages: it may be a credential.
    if (colon === -1)
      throw new UsageError(`${where}: a header is written "Name: value", one without a colon was given`);
    if (!TOKEN.test(name)) throw new UsageError(`${where}: the name before the colon is not a header name`);
    const value = text.slice(colon + 1).trim();
    // eslint-disable-next-line no-control-regex -- header values may hold none of these
    if (/[\u0000-\u0008\u000A-\u001F\u007F]|[^\u0000-\u00FF]/.test(value)) {
      throw new UsageError(`${where}: the value of ${name} holds a character that no header may have`);
    }
    if (OWN_HEADERS.has(name.toLowerCase())) throw new UsageError(`${where}: ${name} is set by the harness itself`);
    if (Object.keys(headers).some((other) => other.toLowerCase() === name.toLowerCase())) {
      throw new UsageError(`${where}: ${name} was given twice`);
    }
    headers[name] = value;
  }
  return headers;
}

/** Revisions, joined by commas or given several times. */
export function parseRevisions(list: readonly string[], where: string): Revision[] {
  const names = list.flatMap((text) => text.split(',')).map((name) => name.trim());
  const revisions = names.map((name) => {
    if (isRevision(name)) return name;
    throw new UsageError(`${where}: ${shown(name)} is not a revision${suggestion(name, REVISIONS)}`);
  });
  return [...new Set(revisions)].sort();
}

/** A whole number within bounds, both included. */
export function parseWhole(text: string, where: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || value < least || value > most) {
    throw new UsageError(`${where}: must be a whole number from ${least} to ${most}, found ${shown(text)}`);
  }
  return value;
}

/** A factor greater than zero. */
export function parseFactor(text: string, where: string, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0) || value > most) {
    throw new UsageError(`${where}: must be a number greater than 0, at most ${most}, found ${shown(text)}`);
  }
  return value;
}

/** `I/N`: the Ith of N parts. */
export function parseShard(text: string, where: string): { readonly index: number; readonly count: number } {
  const match = /^\s*(\d{1,4})\/(\d{1,4})\s*$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count) {
    throw new UsageError(`${where}: must be written I/N with I from 1 to N, such as 1/4, found ${shown(text)}`);
  }
  return { index, count };
}

/** A JSON object. */
export function parseObject(text: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${where}: is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${where}: must be a JSON object such as {"text":"hello"}`);
  }
  return value as Record<string, unknown>;
}

/** One of a few words. */
export function parseWord<Word extends string>(text: string, where: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  throw new UsageError(`${where}: ${shown(text)} is unknown; did you mean ${nearest(text, words) ?? ''}?`);
}
