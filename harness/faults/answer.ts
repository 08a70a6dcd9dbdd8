import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { exchangeOf, provenBy } from './proof.js';

/** An error page of a proxy, gateway or rate limiter. */
export interface AnswerSpec extends FaultSpec {
  readonly kind: 'answer';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly status: number;
  readonly body: 'html' | 'empty' | 'json';
  /** Seconds for a Retry-After header. */
  readonly retryAfterS?: number;
  /** Whether the request reaches the server all the same; its answer is dropped. Default false. */
  readonly forward?: boolean;
}

/** Plans an answer. */
export function answer(options: Omit<AnswerSpec, 'kind'>): AnswerSpec {
  return { kind: 'answer', ...options };
}

export const answerFault: FaultDefinition<AnswerSpec> = {
  kind: 'answer',
  family: 'proxy answer',
  summary: 'The link answers in place of the server',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'knows no HTTP',
    nginx: ({ status, forward }) =>
      forward === true
        ? 'answers by itself or passes on what the server answers'
        : status < 200 || status === 444 || status === 499
          ? `has a meaning of its own for ${status}`
          : undefined,
  },
  proof: 'the client was sent a response of the link with that status',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const head = exchangeOf(view, firing)?.client.head;
      return head?.by === 'link' && head.status === spec.status ? head.index : undefined;
    }),
};
