import { known } from './known-defect.js';

/** Limits are those that were given. */
export const TIMEOUT = [
  known('B269', 'server', 'half-open', 'all', 'ChromeDevTools/chrome-devtools-mcp#2476'),
  known('B271', 'client', 'slow-server', 'Streamable HTTP', 'PrefectHQ/fastmcp#628 (also #1067)'),
  known('B272', 'client', 'slow-server', 'HTTP+SSE / Streamable HTTP', 'junjiem/dify-plugin-tools-mcp_sse#91'),
  known(
    'B273',
    'client',
    'slow-server',
    'all',
    'anomalyco/opencode#24965 (same: danny-avila/LibreChat#10854, typescript-sdk#2076/PR #2136)',
  ),
  known('B274', 'client', 'half-open', 'Streamable HTTP', 'anthropics/claude-code#69593'),
  known('B275', 'client', 'idle-close', 'HTTP+SSE 2024-11-05', 'mark3labs/mcp-go#86'),
  known('B276', 'client', 'idle-close', 'HTTP+SSE 2024-11-05', 'langchain4j/langchain4j#2858'),
  known('B277', 'stdio-client', 'slow-start', 'stdio', 'anthropics/claude-code#86711'),
  known('B278', 'stdio-client', 'slow-start', 'stdio', 'cline/cline PR #12165 (#12044)'),
];
