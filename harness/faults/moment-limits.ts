import type { Moment } from './fault.js';
import type { TruncateSpec } from './truncate.js';

/** What keeps a proxy with a recorder on either side from striking at a moment. */
export function limitOfMoment(at: Moment): string | undefined {
  if (at === 'connect') return 'is dialled when a request has come, and not when a client connects';
  if (typeof at === 'object' && 'insideChunkHead' in at) return 'is given payload, not the framing around it';
  return undefined;
}

/** What keeps a proxy from ending a connection on some sides. */
export function limitOfSides(sides: TruncateSpec['sides']): string | undefined {
  return sides === undefined || sides === 'both' ? undefined : 'ends both sides of a connection at once';
}
