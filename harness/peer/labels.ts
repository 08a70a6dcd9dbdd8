import { LABEL_HEADER, VERBATIM_LINE } from '../link/link.js';

/** The header line, with its line ending, by which a hand-written request names its exchange. */
export function labelLine(label: string): string {
  return `${LABEL_HEADER}: ${label}\r\n`;
}

/** The line that makes a connection pass verbatim, when it is the first thing written, and names what comes back. */
export function verbatimLine(label: string): string {
  return `${VERBATIM_LINE}${label}\r\n`;
}

/** Hands out labels that are unique within one probe. */
export type Labels = (wanted: string) => string;

/** A label that was handed out before gets `#2`, `#3`, ... as the link would give it. */
export function createLabels(prefix = ''): Labels {
  const uses = new Map<string, number>();
  return (wanted) => {
    const label = `${prefix}${wanted}`;
    const count = (uses.get(label) ?? 0) + 1;
    uses.set(label, count);
    return count === 1 ? label : `${label}#${count}`;
  };
}
