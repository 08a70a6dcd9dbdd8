import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: headers that repeat what the body says. */
export const HTTP_MIRRORED_HEADER_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.headers.decode-before-compare',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: undo the Base64 form of a header first, then check it against the arguments.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#value-encoding; basic/transports/streamable-http#server-validation',
    ),
  ),
  requirement(
    'http.headers.error-body',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: signal any faulty mirrored header by HTTP 400 and code -32020.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#server-validation; schema.ts HeaderMismatchError'),
  ),
  requirement(
    'http.headers.intermediary-decode',
    { role: 'intermediary', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Intermediary: undo the Base64 form before routing or filtering by a header.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#value-encoding'),
  ),
  requirement(
    'http.headers.intermediary-error-status',
    { role: 'intermediary', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Intermediary: reply 4xx when it refuses a request over its mirrored headers.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#server-validation (note)'),
  ),
  requirement(
    'http.headers.intermediary-forward-unknown',
    { role: 'intermediary', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Intermediary: pass on each Mcp-Param-* header it does not know, unchanged.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#server-behavior-for-custom-headers'),
  ),
  requirement(
    'http.headers.intermediary-version-check',
    { role: 'intermediary', transport: 'streamable-http', testability: 'needs-cooperation' },
    "Intermediary: route by mirrored headers only if the request's version obliges servers to check them.",
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#server-validation (note)'),
  ),
  requirement(
    'http.headers.invalid-chars-rejected',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: return 400 when a mirrored header has raw control or non-ASCII bytes.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#server-validation; basic/transports/streamable-http#server-behavior-for-custom-headers',
    ),
  ),
  requirement(
    'http.headers.mcp-method',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: set Mcp-Method to exactly what the body has as method.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#standard-request-headers; basic/transports/streamable-http#client-behavior item 2',
    ),
  ),
  requirement(
    'http.headers.mcp-name',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: set Mcp-Name to what it calls, gets or reads, as in the body.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#standard-request-headers; basic/transports/streamable-http#client-behavior items 1-2',
    ),
  ),
  requirement(
    'http.headers.mismatch-rejected',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: return 400 and run nothing when Mcp-Method or Mcp-Name disagrees with the JSON.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#server-validation'),
  ),
  requirement(
    'http.headers.missing-rejected',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: return 400 and run nothing when Mcp-Method or a due Mcp-Name is absent.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#server-validation'),
  ),
  requirement(
    'http.headers.names-case-insensitive',
    { role: 'both', transport: 'streamable-http', testability: 'direct' },
    'Both sides: find a header however its name is capitalised.',
    span('2025-03-26', '2025-11-25', 'MUST', 'RFC 9110 section 5.1 (via basic/transports#streamable-http)'),
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#case-sensitivity'),
  ),
  requirement(
    'http.headers.numeric-compare',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: treat 42 and 42.0 as one value when a header mirrors an integer.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#server-validation (note)'),
  ),
  requirement(
    'http.headers.refresh-on-mismatch',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: list tools again upon -32020 for a call, correct the headers and call once more.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#client-behavior'),
  ),
  requirement(
    'http.headers.sentinel-exact',
    { role: 'both', transport: 'streamable-http', testability: 'direct' },
    'Both sides: spell the wrapper =?base64?...?= in lower case and recognise no other spelling.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#value-encoding'),
  ),
  requirement(
    'http.headers.sentinel-lookalike',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: wrap a value in Base64 if it would otherwise be mistaken for a wrapped one.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#value-encoding'),
  ),
  requirement(
    'http.headers.unsafe-value-encoded',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: wrap in Base64 what cannot travel in a header as it is.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#standard-request-headers; basic/transports/streamable-http#value-encoding',
    ),
  ),
  requirement(
    'http.headers.values-case-sensitive',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: treat Mcp-Method and its kind as different when only capitals differ.',
    only('2026-07-28', 'STATED', 'basic/transports/streamable-http#case-sensitivity'),
  ),
];
