import type { BandwidthSpec } from '../../faults/bandwidth.js';
import type { BlackHoleSpec } from '../../faults/black-hole.js';
import type { FragmentSpec } from '../../faults/fragment.js';
import type { LatencySpec } from '../../faults/latency.js';
import type { ToxicBody } from './api.js';

type Direction = 'to-client' | 'to-server' | 'both';

/** Toxiproxy counts a kilobyte as 1000 bytes. */
const BYTES_PER_KILOBYTE = 1000;
/** Pieces that follow each other more closely are read together on their way, where the machine is busy. */
const SLICE_GAP_US = 4000;

/** The toxics that hold every piece for a time. Jitter is Toxiproxy's own: its seed can't be set. */
export function latencyToxics({ direction, delayMs, jitterMs }: LatencySpec): ToxicBody[] {
  return inDirections(direction, 'latency', { latency: Math.ceil(delayMs), jitter: Math.floor(jitterMs) });
}

/** The toxics that limit the rate, to whole kilobytes below what was asked for. */
export function bandwidthToxics({ direction, bytesPerSecond }: BandwidthSpec): ToxicBody[] {
  return inDirections(direction, 'bandwidth', { rate: Math.floor(bytesPerSecond / BYTES_PER_KILOBYTE) });
}

/** The toxics that divide what passes into pieces of that size. */
export function slicerToxics({ direction, sizeBytes = 1 }: FragmentSpec): ToxicBody[] {
  return inDirections(direction, 'slicer', { average_size: sizeBytes, size_variation: 0, delay: SLICE_GAP_US });
}

/** The toxics that let nothing pass: a rate of nothing keeps it, a timeout without end drops it. */
export function blackHoleToxics({ direction, heal }: BlackHoleSpec): ToxicBody[] {
  return heal === 'lossy'
    ? inDirections(direction, 'timeout', { timeout: 0 })
    : inDirections(direction, 'bandwidth', { rate: 0 });
}

function inDirections(direction: Direction, type: ToxicBody['type'], attributes: ToxicBody['attributes']): ToxicBody[] {
  const streams = direction === 'both' ? (['upstream', 'downstream'] as const) : [streamOf(direction)];
  return streams.map((stream) => ({ name: `${type}-${stream}`, type, stream, toxicity: 1, attributes }));
}

function streamOf(direction: 'to-client' | 'to-server'): 'upstream' | 'downstream' {
  return direction === 'to-server' ? 'upstream' : 'downstream';
}
