import { known } from './known-defect.js';

/** A message reaches the request, the stream and the session that it belongs to. */
export const ROUTE = [
  known('B184', 'server', 'multi-stream', 'Streamable HTTP 2025-11-25', 'modelcontextprotocol/rust-sdk#659'),
  known(
    'B185',
    'server',
    'id-collision',
    'Streamable HTTP stateless 2025-03-26+',
    'modelcontextprotocol/typescript-sdk GHSA-345p-7cg4-v4c7 / CVE-2026-25536 (seen via domdomegg/airtable-mcp-server#104, lynx-family/lynx-stack#3147)',
  ),
  known('B186', 'server', 'multi-client', 'any HTTP', 'modelcontextprotocol/typescript-sdk PR #820'),
  known(
    'B187',
    'server',
    'id-collision',
    'Streamable HTTP 2025-03-26+',
    'cloudflare/agents#1632 (fix PR #1639; trigger also in typescript-sdk#1186)',
  ),
  known('B188', 'server', 'reconnect', 'Streamable HTTP 2025-03-26+', 'modelcontextprotocol/typescript-sdk#1186'),
  known('B189', 'server', 'id-collision', 'Streamable HTTP stateless', 'modelcontextprotocol/swift-sdk#265'),
  known('B191', 'server', 'multi-client', 'HTTP+SSE / Streamable HTTP', 'modelcontextprotocol/typescript-sdk#343'),
  known(
    'B192',
    'server',
    'server-request',
    'HTTP+SSE / Streamable HTTP',
    'modelcontextprotocol/modelcontextprotocol#907',
  ),
  known('B193', 'server', 'redirect', 'HTTP+SSE and Streamable HTTP on one path', 'czlonkowski/n8n-mcp#617'),
  known(
    'B194',
    'server',
    'multi-stream',
    'Streamable HTTP (2025-03-26 .. 2025-11-25)',
    'r33drichards/mcp-js#185 (rmcp 0.1.5)',
  ),
  known('B195', 'server', 'id-collision', 'Streamable HTTP stateless', 'wevm/incur PR #202'),
  known('B196', 'gateway', 'multi-client', 'Streamable HTTP', 'IBM/mcp-context-forge#4205 (fix PR #4283; also #2055)'),
  known('B197', 'gateway', 'server-request', 'Streamable HTTP 2025-06-18', 'envoyproxy/ai-gateway#2715'),
  known('B198', 'server+client', 'multi-stream', 'Streamable HTTP 2025-11-25', 'leehack/mcp_dart#137'),
];
