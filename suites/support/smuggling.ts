import type { RequestTemplate } from './request-template.js';
import { requestHead, requestText } from './request-template.js';

/** A request whose length can be read in more than one way, with another request hidden where the readings differ. */
export interface SmugglingForm {
  readonly name: string;
  /** What is wrong with it, for the description. */
  readonly wrong: string;
  /** Builds the bytes: `outer` is the body of the visible request, `hidden` the whole hidden request. */
  readonly build: (template: RequestTemplate, outer: string, hidden: string) => string;
  /** True: HTTP lets a server read it in the way that exposes the hidden request, if it closes the connection then. */
  readonly readable?: boolean;
  /** True: a server that can count that far may take it for the beginning of a very long body, and wait for the rest. */
  readonly endless?: boolean;
}

const CHUNKED = 'Transfer-Encoding: chunked';

function length(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function head(template: RequestTemplate, lines: readonly string[]): string {
  return requestHead(template, '', { length: false, lines });
}

function chunk(text: string): string {
  return `${length(text).toString(16)}\r\n${text}\r\n`;
}

/** The whole body counts by its length; read as chunks it ends before the hidden request. */
function obfuscated(name: string, wrong: string, lines: readonly string[], readable = false): SmugglingForm {
  return {
    name,
    wrong,
    readable,
    build(template, outer, hidden) {
      const chunks = `${chunk(outer)}0\r\n\r\n`;
      return head(template, [`Content-Length: ${length(chunks, hidden)}`, ...lines]) + chunks + hidden;
    },
  };
}

/** Two lengths: by the first the hidden request stands behind the body, by the second inside of it. */
function twoLengths(
  name: string,
  wrong: string,
  lines: (short: number, long: number) => readonly string[],
): SmugglingForm {
  return {
    name,
    wrong,
    build: (template, outer, hidden) => head(template, lines(length(outer), length(outer, hidden))) + outer + hidden,
  };
}

/** By the chunks the hidden request stands in the body; by the length the body ends before it. */
function shortLength(name: string, wrong: string): SmugglingForm {
  return {
    name,
    wrong,
    build(template, outer, hidden) {
      const tail = '\r\n0\r\n\r\n';
      // For the reader that goes by the length, the tail is the body of one more request and not garbage.
      const data = hidden + head(template, [`Content-Length: ${length(tail)}`]);
      const first = `${length(data).toString(16)}\r\n`;
      return head(template, [`Content-Length: ${length(first)}`, CHUNKED]) + first + data + tail;
    },
  };
}

/** A chunk size that can be misread, so that the body seems to end before the hidden request. */
function badChunk(name: string, wrong: string, size: string): SmugglingForm {
  return {
    name,
    wrong,
    build: (template, outer, hidden) => `${head(template, [CHUNKED])}${chunk(outer)}${size}\r\n\r\n${hidden}`,
  };
}

/** Every form, for {@link SmugglingForm.build}. */
export const SMUGGLING_FORMS: readonly SmugglingForm[] = [
  obfuscated('length-and-chunks', 'a Content-Length beside a Transfer-Encoding', [CHUNKED], true),
  shortLength('chunks-and-short-length', 'a Content-Length that ends inside of the first chunk'),
  twoLengths('two-lengths', 'two different lengths', (short, long) => [
    `Content-Length: ${short}`,
    `Content-Length: ${long}`,
  ]),
  twoLengths('two-lengths-reversed', 'two different lengths', (short, long) => [
    `Content-Length: ${long}`,
    `Content-Length: ${short}`,
  ]),
  twoLengths('list-of-lengths', 'a list of different lengths', (short, long) => [`Content-Length: ${short}, ${long}`]),
  obfuscated('space-before-colon', 'a space before the colon of Transfer-Encoding', ['Transfer-Encoding : chunked']),
  obfuscated('unknown-coding', 'an unknown transfer coding', ['Transfer-Encoding: xchunked']),
  obfuscated('coding-with-control', 'a control character in Transfer-Encoding', ['Transfer-Encoding: \u000bchunked']),
  {
    ...badChunk('chunk-size-overflow', 'a chunk size that overflows 64 bits to 0', '10000000000000000'),
    endless: true,
  },
  badChunk('chunk-size-prefix', 'a chunk size with the prefix 0x', '0x0'),
  badChunk('chunk-size-sign', 'a chunk size with a sign', '-0'),
];

/** The bytes of a form for a hidden message. */
export function smuggledText(form: SmugglingForm, template: RequestTemplate, outer: string, hidden: string): string {
  return form.build(template, outer, requestText(template, hidden));
}
