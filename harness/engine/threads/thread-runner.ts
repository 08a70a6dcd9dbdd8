import type { ServerConduct } from '../conduct-request.js';
import { settledWithin } from '../pause.js';
import { Recorder } from '../../history/recorder.js';
import type { FinishedCase } from '../run-case.js';
import type { Account, Death, TargetWatch } from '../target-watch.js';
import type { AfarRunner } from './case-crew.js';
import { toOwnMs, toSharedMs } from './thread-clock.js';
import type { FromThread, ThreadPort, ToldTraffic, ToThread } from './thread-messages.js';

/** The end of a thread's runner at which its cases are told. */
export interface ThreadRunner extends AfarRunner {
  /** The thread is no more: what it had under way fails with that reason. */
  lose(reason: string): void;
  close(): Promise<void>;
}

interface Parties {
  readonly targetWatch: TargetWatch;
  readonly signal: AbortSignal;
}

interface Waiting<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

const ACCOUNT_DEADLINE_MS = 1000;
const CLOSE_DEADLINE_MS = 10_000;
/** Nothing that a thread could tell: it is held up, or lost. */
const NO_ACCOUNT = { aliveAt: 0, traffic: [] };

function own<Timed extends { readonly at: number }>(timed: Timed): Timed {
  return { ...timed, at: toOwnMs(timed.at) };
}

/** The traffic of a case elsewhere, under a recorder that stands for it. */
function heard({ last, underWay, broken }: ToldTraffic, recorder: Recorder): Account['traffic'][number] {
  return {
    recorder,
    last: last && own(last),
    underWay: new Map([...underWay].map(([label, delivery]) => [label, own(delivery)])),
    broken: broken.map((delivery) => ({ ...own(delivery), brokenAt: toOwnMs(delivery.brokenAt) })),
  };
}

/** Runs cases in the thread at the other end of the port, which shares the watch over the target with this one. */
export function createThreadRunner(
  port: ThreadPort,
  request: ServerConduct,
  { targetWatch, signal }: Parties,
): ThreadRunner {
  const runs = new Map<number, Waiting<FinishedCase | undefined>>();
  const accounts = new Map<number, (account: Account) => void>();
  const standIns = new Map<number, Recorder>();
  let tickets = 0;
  let isReady = false;
  let lost: string | undefined;
  let markClosed = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    markClosed = resolve;
  });
  const order = (message: ToThread): void => {
    if (lost === undefined) port.postMessage(message);
  };
  const lose = (reason: string): void => {
    isReady = false;
    lost ??= reason;
    for (const { reject } of runs.values()) reject(new Error(reason));
    runs.clear();
    for (const resolve of accounts.values()) resolve(NO_ACCOUNT);
    markClosed();
  };
  const standInFor = (key: number): Recorder => {
    const recorder = standIns.get(key) ?? new Recorder();
    standIns.set(key, recorder);
    return recorder;
  };
  const account = async (): Promise<Account> => {
    if (!isReady) return NO_ACCOUNT;
    tickets += 1;
    const ticket = tickets;
    const told = new Promise<Account>((resolve) => void accounts.set(ticket, resolve));
    order({ order: 'account', ticket });
    const isTold = await settledWithin(told, ACCOUNT_DEADLINE_MS);
    accounts.delete(ticket);
    return isTold ? await told : NO_ACCOUNT;
  };
  const tellDeath = (death: Death): void => {
    const { message, certainUntil } = death;
    const blamed = [...standIns].flatMap(([key, recorder]) => {
      const check = death.blame(recorder);
      return check === undefined ? [] : [{ key, check }];
    });
    order({ order: 'dead', death: { message, certainUntil: toSharedMs(certainUntil), blamed } });
  };
  const onGone = (): void => {
    if (targetWatch.death !== undefined) tellDeath(targetWatch.death);
  };
  const onStop = (): void => order({ order: 'stop' });
  const look = async (ticket: number): Promise<void> => {
    await targetWatch.look();
    order({ order: 'looked', ticket });
  };
  const unwitness = targetWatch.witness(account);
  targetWatch.gone.addEventListener('abort', onGone);
  signal.addEventListener('abort', onStop);
  port.on('message', (raw) => {
    const message = raw as FromThread;
    switch (message.told) {
      case 'ready':
        isReady = lost === undefined;
        if (signal.aborted) onStop();
        onGone();
        return;
      case 'failed':
        lose(`a thread that runs cases failed: ${message.message}`);
        return;
      case 'finished':
        runs.get(message.ticket)?.resolve(message.finished);
        runs.delete(message.ticket);
        return;
      case 'account':
        accounts.get(message.ticket)?.({
          aliveAt: toOwnMs(message.aliveAt),
          traffic: message.traffic.map((traffic) => heard(traffic, standInFor(traffic.key))),
        });
        return;
      case 'look':
        void look(message.ticket);
        return;
      case 'closed':
        markClosed();
    }
  });
  order({ order: 'open', request });
  return {
    get isReady() {
      return isReady;
    },
    run: (definition, revision, attempt) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) {
          reject(new Error(lost));
          return;
        }
        tickets += 1;
        runs.set(tickets, { resolve, reject });
        order({ order: 'run', ticket: tickets, id: definition.id, revision, attempt });
      }),
    lose,
    async close() {
      order({ order: 'close' });
      await settledWithin(closed, CLOSE_DEADLINE_MS);
      unwitness();
      targetWatch.gone.removeEventListener('abort', onGone);
      signal.removeEventListener('abort', onStop);
    },
  };
}
