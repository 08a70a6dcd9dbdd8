/** Header fields as [name, value], in the order and with the case of the wire. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Value of the first field of that name (in any case), or undefined. */
export function headerValue(list: HeaderList, name: string): string | undefined {
  for (const field of list) if (isSameName(field[0], name)) return field[1];
  return undefined;
}

/** Values of all fields of that name (in any case), in wire order, not split at commas. */
export function headerValues(list: HeaderList, name: string): string[] {
  const values: string[] = [];
  for (const field of list) if (isSameName(field[0], name)) values.push(field[1]);
  return values;
}

/**
 * A new list in which the field occurs exactly once, with this value and this spelling of its name: at the place of
 * its first occurrence, or at the end.
 */
export function setHeader(list: HeaderList, name: string, value: string): HeaderList {
  const at = list.findIndex(([candidate]) => isSameName(candidate, name));
  if (at === -1) return [...list, [name, value]];
  return [...list.slice(0, at), [name, value], ...removeHeader(list.slice(at + 1), name)];
}

/** A new list without the fields of that name (in any case). */
export function removeHeader(list: HeaderList, name: string): HeaderList {
  return list.filter(([candidate]) => !isSameName(candidate, name));
}

function isSameName(left: string, right: string): boolean {
  return left.length === right.length && (left === right || left.toLowerCase() === right.toLowerCase());
}
