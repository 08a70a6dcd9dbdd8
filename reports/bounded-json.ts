/** Limits on one value that goes into a report. */
export interface Bounds {
  /** Texts longer than this many characters are cut. */
  readonly characters: number;
  /** Lists and objects keep this many members. */
  readonly members: number;
  readonly depth: number;
  /** Values of any kind, counted over the whole tree. */
  readonly values: number;
}

const DEFAULT_BOUNDS: Bounds = { characters: 4_096, members: 100, depth: 16, values: 1_000 };

/** Cuts a text and says how much is missing. Never cuts between the halves of a surrogate pair. */
export function boundText(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const kept = text.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}… (${text.length - kept.length} more characters)`;
}

/**
 * A copy of a JSON value that is small enough for a report, whatever a server sent. What was left out is said in its
 * place.
 */
export function boundJson(value: unknown, bounds: Bounds = DEFAULT_BOUNDS): unknown {
  let remaining = bounds.values;

  function bound(input: unknown, depth: number): unknown {
    remaining -= 1;
    if (typeof input === 'string') return boundText(input, bounds.characters);
    if (typeof input !== 'object' || input === null) return input;
    if (depth >= bounds.depth || remaining <= 0) return '… (left out)';
    if (Array.isArray(input)) return boundList(input, depth);
    return boundObject(input, depth);
  }

  function boundList(list: readonly unknown[], depth: number): unknown[] {
    const kept = list.slice(0, bounds.members).map((item) => bound(item, depth + 1));
    return list.length > kept.length ? [...kept, `… (${list.length - kept.length} more)`] : kept;
  }

  function boundObject(object: object, depth: number): Record<string, unknown> {
    const entries = Object.entries(object);
    const kept = entries
      .slice(0, bounds.members)
      .map(([name, item]) => [boundText(name, bounds.characters), bound(item, depth + 1)] as const);
    if (entries.length > kept.length) kept.push(['…', `(${entries.length - kept.length} more)`]);
    return Object.fromEntries(kept);
  }

  return bound(value, 0);
}
