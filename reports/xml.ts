/** Everything that XML 1.0 (section 2.2, Char) does not allow in a document, not even as a reference. */
const ILLEGAL =
  // eslint-disable-next-line no-control-regex -- these are the characters that have to be found
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function refer(character: string): string {
  return REFERENCES[character] ?? character;
}

/** A text as the content of an element; illegal characters are left out. */
export function xmlText(text: string): string {
  return text.replaceAll(ILLEGAL, '').replaceAll(/[&<>\r]/g, refer);
}

/** Attributes of an element, each preceded by a space; undefined ones are left out. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name}="${String(value)
          .replaceAll(ILLEGAL, '')
          .replaceAll(/[&<>"\t\n\r]/g, refer)}"`,
    )
    .join('');
}
