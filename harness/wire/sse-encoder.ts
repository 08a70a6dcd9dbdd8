import { concatBytes, utf8 } from './bytes.js';
import type { SseLineEnding } from './sse-token.js';

/**
 * What a block is to hold. Nothing is checked: values with a NUL, junk retry values and unknown event names are
 * written as they stand. Only `data` as one string is cut at its line ends; a line end in any other value is written
 * too and then begins a new line.
 */
export interface SseFields {
  id?: string;
  event?: string;
  /**
   * A string is written as one data line for each of its lines (LF, CRLF or CR, which a parser gives back as LF);
   * an array as one data line for each item, whatever it holds. The empty array writes no data line.
   */
  data?: string | readonly string[];
  /** Milliseconds, or any junk. */
  retry?: number | string;
  /** A comment line inside of the block. */
  comment?: string;
  /** Field lines of any name, as [name, value]. */
  unknown?: readonly (readonly [name: string, value: string])[];
  /** A line written byte for byte, for what cannot be said otherwise (bytes that are no UTF-8, for example). */
  rawLine?: Uint8Array;
}

export type SseFieldName = keyof SseFields;

/** How a block is written. Every member has a default; the defaults give the form that servers write most often. */
export interface SseStyle {
  /** `mixed` goes from CRLF to LF to CR and begins anew. Default `lf`. */
  lineEnding?: SseLineEnding | 'mixed';
  /** The order of the fields; the ones not named follow in the default order (comment, id, event, retry, data ...). */
  order?: readonly SseFieldName[];
  /** Whether one space follows each colon. Default true. Without it, a value that begins with a space loses it. */
  spaceAfterColon?: boolean;
  /** Whether a field with an empty value is written as its bare name, without a colon. Default false. */
  bareEmptyFields?: boolean;
  /** Whether a byte order mark comes first. Default false. */
  bom?: boolean;
  /** Whether the blank line is written that closes the block. Default true. */
  blankLine?: boolean;
}

const DEFAULT_ORDER: readonly SseFieldName[] = ['comment', 'id', 'event', 'retry', 'data', 'unknown', 'rawLine'];
const ENDINGS: Record<SseLineEnding, Uint8Array> = { lf: utf8('\n'), crlf: utf8('\r\n'), cr: utf8('\r') };
// CR is always followed by CRLF: an LF for a blank line after it would make one CRLF of the two.
const MIXED_CYCLE: readonly Uint8Array[] = [ENDINGS.crlf, ENDINGS.lf, ENDINGS.cr];

/** Writes one block of an event stream, in UTF-8. */
export function encodeSseEvent(fields: SseFields, style: SseStyle = {}): Uint8Array {
  const order = new Set([...(style.order ?? []), ...DEFAULT_ORDER]);
  const lines: Uint8Array[] = [];
  for (const name of order) lines.push(...fieldLines(name, fields, style));
  return joinLines(lines, style);
}

/** Writes a comment, one comment line for each line of `comment`, closed by a blank line unless `style` says no. */
export function encodeSseComment(comment: string, style: SseStyle = {}): Uint8Array {
  return joinLines(
    splitLines(comment).map((line) => fieldLine('', line, style)),
    style,
  );
}

function fieldLines(name: SseFieldName, fields: SseFields, style: SseStyle): Uint8Array[] {
  switch (name) {
    case 'data': {
      const data = typeof fields.data === 'string' ? splitLines(fields.data) : (fields.data ?? []);
      return data.map((line) => fieldLine('data', line, style));
    }
    case 'comment':
      return fields.comment === undefined ? [] : [fieldLine('', fields.comment, style)];
    case 'unknown':
      return (fields.unknown ?? []).map(([unknownName, value]) => fieldLine(unknownName, value, style));
    case 'rawLine':
      return fields.rawLine === undefined ? [] : [fields.rawLine];
    default: {
      const value = fields[name];
      return value === undefined ? [] : [fieldLine(name, String(value), style)];
    }
  }
}

function fieldLine(name: string, value: string, style: SseStyle): Uint8Array {
  if (value === '' && name !== '' && style.bareEmptyFields === true) return utf8(name);
  return utf8(`${name}:${style.spaceAfterColon === false ? '' : ' '}${value}`);
}

function joinLines(lines: readonly Uint8Array[], style: SseStyle): Uint8Array {
  const parts: Uint8Array[] = style.bom === true ? [Uint8Array.of(0xef, 0xbb, 0xbf)] : [];
  const closed = style.blankLine === false ? lines : [...lines, new Uint8Array(0)];
  closed.forEach((line, index) => parts.push(line, lineEndingAt(index, style.lineEnding ?? 'lf')));
  return concatBytes(parts);
}

function lineEndingAt(index: number, lineEnding: SseLineEnding | 'mixed'): Uint8Array {
  if (lineEnding !== 'mixed') return ENDINGS[lineEnding];
  return MIXED_CYCLE[index % MIXED_CYCLE.length] ?? ENDINGS.lf;
}

function splitLines(value: string): string[] {
  return value.split(/\r\n|\r|\n/);
}
