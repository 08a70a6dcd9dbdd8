import { only, requirement } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Independence of requests from connections, and stable lists. */
export const STATELESSNESS_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'lists.deterministic-order',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: return its tools in the same sequence each time they are listed.',
    only('2026-07-28', 'SHOULD', 'server/tools#capabilities'),
  ),
  requirement(
    'lists.not-per-connection',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: return the same lists on every connection, whatever was called before.',
    only(
      '2026-07-28',
      'MUST NOT',
      'server/tools#capabilities; server/resources#capabilities; server/prompts#capabilities',
    ),
  ),
  requirement(
    'lists.respond',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: answer the list method of any feature in its capabilities, if only with [].',
    only('2026-07-28', 'MUST', 'server/tools#capabilities; server/resources#capabilities; server/prompts#capabilities'),
  ),
  requirement(
    'stateless.explicit-handle',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Both sides: pass a handle in each call that builds on an earlier one.',
    only('2026-07-28', 'MUST', 'basic/index#statelessness item 5'),
  ),
  requirement(
    'stateless.many-conversations',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: keep conversations that share a connection from influencing one another.',
    only('2026-07-28', 'SHOULD', 'basic/index#statelessness item 2'),
  ),
  requirement(
    'stateless.no-affinity',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: let any connection and any replica take the next call of a workflow.',
    only('2026-07-28', 'SHOULD NOT', 'basic/index#statelessness item 3'),
  ),
  requirement(
    'stateless.no-prior-context',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: answer from the request alone, whatever went over its connection before.',
    only(
      '2026-07-28',
      'MUST NOT',
      'basic/index#statelessness item 1; schema.ts RequestMetaObject (clientCapabilities)',
    ),
  ),
  requirement(
    'stateless.request-scoped-streams',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: keep other streams of a connection going when one of them is closed.',
    only('2026-07-28', 'STATED', 'basic/index#statelessness; basic/patterns/index#subscribe-and-notify'),
  ),
];
