import { setMaxListeners } from 'node:events';
import type { Recorder } from '../../history/recorder.js';
import type { Death, TargetWatch } from '../target-watch.js';
import { followTraffic, isRefusal, isSignOfLife, noTraffic } from '../traffic.js';
import type { Traffic } from '../traffic.js';
import { toOwnMs, toSharedMs } from './thread-clock.js';
import type { ToldDeath, ToldTraffic } from './thread-messages.js';

/** The watch over a target in a thread that does not look at it by itself, but asks the thread that conducts the run. */
export interface AfarWatch extends TargetWatch {
  /** What its cases have sent; times are on the shared clock. */
  account(): { readonly aliveAt: number; readonly traffic: readonly ToldTraffic[] };
  /** The thread that conducts the run found the target dead. */
  learn(death: ToldDeath): void;
}

function shared<Timed extends { readonly at: number }>(timed: Timed): Timed {
  return { ...timed, at: toSharedMs(timed.at) };
}

function toldTraffic({ last, underWay, broken }: Traffic, key: number): ToldTraffic {
  return {
    key,
    last: last && shared(last),
    underWay: new Map([...underWay].map(([label, delivery]) => [label, shared(delivery)])),
    broken: broken.map((delivery) => ({ ...shared(delivery), brokenAt: toSharedMs(delivery.brokenAt) })),
  };
}

/** @param ask makes the other thread look; resolves when it has, and a death, if any, was learned of before */
export function createAfarWatch(ask: () => Promise<void>): AfarWatch {
  const gone = new AbortController();
  setMaxListeners(0, gone.signal);
  const running = new Map<Recorder, { readonly key: number; readonly traffic: Traffic }>();
  const keys = new WeakMap<Recorder, number>();
  let nextKey = 0;
  let aliveAt = performance.now();
  let death: Death | undefined;
  const look = async (): Promise<Death | undefined> => {
    if (death === undefined) await ask();
    return death;
  };
  return {
    follow(recorder) {
      const traffic = noTraffic(recorder);
      nextKey += 1;
      running.set(recorder, { key: nextKey, traffic });
      keys.set(recorder, nextKey);
      const unsubscribe = recorder.subscribe((event) => {
        const now = performance.now();
        if (isSignOfLife(event)) aliveAt = now;
        followTraffic(traffic, event, now);
        if (isRefusal(event)) void look();
      });
      return () => {
        unsubscribe();
        running.delete(recorder);
      };
    },
    gone: gone.signal,
    get death() {
      return death;
    },
    look,
    settled: () => Promise.resolve(death),
    duringRestart: () => Promise.reject(new Error('the target is restarted by the thread that conducts the run')),
    witness: () => {
      throw new Error('only the thread that conducts the run hears witnesses');
    },
    account: () => ({
      aliveAt: toSharedMs(aliveAt),
      traffic: [...running.values()].map(({ key, traffic }) => toldTraffic(traffic, key)),
    }),
    learn({ message, certainUntil, blamed }) {
      const checks = new Map(blamed.map(({ key, check }) => [key, check]));
      death = {
        message,
        certainUntil: toOwnMs(certainUntil),
        blame: (recorder) => checks.get(keys.get(recorder) ?? 0),
      };
      gone.abort();
    },
  };
}
