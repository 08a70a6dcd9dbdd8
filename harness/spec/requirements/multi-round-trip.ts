import { only, requirement } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Requests that take several rounds because the server needs input. */
export const MULTI_ROUND_TRIP_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'mrtr.any-instance-completes',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: finish a retried call on any replica, from the content of that call alone.',
    only('2026-07-28', 'STATED', 'basic/patterns/mrtr#basic-workflow'),
  ),
  requirement(
    'mrtr.capability-respected',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    "Server: ask only for kinds of input that this request's capabilities include.",
    only('2026-07-28', 'MUST NOT', 'basic/patterns/mrtr#server-requirements-basic-workflow item 7'),
  ),
  requirement(
    'mrtr.client-echoes-state',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: send requestState back byte for byte as it came.',
    only('2026-07-28', 'MUST', 'basic/patterns/mrtr#client-requirements-basic-workflow item 2'),
  ),
  requirement(
    'mrtr.client-gathers-first',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: have an answer to every input request before it calls again.',
    only(
      '2026-07-28',
      'MUST',
      'basic/patterns/mrtr#client-requirements-basic-workflow item 1; schema.ts InputResponseRequestParams',
    ),
  ),
  requirement(
    'mrtr.client-immediate-retry',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: call again straight away if given requestState alone, within some bound.',
    only('2026-07-28', 'MAY', 'basic/patterns/mrtr#client-requirements-basic-workflow item 1'),
  ),
  requirement(
    'mrtr.client-new-id',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: choose an id for each further round that no earlier round had.',
    only(
      '2026-07-28',
      'MUST',
      'basic/patterns/mrtr#client-requirements-basic-workflow item 3; server/tools#input-required-tool-results',
    ),
  ),
  requirement(
    'mrtr.client-no-invented-state',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: include requestState only if the round just before supplied one.',
    only('2026-07-28', 'MUST NOT', 'basic/patterns/mrtr#client-requirements-basic-workflow item 2'),
  ),
  requirement(
    'mrtr.client-opaque-state',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: draw no conclusion from what requestState looks like and change nothing in it.',
    only(
      '2026-07-28',
      'MUST NOT',
      'basic/patterns/mrtr#inputrequiredresult; basic/patterns/mrtr#client-requirements-basic-workflow item 2',
    ),
  ),
  requirement(
    'mrtr.client-scoped',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: send input and requestState with the call they belong to, with no other.',
    only('2026-07-28', 'MUST NOT', 'basic/patterns/mrtr#client-requirements-basic-workflow item 4'),
  ),
  requirement(
    'mrtr.keys-unique',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: use no key twice in one inputRequests object.',
    only('2026-07-28', 'MUST', 'basic/patterns/mrtr#server-requirements-basic-workflow item 2'),
  ),
  requirement(
    'mrtr.may-ask-again',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: require input in as many rounds as it takes; clients go along.',
    only('2026-07-28', 'MAY', 'basic/patterns/mrtr#server-requirements-basic-workflow item 8'),
  ),
  requirement(
    'mrtr.no-retry-assumed',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: hold no resources for calls that wait on input and may never return.',
    only('2026-07-28', 'MUST NOT', 'basic/patterns/mrtr#server-requirements-basic-workflow item 8'),
  ),
  requirement(
    'mrtr.one-of-two-fields',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: put inputRequests or requestState, at least, into an input-required result.',
    only(
      '2026-07-28',
      'MUST',
      'basic/patterns/mrtr#server-requirements-basic-workflow item 6; schema.ts InputRequiredResult',
    ),
  ),
  requirement(
    'mrtr.only-way-to-ask',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: request what it needs of a client inside an input-required result, never otherwise.',
    only('2026-07-28', 'MUST', 'basic/patterns/mrtr'),
  ),
  requirement(
    'mrtr.request-kinds',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: restrict inputRequests to the three methods that clients can serve.',
    only('2026-07-28', 'MUST', 'basic/patterns/mrtr#server-requirements-basic-workflow item 2'),
  ),
  requirement(
    'mrtr.server-asks-for-missing',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: return input-required anew if a retried call leaves a question open.',
    only('2026-07-28', 'SHOULD', 'basic/patterns/mrtr#error-handling'),
  ),
  requirement(
    'mrtr.server-handles-refusal',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: end a call in an orderly way when its user declines, cancels or fails to answer.',
    only(
      '2026-07-28',
      'MUST',
      'client/elicitation#error-handling; basic/patterns/mrtr#server-requirements-basic-workflow',
    ),
  ),
  requirement(
    'mrtr.server-ignores-extra',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: skip answers to questions that it has not put.',
    only('2026-07-28', 'SHOULD', 'basic/patterns/mrtr#error-handling'),
  ),
  requirement(
    'mrtr.server-validates-input',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: check the shape of inputResponses and reply with an error where it is wrong.',
    only('2026-07-28', 'SHOULD', 'basic/patterns/mrtr#error-handling'),
  ),
  requirement(
    'mrtr.state-bound-to-principal',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: refuse requestState that another user obtained.',
    only('2026-07-28', 'SHOULD', 'basic/patterns/mrtr#server-requirements-basic-workflow item 5'),
  ),
  requirement(
    'mrtr.state-bound-to-request',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: refuse requestState that was issued for another call.',
    only('2026-07-28', 'SHOULD', 'basic/patterns/mrtr#server-requirements-basic-workflow item 5'),
  ),
  requirement(
    'mrtr.state-expiry',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: refuse requestState that has grown old, allowing some clock skew.',
    only('2026-07-28', 'SHOULD', 'basic/patterns/mrtr#server-requirements-basic-workflow item 5'),
  ),
  requirement(
    'mrtr.state-integrity',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: detect and refuse requestState in which even one byte differs.',
    only('2026-07-28', 'MUST', 'basic/patterns/mrtr#server-requirements-basic-workflow item 4'),
  ),
  requirement(
    'mrtr.state-single-use',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: have a retried call take effect once, also if it arrives twice at once.',
    only('2026-07-28', 'MUST', 'basic/patterns/mrtr#server-requirements-basic-workflow item 5 (warning)'),
  ),
  requirement(
    'mrtr.state-untrusted',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: meet forged, huge or cut requestState with an error and with nothing else.',
    only('2026-07-28', 'MUST', 'basic/patterns/mrtr#server-requirements-basic-workflow item 4'),
  ),
  requirement(
    'mrtr.supported-requests-only',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: return input-required to tools/call, prompts/get and resources/read, to no other method.',
    only('2026-07-28', 'MUST NOT', 'basic/patterns/mrtr#supported-requests'),
  ),
];
