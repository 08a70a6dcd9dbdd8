import { known } from './known-defect.js';

/** Nothing is lost silently and nothing comes twice on a stream that lives or can be resumed. */
export const NOLOSS = [
  known(
    'B169',
    'server',
    'slow-consumer',
    '2026-07-28 subscriptions/listen',
    'modelcontextprotocol/python-sdk PR #3035 (review)',
  ),
  known(
    'B171',
    'server',
    'abrupt-drop',
    'Streamable HTTP (2025-03-26 .. 2025-11-25)',
    'UsefulSoftwareCo/executor PR #1345',
  ),
  known('B172', 'server', 'resume', 'Streamable HTTP 2025-11-25', 'tachyonmcp/tachyon PR #98'),
  known('B173', 'server', 'client-gone', 'Streamable HTTP 2025-11-25', 'punkpeye/fastmcp PR #326 (regression of #322)'),
  known('B174', 'server', 'client-gone', 'Streamable HTTP (2025-03-26 .. 2025-11-25)', 'Effect-TS/effect#8060'),
  known('B175', 'server', 'server-notify', 'Streamable HTTP / SSE', 'hkr04/cpp-mcp PR #53'),
  known('B176', 'client', 'event-order', 'Streamable HTTP', 'modelcontextprotocol/java-sdk#629'),
  known('B177', 'client', 'slow-server', 'all', 'anthropics/claude-code#86464'),
  known(
    'B178',
    'client',
    'event-order',
    'Streamable HTTP',
    'junjiem/dify-plugin-tools-mcp_sse utils/mcp_client.py (McpStreamableHttpClient.send_message)',
  ),
  known(
    'B179',
    'client',
    'reconnect',
    '2026-07-28',
    'modelcontextprotocol/typescript-sdk PR #2322 (review, second finding)',
  ),
  known('B181', 'gateway', 'server-notify', 'all', 'PrefectHQ/fastmcp#4161'),
  known('B182', 'gateway', 'server-notify', 'stdio -> HTTP+SSE', 'punkpeye/mcp-proxy#8'),
  known('B183', 'stdio-client', 'server-notify', 'stdio', 'A3S-Lab/Code#137'),
];
