/**
 * Control characters, the marks that reverse or hide text, and lone halves of surrogate pairs. What a server sent must
 * not be able to move the cursor, colour a terminal or disguise a line.
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are the characters that have to be found
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A text that can be shown anywhere: unsafe characters are written as `\uXXXX`. Tabs and line feeds stay. */
export function printable(text: string): string {
  return text.replaceAll(UNSAFE, escape);
}

/** The same on one line: every run of white space becomes one space. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ').trim());
}
