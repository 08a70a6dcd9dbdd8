import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { executedAtMostOnce } from '../../../harness/checkers/at-most-once.js';
import type { Checker } from '../../../harness/checkers/checker.js';
import type { Exchange, Session } from '../../../harness/peer/probe.js';
import type { Need } from '../../../harness/sut/needs.js';
import { AFTERMATH, aftermath, judgesOfAftermath } from '../../support/aftermath.js';
import { connectionOver } from '../../support/connection-end.js';
import { emit } from '../../support/emission.js';
import { bareInitialize } from '../../support/handshake.js';
import { BREAK_PHASES, breakFault, endingWords } from '../../support/reset-phases.js';
import type { BreakEnding, BreakPhase, BreakPhaseName } from '../../support/reset-phases.js';
import { ordinaryMethod } from '../../support/version-offer.js';

/** The exchange that is broken. */
const BROKEN = 'broken';
const OTHER = 'other';
/** The latest strikes come right behind the end of the answer. */
const STRIKE_MS = 1000;

/** What is done in the exchange that breaks. */
interface Operation {
  readonly name: string;
  /** In words, as the subject of a title. */
  readonly what: string;
  readonly needs?: readonly Need[];
  readonly requirements?: readonly string[];
  readonly judges?: readonly Checker[];
  /** False: the exchange belongs to no session. */
  readonly inSession: boolean;
  /** `key` occurs nowhere else in the run. */
  readonly start: (context: ServerContext, session: Session, key: string) => Exchange;
  /** What is asked at the very end. */
  readonly after?: (session: Session, key: string) => Promise<unknown>;
}

const OPERATIONS = {
  initialize: {
    name: 'initialize',
    what: 'A handshake',
    inSession: false,
    start: (context) => bareInitialize(context, { label: BROKEN }),
  },
  list: {
    name: 'list',
    what: 'An ordinary request',
    inSession: true,
    start: (_context, session) => session.request(ordinaryMethod(session), undefined, { label: BROKEN }),
  },
  call: {
    name: 'call',
    what: 'A call with an effect',
    inSession: true,
    needs: ['tool:faultline_add', 'tool:faultline_read'],
    requirements: ['guarantee.at-most-once'],
    judges: [executedAtMostOnce('count')],
    start: (_context, session, key) => session.callTool('faultline_add', { key }, { label: BROKEN }),
    after: (session, key) => session.callTool('faultline_read', { key }, { label: 'count' }).answer(),
  },
  emit: {
    name: 'emit',
    what: 'A stream of progress',
    inSession: true,
    needs: ['tool:faultline_emit'],
    start: (context, session, key) => emit(context, session, BROKEN, { count: 5, intervalMs: 10, key: `${key} é€𐍈` }),
  },
} as const satisfies Record<string, Operation>;

function breakCase(operation: Operation, phase: BreakPhase, ending: BreakEnding): ServerCase {
  return serverCase({
    id: `resets/${operation.name}/${phase.name}-${ending}`,
    title: `${operation.what} that is broken ${phase.where}, ${endingWords(ending)}, harms nothing else`,
    about: `${operation.what} is broken ${phase.where}, ${endingWords(ending)}. Then the same session, one that was there before, and a new client make calls, all of which are answered${operation.judges === undefined ? '' : '; the effect has come about once at most'}.`,
    fix: 'Handle the errors and the early end of every request, response and socket, and let them end nothing but that exchange: not the session, not its other streams, not the process.',
    requirements: [...AFTERMATH, ...(operation.requirements ?? []), 'http.stream.disconnect-anytime'],
    reproduces: ['B006', 'B214'],
    once: true,
    needs: [...(operation.needs ?? []), ...(phase.needs ?? [])],
    faults: [breakFault(BROKEN, phase.at, ending)],
    async script(context) {
      const other = await context.connect({ name: OTHER });
      const session = await context.connect();
      const key = context.nonce(operation.name);
      const exchange = operation.start(context, session, key);
      await exchange.ended();
      await context.fired(BROKEN, STRIKE_MS);
      await connectionOver(context, BROKEN, ending === 'clean' ? 'server' : 'both');
      await aftermath(context, operation.inSession ? session : undefined, other);
      await operation.after?.(session, key);
    },
    judges: [...judgesOfAftermath(OTHER, operation.inSession), ...(operation.judges ?? [])],
  });
}

/** Which endings are tried at which phases of an operation. */
type Table = Readonly<Partial<Record<BreakPhaseName, readonly BreakEnding[]>>>;

const BOTH: readonly BreakEnding[] = ['rst', 'fin'];
const ALL: readonly BreakEnding[] = ['rst', 'fin', 'clean'];

/**
 * A handshake that is broken after its answer was written leaves nothing that the client could go on with, and the server
 * sees a connection that is closed like any other: only a reset says more.
 */
const TABLES: Readonly<Record<keyof typeof OPERATIONS, Table>> = {
  initialize: {
    'half-body': BOTH,
    sent: BOTH,
    'response-head': ['rst'],
    'first-byte': ['rst'],
    'response-end': ['rst'],
  },
  list: {
    'half-body': BOTH,
    sent: BOTH,
    'response-head': ALL,
    'first-byte': BOTH,
    'first-event': ALL,
    'response-end': BOTH,
  },
  call: { sent: BOTH, 'response-head': BOTH, 'first-byte': BOTH },
  emit: { 'chunk-head': BOTH, 'inside-event': BOTH, 'inside-character': BOTH, 'inside-line-end': BOTH },
};

function casesOf(operation: Operation, table: Table): ServerCase[] {
  return Object.values(BREAK_PHASES).flatMap((phase) =>
    (table[phase.name] ?? []).map((ending) => breakCase(operation, phase, ending)),
  );
}

export const cases: ServerCase[] = Object.values(OPERATIONS).flatMap((operation) =>
  casesOf(operation, TABLES[operation.name]),
);
