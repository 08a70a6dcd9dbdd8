import { known } from './known-defect.js';

/** Closing ends in bounded time, and for good. */
export const SHUTDOWN = [
  known(
    'B264',
    'server',
    'close',
    'HTTP+SSE, Streamable HTTP',
    'modelcontextprotocol/python-sdk#1272 (also #514, #2150, PrefectHQ/fastmcp#3025, tadata-org/fastapi_mcp#199)',
  ),
  known('B265', 'client', 'half-open', 'Streamable HTTP', 'PrefectHQ/fastmcp#3947'),
  known('B266', 'client', 'close', 'Streamable HTTP', 'UsefulSoftwareCo/executor PR #1423'),
  known('B267', 'client', 'close', 'Streamable HTTP', 'n8n-io/n8n PR #31087 (#31056; earlier #25742, #28384)'),
  known('B268', 'client', 'close', 'HTTP+SSE 2024-11-05', 'langchain4j/langchain4j#3083'),
];
