import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import { exchangeOf, provenBy } from './proof.js';

/** A redirect, within the origin or to another one. */
export interface RedirectSpec extends FaultSpec {
  readonly kind: 'redirect';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly status: 301 | 302 | 307 | 308;
  readonly location: string;
}

/** Plans a redirect. */
export function redirect(options: Omit<RedirectSpec, 'kind'>): RedirectSpec {
  return { kind: 'redirect', ...options };
}

export const redirectFault: FaultDefinition<RedirectSpec> = {
  kind: 'redirect',
  family: 'redirect',
  summary: 'The link redirects the request elsewhere',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'knows no HTTP',
  },
  proof: 'the client was sent a redirect of the link',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const head = exchangeOf(view, firing)?.client.head;
      return head?.by === 'link' && head.status === spec.status ? head.index : undefined;
    }),
};
