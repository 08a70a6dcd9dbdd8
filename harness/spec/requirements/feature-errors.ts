import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Errors of tools, resources, prompts, completion, elicitation, roots and sampling. */
export const FEATURE_ERROR_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'completion.error-codes',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: use -32601, -32602 or -32603, as fits, where a completion cannot be given.',
    span('2025-03-26', '2026-07-28', 'SHOULD', 'server/utilities/completion#error-handling'),
  ),
  requirement(
    'elicitation.complete-routing',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: tell none but the elicited client that its elicitation is complete.',
    only('2025-11-25', 'MUST', 'client/elicitation#completion-notifications-for-url-mode-elicitation'),
  ),
  requirement(
    'elicitation.complete-unknown-ignored',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: let completion notices pass that match no open elicitation.',
    only('2025-11-25', 'MUST', 'client/elicitation#completion-notifications-for-url-mode-elicitation'),
  ),
  requirement(
    'elicitation.state-bound-to-user',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: use elicited data for that authenticated user and for nobody else.',
    span('2025-11-25', '2026-07-28', 'MUST', 'client/elicitation#statefulness'),
  ),
  requirement(
    'elicitation.undeclared-mode',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: reply -32602 where asked for an elicitation mode it has not declared.',
    only('2025-11-25', 'MUST', 'client/elicitation#error-handling'),
  ),
  requirement(
    'elicitation.url-required-error',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: reply -32042, listing the URLs to visit, where it cannot go on without them.',
    only('2025-11-25', 'MUST', 'client/elicitation#url-elicitation-required-error; client/elicitation#error-handling'),
  ),
  requirement(
    'prompts.internal-error',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: reply -32603 when a prompt breaks down on its side.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/prompts#error-handling'),
  ),
  requirement(
    'prompts.invalid-request',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: reply -32602 to prompts/get with a wrong name or without a needed argument.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/prompts#error-handling'),
  ),
  requirement(
    'resources.client-accepts-both-codes',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: take -32602 and the older -32002 alike for a missing resource.',
    only('2026-07-28', 'SHOULD', 'server/resources#error-handling; basic/index#error-codes'),
  ),
  requirement(
    'resources.internal-error',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: reply -32603 when reading a resource breaks down on its side.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/resources#error-handling'),
  ),
  requirement(
    'resources.no-empty-contents',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: return an error, not contents: [], where a URI leads nowhere.',
    only('2026-07-28', 'MUST NOT', 'server/resources#error-handling'),
  ),
  requirement(
    'resources.not-found',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: reply to an unknown URI by -32002, from 2026-07-28 by -32602.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'server/resources#error-handling'),
    only('2026-07-28', 'MUST', 'server/resources#error-handling; basic/index#error-codes'),
  ),
  requirement(
    'roots.unsupported',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: reply -32601 to roots/list if it has no roots.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'client/roots#error-handling'),
  ),
  requirement(
    'sampling.client-errors',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: end each sampling request it cannot or may not serve in an error.',
    span('2024-11-05', '2025-11-25', 'SHOULD', 'client/sampling#error-handling'),
  ),
  requirement(
    'tools.client-timeout',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: give up on tools/call after a bounded wait.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/tools#security-considerations item 2'),
  ),
  requirement(
    'tools.execution-error-in-result',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    "Server: return isError: true, not a JSON-RPC error, when a tool's work fails.",
    span('2024-11-05', '2026-07-28', 'SHOULD', 'schema.ts CallToolResult.isError; server/tools#error-handling'),
  ),
  requirement(
    'tools.input-validation-in-result',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: return isError: true when an argument fits the schema but not the tool.',
    span('2024-11-05', '2026-07-28', 'STATED', 'server/tools#error-handling'),
  ),
  requirement(
    'tools.malformed-call',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: return a JSON-RPC error when tools/call itself is not well formed.',
    span('2024-11-05', '2026-07-28', 'STATED', 'server/tools#error-handling'),
  ),
  requirement(
    'tools.rate-limit',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: bound how many tool calls it takes on, and stay responsive to others.',
    span('2024-11-05', '2026-07-28', 'MUST', 'server/tools#security-considerations item 1'),
  ),
  requirement(
    'tools.unknown-tool',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: return a JSON-RPC error, -32602, when no tool bears the name.',
    span('2024-11-05', '2026-07-28', 'STATED', 'server/tools#error-handling'),
  ),
];
