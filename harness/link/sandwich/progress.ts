import { callAfter } from '../embedded/delay.js';
import type { Exchange } from '../embedded/exchange.js';
import type { Passage } from './passage.js';
import type { Progress } from './strike.js';

/** A proxy that does not hand on in this time what it was given does not do so at all. */
const DELIVERY_DEADLINE_MS = 3_000;

/** Progress by payload, for a proxy that frames messages anew. */
export const PAYLOAD_PROGRESS: Progress = {
  async toClient({ outer }, { headPassed, sizeBytes, isEnd }) {
    if (outer === undefined || !headPassed) return true;
    const { responseFeed, clientRecord } = outer;
    return reached(
      outer,
      () => responseFeed.headPassed && responseFeed.passedBytes >= sizeBytes && (!isEnd || clientRecord.over),
    );
  },
  async toServer(passage, { headPassed, sizeBytes }) {
    if (!headPassed) return isConnected(passage);
    return whenInner(passage, (inner) => reached(inner, () => inner.requestFeed.passedBytes >= sizeBytes));
  },
};

/** Before anything of a request was let through, the connection to the server is all that there can be. */
async function isConnected(passage: Passage): Promise<boolean> {
  return (await settled<true>((resolve) => passage.onServerOpened(() => resolve(true)))) ?? false;
}

/** Calls `then` with the exchange at the inner recorder as soon as the request is there. */
async function whenInner(passage: Passage, then: (inner: Exchange) => Promise<boolean>): Promise<boolean> {
  const inner = passage.inner ?? (await settled<Exchange>((resolve) => passage.onInner(resolve)));
  return inner !== undefined && then(inner);
}

/** Whether a state of an exchange, which changes with what is forwarded, comes about in time. */
async function reached(exchange: Exchange, isThere: () => boolean): Promise<boolean> {
  if (isThere()) return true;
  const came = await settled<boolean>((resolve) => {
    const look = (): void => {
      if (isThere()) resolve(true);
    };
    exchange.onForwarded(look);
    exchange.onOver(() => resolve(isThere()));
  });
  return came ?? false;
}

function settled<T>(begin: (resolve: (value: T) => void) => void): Promise<T | undefined> {
  return new Promise((resolve) => {
    const cancel = callAfter(DELIVERY_DEADLINE_MS, () => resolve(undefined));
    begin((value) => {
      cancel();
      resolve(value);
    });
  });
}
