import { TEXT_LIMIT_BYTES } from '../history/events.js';

const ITEMS_KEPT = 500;
const DEPTH_KEPT = 40;

/** A copy that is kept, and about how much memory it takes, in characters. */
export interface Shortened {
  readonly value: unknown;
  readonly size: number;
}

/**
 * A copy of plain data without its excess: long texts, long lists and deep nesting end in `…`. What a target sends has
 * no bounds, what is kept of it must have some.
 */
export function shorten(value: unknown, depth = 0): Shortened {
  if (typeof value === 'string') {
    const isShort = value.length <= TEXT_LIMIT_BYTES;
    const text = isShort ? value : `${value.slice(0, TEXT_LIMIT_BYTES)}…`;
    return { value: text, size: text.length };
  }
  if (typeof value !== 'object' || value === null) return { value, size: 8 };
  if (depth >= DEPTH_KEPT) return { value: '…', size: 1 };
  let size = 0;
  const part = (item: unknown): unknown => {
    const short = shorten(item, depth + 1);
    size += short.size + 8;
    return short.value;
  };
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS_KEPT).map(part);
    return { value: value.length > ITEMS_KEPT ? [...items, '…'] : items, size };
  }
  const entries = Object.entries(value);
  const kept = entries.slice(0, ITEMS_KEPT).map(([key, item]) => [key.slice(0, TEXT_LIMIT_BYTES), part(item)] as const);
  return { value: Object.fromEntries(kept), size: size + kept.reduce((sum, [key]) => sum + key.length, 0) };
}
