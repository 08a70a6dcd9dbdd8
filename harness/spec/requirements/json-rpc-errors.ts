import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** JSON-RPC error objects and the choice of their codes. */
export const JSON_RPC_ERROR_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'jsonrpc.error.app-code-range',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: number own errors clear of the band that JSON-RPC keeps for itself.',
    span('2024-11-05', '2025-11-25', 'STATED', 'jsonrpc-2.0#error_object'),
    only('2026-07-28', 'SHOULD', 'basic/index#error-codes'),
  ),
  requirement(
    'jsonrpc.error.code-and-message',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: fill in both code (number) and message (string) of an error object.',
    only('2024-11-05', 'MUST', 'basic/index (message types); jsonrpc-2.0#error_object'),
    span('2025-03-26', '2025-06-18', 'MUST', 'basic/index#responses item 3'),
    span('2025-11-25', '2026-07-28', 'MUST', 'basic/index#error-responses item 2'),
  ),
  requirement(
    'jsonrpc.error.code-integer',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: write error.code as a whole number, not as text or with decimals.',
    only('2024-11-05', 'MUST', 'basic/messages#responses item 3'),
    span('2025-03-26', '2025-06-18', 'MUST', 'basic/index#responses item 4'),
    span('2025-11-25', '2026-07-28', 'MUST', 'basic/index#error-responses item 3'),
  ),
  requirement(
    'jsonrpc.error.data-any',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: understand a failure whatever kind of value sits in error.data.',
    span('2024-11-05', '2025-11-25', 'STATED', 'schema.ts Error.data'),
    only('2026-07-28', 'MAY', 'basic/index#error-responses item 4'),
  ),
  requirement(
    'jsonrpc.error.internal',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    'Both sides: turn a crash inside a handler into an answer with -32603, not into silence.',
    span('2024-11-05', '2025-11-25', 'STATED', 'jsonrpc-2.0#error_object; schema.ts INTERNAL_ERROR'),
    only('2026-07-28', 'STATED', 'basic/index#error-codes; schema.ts InternalError'),
  ),
  requirement(
    'jsonrpc.error.invalid-params',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: reply -32602 to a request whose params are missing or of the wrong type.',
    span('2024-11-05', '2025-11-25', 'MUST', 'jsonrpc-2.0#error_object; schema.ts INVALID_PARAMS'),
    only('2026-07-28', 'MUST', 'basic/index#error-codes; schema.ts InvalidParamsError'),
  ),
  requirement(
    'jsonrpc.error.invalid-request',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: reply -32600 to JSON which parses but does not form a JSON-RPC message.',
    span('2024-11-05', '2025-11-25', 'MUST', 'jsonrpc-2.0#error_object; schema.ts INVALID_REQUEST'),
    only('2026-07-28', 'MUST', 'basic/index#error-codes; schema.ts InvalidRequestError'),
  ),
  requirement(
    'jsonrpc.error.legacy-range-opaque',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: let -32000 to -32019 drive no retry, session or login logic; only -32002 is known.',
    only('2026-07-28', 'MUST NOT', 'basic/index#error-codes (legacy sub-range)'),
  ),
  requirement(
    'jsonrpc.error.legacy-range-unused',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: choose no error number between -32019 and -32000 in newly written code.',
    only('2026-07-28', 'SHOULD NOT', 'basic/index#error-codes (legacy sub-range)'),
  ),
  requirement(
    'jsonrpc.error.local-errors-distinct',
    { role: 'both', transport: 'any', testability: 'needs-cooperation' },
    "Both sides: mark a timeout or lost link of one's own so that it cannot pass for the peer's error.",
    only('2026-07-28', 'STATED', 'basic/index#error-codes (local errors)'),
  ),
  requirement(
    'jsonrpc.error.mcp-range-defined-only',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: use numbers from -32099 to -32020 solely as the protocol assigns them.',
    only('2026-07-28', 'MUST NOT', 'basic/index#error-codes (reserved sub-range)'),
  ),
  requirement(
    'jsonrpc.error.message-concise',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: state in error.message what went wrong, in one line and without stack frames.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'schema.ts Error.message'),
  ),
  requirement(
    'jsonrpc.error.method-not-found',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: reply -32601 where the method does not exist or its capability is not offered.',
    span('2024-11-05', '2025-11-25', 'MUST', 'jsonrpc-2.0#error_object; schema.ts METHOD_NOT_FOUND'),
    only('2026-07-28', 'MUST', 'basic/index#error-codes; schema.ts MethodNotFoundError'),
  ),
  requirement(
    'jsonrpc.error.parse-error',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: reply -32700 to bytes that do not parse, then go on serving.',
    span('2024-11-05', '2025-11-25', 'MUST', 'jsonrpc-2.0#error_object; schema.ts PARSE_ERROR'),
    only('2026-07-28', 'MUST', 'basic/index#error-codes; schema.ts ParseError'),
  ),
  requirement(
    'jsonrpc.error.retired-codes',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: use neither -32002 nor -32042 any more; this revision has withdrawn them.',
    only('2026-07-28', 'MUST NOT', 'basic/index#error-codes (codes of earlier versions)'),
  ),
  requirement(
    'jsonrpc.error.unreadable-id',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: put the id into an error whenever the faulty message let it be read.',
    span('2024-11-05', '2025-06-18', 'MUST', 'jsonrpc-2.0#response_object'),
    span('2025-11-25', '2026-07-28', 'MUST', 'basic/index#error-responses item 1; jsonrpc-2.0#response_object'),
  ),
];
