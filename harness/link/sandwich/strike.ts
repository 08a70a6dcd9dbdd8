import type { Moment } from '../../faults/fault.js';
import type { Exchange } from '../embedded/exchange.js';
import { isRequestMoment } from '../embedded/trigger.js';
import type { Passage } from './passage.js';

/** How far what one recorder let through has come, seen from the other. */
export interface Progress {
  /** Resolves when the client has been sent the response up to that place; false when that took too long. */
  toClient(passage: Passage, place: Place): Promise<boolean>;
  /** Resolves when the server has been sent the request up to that place. */
  toServer(passage: Passage, place: Place): Promise<boolean>;
}

/** How much of a message one recorder had let through when it came to a moment. */
export interface Place {
  /** Whether the head was. */
  readonly headPassed: boolean;
  /** Payload that was. */
  readonly sizeBytes: number;
  /** Whether all of it was. */
  readonly isEnd: boolean;
}

/** What happens at a moment. */
export interface Strike {
  readonly at: Exclude<Moment, 'connect'>;
  readonly progress: Progress;
  /** Whether it is still wanted. */
  isWanted(): boolean;
  /** Does it, with everything up to the moment delivered and nothing after it let into the proxy until it is done. */
  act(where: string): Promise<void>;
  readonly failed: (error: unknown) => void;
}

/**
 * Lets an exchange come to a moment and no further, waits until the far end has what came before, strikes, and lets the
 * rest into the proxy. The recorder in front of the proxy, in the direction of the bytes, is the one that holds.
 */
export function strikeAt(passage: Passage, strike: Strike): void {
  const isBeforeProxy = strike.at === 'request-head' || (typeof strike.at === 'object' && 'requestBytes' in strike.at);
  const { outer } = passage;
  if (isBeforeProxy) {
    if (outer !== undefined) watch(outer, passage, strike, 'to-server');
    return;
  }
  let isWatched = false;
  passage.onInner((inner) => {
    if (isWatched) return;
    isWatched = true;
    watch(inner, passage, strike, 'to-client');
  });
}

function watch(exchange: Exchange, passage: Passage, strike: Strike, held: 'to-server' | 'to-client'): void {
  const { hop } = exchange;
  const owner = {};
  const heldPipe = held === 'to-server' ? hop.toServer : hop.toClient;
  exchange.at(strike.at, (where) => {
    if (!strike.isWanted()) return;
    // All that came before, in the direction of the moment, is written when the mark runs.
    const passing = isRequestMoment(strike.at) ? hop.toServer : hop.toClient;
    const { headPassed, passedBytes: sizeBytes } = held === 'to-server' ? exchange.requestFeed : exchange.responseFeed;
    const place: Place = { headPassed, sizeBytes, isEnd: strike.at === 'response-end' };
    passing.push([{ kind: 'mark', run: () => void run(where, place) }]);
    heldPipe.hold(owner);
    if (held === 'to-client') hop.holdServer(owner);
    else hop.holdClient(owner);
  });
  const release = (): void => {
    heldPipe.letGo(owner);
    hop.releaseServer(owner);
    hop.releaseClient(owner);
  };
  const run = async (where: string, place: Place): Promise<void> => {
    const { progress } = strike;
    try {
      const isDelivered = await (held === 'to-server'
        ? progress.toServer(passage, place)
        : progress.toClient(passage, place));
      await strike.act(isDelivered ? where : `${where}, with bytes before it still on their way`);
    } catch (error) {
      strike.failed(error);
    } finally {
      release();
    }
  };
}
