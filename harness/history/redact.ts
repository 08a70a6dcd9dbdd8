import type { HeaderList } from '../wire/http-head.js';
import type { EventBase, EventBody, HistoryEvent } from './events.js';

/** What stands in for a secret. */
export const REDACTED = '***';

/** Values nested deeper than this are cut off, so that a hostile message can't exhaust the stack of a writer. */
const DEPTH_LIMIT = 64;

/** Secrets shorter than this are replaced only where they stand alone: a short word occurs in innocent text too. */
const SHORT_SECRET_CHARACTERS = 8;

const CHARACTERS_SHOWN = 8;

/** Headers whose values are worth telling apart and too sensitive to be shown whole. */
const SHORTENED_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'mcp-session-id']);

const SECRET_PARAMETER = /([?&](?:token|key|secret|password|access_token|api_key|sig)=)[^&#\s"'<>\\]*/gi;
const USER_INFO = /(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^/?#\s"'@]{1,1000}(?:@[^/?#\s"'@]{1,1000})*@/gi;

/** Takes credentials out of everything that a writer puts out. Pure: the same input gives the same output. */
export interface Redactor {
  /** Any text: literal secrets, and user info and secret query parameters of the URLs in it. */
  text(text: string): string;
  /** The value of a header; of sensitive ones only the first 8 characters are kept. */
  header(name: string, value: string): string;
  headers(list: HeaderList): HeaderList;
  /** Any JSON value, with every text in it (names of members too) redacted; cut off below 64 levels. */
  value(value: unknown): unknown;
  event(event: HistoryEvent): HistoryEvent;
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** A secret as it is, as it stands inside a JSON text, and as it stands inside a URL. */
function spellings(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
}

function patternOf(secret: string): string {
  const pattern = escapeForPattern(secret);
  return secret.length < SHORT_SECRET_CHARACTERS ? `(?<![A-Za-z0-9])${pattern}(?![A-Za-z0-9])` : pattern;
}

function literalPattern(secrets: readonly string[]): RegExp | undefined {
  const all = new Set(secrets.filter((secret) => secret.trim() !== '').flatMap(spellings));
  if (all.size === 0) return undefined;
  // The longest first, so that a secret that contains another one is replaced as a whole.
  const ordered = [...all].sort((a, b) => b.length - a.length);
  return new RegExp(ordered.map(patternOf).join('|'), 'g');
}

/**
 * Makes a redactor for the given secrets, literal values which must not occur in any output. Rules about headers and
 * URLs hold without a secret as well.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const literals = literalPattern(secrets);

  function text(input: string): string {
    const known = literals === undefined ? input : input.replaceAll(literals, REDACTED);
    return known.replaceAll(USER_INFO, `$1${REDACTED}@`).replaceAll(SECRET_PARAMETER, `$1${REDACTED}`);
  }

  function header(name: string, input: string): string {
    const redacted = text(input);
    if (redacted !== input || !SHORTENED_HEADERS.has(name.toLowerCase())) return redacted;
    return `${input.slice(0, CHARACTERS_SHOWN)}${REDACTED}`;
  }

  function headers(list: HeaderList): HeaderList {
    return list.map(([name, value]) => [text(name), header(name, value)] as const);
  }

  function deep(input: unknown, depth: number): unknown {
    if (typeof input === 'string') return text(input);
    if (typeof input !== 'object' || input === null) return input;
    if (depth > DEPTH_LIMIT) return '(nested too deeply to be kept)';
    if (Array.isArray(input)) return input.map((item) => deep(item, depth + 1));
    return Object.fromEntries(Object.entries(input).map(([name, value]) => [text(name), deep(value, depth + 1)]));
  }

  function event(input: HistoryEvent): HistoryEvent {
    const redacted = deep(input, 0) as EventBody & EventBase;
    if (input.kind !== 'request' && input.kind !== 'response') return redacted;
    return { ...redacted, headers: headers(input.headers) } as HistoryEvent;
  }

  return { text, header, headers, value: (value) => deep(value, 0), event };
}
