import type { ClientContext } from '../../../harness/engine/client-context.js';
import { refuse } from '../../../harness/faults/refuse.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import type { AnswerPhase } from './answer-phases.js';

/** What happens to an answer that is not complete. */
export interface AnswerEnding {
  readonly name: string;
  /** A sentence without its full stop. */
  readonly what: string;
  readonly strike: (exchange: ServedExchange, context: ClientContext) => Promise<void>;
  /** Whether a phase can be followed by it. */
  readonly fits: (phase: AnswerPhase) => boolean;
  /** Nothing tells the client that it happened. */
  readonly isSilent: boolean;
}

/** Every way in which an answer can stop. */
export const ANSWER_ENDINGS: readonly AnswerEnding[] = [
  {
    name: 'fin',
    what: 'the connection is closed',
    strike: (exchange) => exchange.end('fin'),
    fits: () => true,
    isSilent: false,
  },
  {
    name: 'rst',
    what: 'the connection is reset',
    strike: (exchange) => exchange.end('rst'),
    fits: () => true,
    isSilent: false,
  },
  {
    name: 'clean',
    what: 'the event stream ends in order',
    strike: (exchange) => exchange.end('complete'),
    fits: ({ isStream }) => isStream,
    isSilent: false,
  },
  {
    name: 'gone',
    what: 'the connection is closed, and further ones are refused',
    async strike(exchange: ServedExchange, context: ClientContext): Promise<void> {
      await context.arm(refuse({}));
      await exchange.end('fin');
    },
    fits: ({ name }) => name === 'request' || name === 'primed',
    isSilent: false,
  },
  {
    name: 'silence',
    what: 'nothing more comes',
    strike: () => Promise.resolve(),
    fits: () => true,
    isSilent: true,
  },
];
