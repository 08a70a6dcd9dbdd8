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

/** What keeps a link from what is done to the server itself, and what would unlock it. */
export const HOLDS_NO_SERVER = 'does not hold the server (give --command, or --topology containers with --image)';

/** What keeps a link from what is done to the network of the server, and what would unlock it. */
export const HOLDS_NO_CONTAINER = 'does not hold the network of the server (give --topology containers with --image)';
