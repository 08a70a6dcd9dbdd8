const CR = 0x0d;
const LF = 0x0a;

/** A place inside of a block of an event stream: the number of its bytes in front of it, and what it is. */
export interface SplitPoint {
  readonly offset: number;
  readonly description: string;
}

/** Finds a place of the wanted sort inside of the bytes of an event, or undefined when it has none. */
export function splitPointInside(event: Uint8Array, at: 'middle' | 'character' | 'line-end'): SplitPoint | undefined {
  if (at === 'middle') return { offset: Math.floor(event.length / 2), description: 'at its middle' };
  return at === 'character' ? insideCharacter(event) : insideLineEnd(event);
}

function insideCharacter(event: Uint8Array): SplitPoint | undefined {
  const lead = event.findIndex((byte) => byte >= 0xc2);
  if (lead === -1 || lead + 1 >= event.length) return undefined;
  return { offset: lead + 1, description: 'after the first byte of a multi-byte character' };
}

/**
 * The line end of the last field rather than that of the blank line: CR alone ends a line too, so a reader that has
 * the CR of the blank line has the whole event.
 */
function insideLineEnd(event: Uint8Array): SplitPoint | undefined {
  for (let index = event.length - 4; index >= 0; index -= 1) {
    if (event[index] === CR && event[index + 1] === LF) {
      return { offset: index + 1, description: 'between the CR and the LF that end its last line' };
    }
  }
  if (event.length < 2 || event.at(-1) !== LF || event.at(-2) !== LF) return undefined;
  return { offset: event.length - 1, description: 'between the line feed of its last line and that of the blank line' };
}
