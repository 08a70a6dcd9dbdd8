/** Edit distance with insertions, deletions, substitutions and swaps of neighbours, each at a cost of 1. */
export function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const candidates = [
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      ];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) candidates.push((beforePrevious[column - 2] ?? 0) + 1);
      current.push(Math.min(...candidates));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** Inputs longer than this are no typing errors. */
const LONGEST_INPUT = 200;

/** Parts of a path weigh alike: `reset/no-los` is near `resumability/reset/no-loss`, whose beginning was left out. */
function distance(input: string, value: string): number {
  const whole = editDistance(input, value);
  const tail = value.split('/').slice(-input.split('/').length).join('/');
  return Math.min(whole, editDistance(input, tail) + (tail === value ? 0 : 1));
}

/** The valid value that is most like the input, whatever the case of its letters; undefined without any value. */
export function nearest(input: string, values: Iterable<string>): string | undefined {
  const wanted = input.slice(0, LONGEST_INPUT).toLowerCase();
  let best: { readonly value: string; readonly cost: number } | undefined;
  for (const value of values) {
    const cost = distance(wanted, value.toLowerCase());
    if (best === undefined || cost < best.cost) best = { value, cost };
  }
  return best?.value;
}

/** `; did you mean X?`, or nothing where there is no value to name. */
export function suggestion(input: string, values: Iterable<string>): string {
  const value = nearest(input, values);
  return value === undefined ? '' : `; did you mean ${value}?`;
}
