const LIMIT = 120;

/** Text of a server on one line and cut, fit to be quoted in a message. */
export function excerpt(text: string): string {
  // Control characters of a server must not reach a terminal.
  const line = text
    .slice(0, 4 * LIMIT)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return line.length > LIMIT ? `${line.slice(0, LIMIT)}...` : line;
}
