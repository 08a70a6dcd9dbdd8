import { setMaxListeners } from 'node:events';
import { connect } from 'node:net';
import type { CheckResult, Finding } from '../checkers/checker.js';
import type { HistoryEvent } from '../history/events.js';
import type { Recorder } from '../history/recorder.js';
import type { Upstream } from '../link/link.js';
import { pause } from './pause.js';
import { suspectsAmong } from './suspects.js';
import type { Suspect } from './suspects.js';
import { followTraffic, isRefusal, isSignOfLife, noTraffic } from './traffic.js';
import type { Traffic } from './traffic.js';

/** The target is gone: nobody accepts connections there any more, and nobody is about to. */
export interface Death {
  /** For the cases that could not be checked for it. */
  readonly message: string;
  /** Up to here, as `performance.now()`, what was seen of the target is beyond doubt. */
  readonly certainUntil: number;
  /** The finding against the case of this history, when it is one of those that the target may have died of. */
  blame(recorder: Recorder): CheckResult | undefined;
}

/** What cases in another thread have sent to the target and what became of it. */
export interface Account {
  /** When the target was last known to live, as `performance.now()`. */
  readonly aliveAt: number;
  readonly traffic: readonly Traffic[];
}

/** Notices that the target dies in the middle of a run, so that what is left of it does not wait for deadlines. */
export interface TargetWatch {
  /** Follows the history of a case until the returned function is called. */
  follow(recorder: Recorder): () => void;
  /** Aborted once the target is known to be gone. */
  readonly gone: AbortSignal;
  readonly death: Death | undefined;
  /** Dials the target anew, or waits for those who do; resolves at once when it is there. */
  look(): Promise<Death | undefined>;
  /** Resolves when no look is under way. */
  settled(): Promise<Death | undefined>;
  /** Asks for what happened elsewhere, too, before the target is called dead; until the returned function is called. */
  witness(account: () => Promise<Account>): () => void;
  /** Refusals mean nothing while `restart` takes the target down. */
  duringRestart(restart: () => Promise<void>): Promise<void>;
}

/** A target that a supervisor starts again is back by then. */
const DIALS = 6;
const DIAL_GAP_MS = 300;
const DIAL_DEADLINE_MS = 1000;
/** A process that ends closes its sockets one after the other: the one that listens may not be the first. */
const ENDING_MS = 100;
/** The ends of connections and the last words on others arrive in any order. */
const DISORDER_MS = 250;

const RULE = 'guarantee.no-crash';
const CHECKER = 'target-watch';

/** Whether nobody listens there; a target that is merely slow, or that cannot be reached, refuses nothing. */
function refuses(upstream: Upstream): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: upstream.hostname, port: upstream.port });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(DIAL_DEADLINE_MS, () => settle(false));
    socket.once('connect', () => settle(false));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code === 'ECONNREFUSED'));
  });
}

/** Whether a finding says that the target died. */
export function isCrash(finding: Finding): boolean {
  return finding.checker === CHECKER;
}

function crashFinding({ request, brokenIndex }: Suspect, since: string, others: number): CheckResult {
  const company = others === 0 ? 'while this case ran' : `while this and ${others} more case(s) ran`;
  const word = brokenIndex === undefined ? 'the last that it was sent' : 'left unanswered';
  const events = brokenIndex === undefined ? [request.index] : [request.index, brokenIndex];
  return {
    checker: CHECKER,
    rules: [RULE],
    evidence: events,
    findings: [
      {
        checker: CHECKER,
        rule: RULE,
        severity: 'fail',
        expected: 'the server is still there after the case',
        seen: `it died ${company}: the request ${request.label} was ${word}, connection refused since ${since}`,
        events,
      },
    ],
  };
}

function deathOf({ traffic, aliveAt }: Account, refusedAt: Date): Death {
  const since = refusedAt.toISOString();
  const certainUntil = aliveAt - DISORDER_MS;
  const suspects = suspectsAmong(traffic, certainUntil);
  const others = traffic.filter(({ last }) => last !== undefined).length - 1;
  return {
    message: `the target is gone: connection refused since ${since}`,
    certainUntil,
    blame(recorder) {
      const suspect = suspects.find((entry) => entry.traffic.recorder === recorder);
      return suspect && crashFinding(suspect, since, others);
    },
  };
}

function together(accounts: readonly Account[]): Account {
  return {
    aliveAt: Math.max(...accounts.map(({ aliveAt }) => aliveAt)),
    traffic: accounts.flatMap(({ traffic }) => traffic),
  };
}

/** @param signal ends a look at once, without a conclusion */
export function createTargetWatch(upstream: Upstream, signal: AbortSignal): TargetWatch {
  const gone = new AbortController();
  setMaxListeners(0, gone.signal);
  const running = new Map<Recorder, Traffic>();
  const witnesses = new Set<() => Promise<Account>>();
  let aliveAt = performance.now();
  let death: Death | undefined;
  let looking: Promise<void> | undefined;
  let restarts = 0;

  const dialAgainAndAgain = async (): Promise<void> => {
    const lookedAt = new Date();
    if (!(await refuses(upstream))) {
      await pause(ENDING_MS, signal);
      if (!(await refuses(upstream))) return;
    }
    for (let dial = 1; dial < DIALS; dial += 1) {
      await pause(DIAL_GAP_MS, signal);
      if (signal.aborted || restarts > 0 || !(await refuses(upstream))) return;
    }
    const told = await Promise.all([...witnesses].map((account) => account()));
    death = deathOf(together([{ aliveAt, traffic: [...running.values()] }, ...told]), lookedAt);
    gone.abort();
  };
  const look = async (): Promise<Death | undefined> => {
    if (death === undefined && restarts === 0) {
      looking ??= dialAgainAndAgain().finally(() => {
        looking = undefined;
      });
      await looking;
    }
    return death;
  };
  const follow = (traffic: Traffic, event: HistoryEvent): void => {
    const now = performance.now();
    if (isSignOfLife(event)) aliveAt = now;
    followTraffic(traffic, event, now);
    if (isRefusal(event)) void look();
  };
  return {
    follow(recorder) {
      const traffic = noTraffic(recorder);
      running.set(recorder, traffic);
      const unsubscribe = recorder.subscribe((event) => follow(traffic, event));
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
    async settled() {
      await looking;
      return death;
    },
    witness(account) {
      witnesses.add(account);
      return () => witnesses.delete(account);
    },
    async duringRestart(restart) {
      restarts += 1;
      try {
        await restart();
      } finally {
        restarts -= 1;
      }
    },
  };
}
