/** Columns that a text takes, counting code points; wide characters are rare enough here to be taken as one. */
export function widthOf(text: string): number {
  return Array.from(text).length;
}

/** Splits a word that is longer than a line. */
function pieces(word: string, columns: number): string[] {
  const characters = Array.from(word);
  const parts: string[] = [];
  for (let start = 0; start < characters.length; start += columns) {
    parts.push(characters.slice(start, start + columns).join(''));
  }
  return parts;
}

/**
 * Breaks a text into lines of at most `columns` columns at its spaces; a word longer than that is cut, unless it is a
 * URL, which has to stay whole to be of use.
 */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const parts = widthOf(word) > columns && !/^https?:/.test(word) ? pieces(word, columns) : [word];
    for (const part of parts) {
      if (line === '') line = part;
      else if (widthOf(line) + 1 + widthOf(part) <= columns) line += ` ${part}`;
      else {
        lines.push(line);
        line = part;
      }
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Arguments of a command line, quotes kept. */
function shellWords(command: string): string[] {
  return command.match(/(?:\\.|[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\.)*"|['"\\])+/g) ?? [];
}

/** An option and its value belong on one line. */
function commandUnits(words: readonly string[]): string[] {
  const units: string[] = [];
  for (const word of words) {
    const last = units.at(-1);
    if (last !== undefined && /^--[\w-]+$/.test(last) && !word.startsWith('--'))
      units[units.length - 1] = `${last} ${word}`;
    else units.push(word);
  }
  return units;
}

/**
 * Breaks a command line between its options, with a backslash at the end of each line but the last, so that it can
 * still be copied into a shell. Continued lines are indented by two columns.
 */
export function wrapCommand(command: string, columns: number): string[] {
  if (widthOf(command) <= columns) return [command];
  const lines: string[] = [];
  let line = '';
  for (const unit of commandUnits(shellWords(command))) {
    const indent = lines.length === 0 ? '' : '  ';
    if (line === '') line = unit;
    else if (widthOf(`${indent}${line} ${unit} \\`) <= columns) line += ` ${unit}`;
    else {
      lines.push(`${indent}${line} \\`);
      line = unit;
    }
  }
  return [...lines, `${lines.length === 0 ? '' : '  '}${line}`];
}

/** Puts `label` before the first line and as many spaces before the others. */
export function hang(label: string, lines: readonly string[]): string[] {
  const indent = ' '.repeat(widthOf(label));
  return lines.map((line, position) => (position === 0 ? `${label}${line}` : `${indent}${line}`).trimEnd());
}
