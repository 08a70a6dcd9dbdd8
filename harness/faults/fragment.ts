import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { exchangeOf, provenBy } from './proof.js';

/**
 * Reads that end where a careless reader does not expect it. The pieces are separate writes with a turn of the event
 * loop in between.
 */
export interface FragmentSpec extends FaultSpec {
  readonly kind: 'fragment';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly direction: 'to-client' | 'to-server' | 'both';
  /** Largest piece; default 1. Only for `everywhere`. */
  readonly sizeBytes?: number;
  /**
   * Where to divide; default `everywhere`. `characters`: inside of each multi-byte character. `line-ends`: in front of
   * and inside of each line end. `chunk-heads`: inside of each chunk-size line.
   */
  readonly at?: 'everywhere' | 'characters' | 'line-ends' | 'chunk-heads';
}

/** Plans fragmentation. */
export function fragment(options: Omit<FragmentSpec, 'kind'>): FragmentSpec {
  return { kind: 'fragment', ...options };
}

/** Pieces for each that came, from which on a message counts as divided whatever their size. */
const MANY_TIMES = 8;

export const fragmentFault: FaultDefinition<FragmentSpec> = {
  kind: 'fragment',
  family: 'fragmentation',
  summary: 'Bytes are written in small pieces',
  backends: ['embedded', 'toxiproxy'],
  limits: {
    toxiproxy: ({ direction, at = 'everywhere' }) => {
      if (at !== 'everywhere') return 'divides without looking at what it divides';
      return direction === 'to-client' ? undefined : 'stands in front of a recorder that reads heads whole';
    },
    nginx: 'writes what it has read in one piece',
  },
  proof:
    'the pieces were written one by one; towards the client, most of them held no more payload than asked for, or there were many times as many as had come (what a proxy writes closely one after the other can be read at once)',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const exchange = exchangeOf(view, firing);
      if (spec.direction === 'to-server' || (spec.at ?? 'everywhere') !== 'everywhere') return firing.index;
      const pieces = (exchange?.client.data ?? []).filter(({ index }) => index > firing.index);
      const small = pieces.filter(({ sizeBytes }) => sizeBytes <= (spec.sizeBytes ?? 1));
      const isDivided = pieces.length >= MANY_TIMES * (exchange?.server.data.length ?? 1);
      return small.length * 2 >= pieces.length || isDivided ? firing.index : undefined;
    }),
};
