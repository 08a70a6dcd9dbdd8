import { only, requirement } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Streamable HTTP: tool arguments repeated in `Mcp-Param-*` headers. */
export const HTTP_PARAMETER_HEADER_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'http.param.annotation-primitive',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: put x-mcp-header on plain string, boolean or safe-range integer parameters, no others.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#schema-extension; server/tools#x-mcp-header'),
  ),
  requirement(
    'http.param.annotation-reachable',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: put x-mcp-header where nested "properties" alone lead, not under items or $ref.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#schema-extension; server/tools#x-mcp-header'),
  ),
  requirement(
    'http.param.annotation-syntax',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: choose an x-mcp-header that works as part of an HTTP header name.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#schema-extension; server/tools#x-mcp-header'),
  ),
  requirement(
    'http.param.annotation-unique',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: use an x-mcp-header name once in a schema, capitals aside.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#schema-extension; server/tools#x-mcp-header'),
  ),
  requirement(
    'http.param.client-drops-invalid-tool',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: hide a tool whose x-mcp-header is faulty and go on offering its neighbours.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#schema-extension; server/tools#x-mcp-header'),
  ),
  requirement(
    'http.param.client-logs-drop',
    { role: 'client', transport: 'streamable-http', testability: 'untestable' },
    'Client: report in its log each tool that it hides, and the reason.',
    only('2026-07-28', 'SHOULD', 'basic/transports/streamable-http#schema-extension; server/tools#x-mcp-header'),
  ),
  requirement(
    'http.param.client-mirrors',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: set Mcp-Param-<name> to the value of each argument the schema marks.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#custom-headers-from-tool-parameters; basic/transports/streamable-http#client-behavior items 3-5',
    ),
  ),
  requirement(
    'http.param.invalid-chars-rejected',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: return 400 when an Mcp-Param header it knows has raw control or non-ASCII bytes.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#server-behavior-for-custom-headers'),
  ),
  requirement(
    'http.param.mismatch-rejected',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: return 400 and -32020 when Mcp-Param and argument disagree; the tool must not run.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#server-behavior-for-custom-headers'),
  ),
  requirement(
    'http.param.missing-rejected',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: return 400 and -32020 when a given argument lacks its Mcp-Param header.',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#server-behavior-for-custom-headers (table)'),
  ),
  requirement(
    'http.param.no-secrets',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: put x-mcp-header on nothing that holds passwords, keys or personal data.',
    only('2026-07-28', 'SHOULD NOT', 'server/tools#x-mcp-header (warning)'),
  ),
  requirement(
    'http.param.not-expected-when-absent',
    { role: 'server', transport: 'streamable-http', testability: 'needs-cooperation' },
    'Server: serve calls without Mcp-Param when there is no argument to mirror.',
    only('2026-07-28', 'MUST NOT', 'basic/transports/streamable-http#server-behavior-for-custom-headers (table)'),
  ),
  requirement(
    'http.param.omit-when-absent',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: set no Mcp-Param for arguments that are null or left out.',
    only(
      '2026-07-28',
      'MUST',
      'basic/transports/streamable-http#server-behavior-for-custom-headers (table); basic/transports/streamable-http#schema-extension',
    ),
  ),
  requirement(
    'http.param.other-transports-ignore',
    { role: 'client', transport: 'stdio', testability: 'direct' },
    'Client: disregard x-mcp-header over stdio, where nothing can be mirrored.',
    only('2026-07-28', 'MAY', 'basic/transports/streamable-http#schema-extension; server/tools#x-mcp-header'),
  ),
  requirement(
    'http.param.server-may-annotate',
    { role: 'server', transport: 'streamable-http', testability: 'direct' },
    'Server: mark tool parameters by x-mcp-header, or mark none.',
    only(
      '2026-07-28',
      'MAY',
      'basic/transports/streamable-http#custom-headers-from-tool-parameters; server/tools#x-mcp-header',
    ),
  ),
  requirement(
    'http.param.type-conversion',
    { role: 'client', transport: 'streamable-http', testability: 'direct' },
    'Client: write mirrored numbers as plain decimals and booleans as "true" or "false".',
    only('2026-07-28', 'MUST', 'basic/transports/streamable-http#value-encoding'),
  ),
];
