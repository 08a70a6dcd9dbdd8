import { printable, printableLine } from './printable.js';

/** A text inside a line or table cell, with everything escaped that Markdown or HTML would take as its own. */
export function markdownText(text: string): string {
  return printableLine(text)
    .replaceAll(/[\\`*_{}[\]#+!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\b(https?):\/\//g, '$1:&#8203;//')
    .replaceAll('@', '@&#8203;');
}

/** A text as code within a line, whatever backticks it holds. */
export function markdownCode(text: string): string {
  const line = printableLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return line === '' ? '' : `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines as a fenced block, whatever fences they hold. */
export function markdownBlock(lines: readonly string[], language = ''): string {
  const text = printable(lines.join('\n'));
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
