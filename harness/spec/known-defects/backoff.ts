import { known } from './known-defect.js';

/** Attempts are bounded in number and rate, and waiting times that a server asks for are kept. */
export const BACKOFF = [
  known('B141', 'server', 'server-notify', 'stdio (seen through mcp-proxy)', 'DeusData/codebase-memory-mcp#1247'),
  known('B142', 'server', 'server-notify', 'all', 'microsoft/aspire PR #14494 (#14375)'),
  known('B143', 'client', 'clean-eof', 'Streamable HTTP 2025-03-26+', 'modelcontextprotocol/python-sdk#3257'),
  known(
    'B144',
    'client',
    'clean-eof',
    'Streamable HTTP 2025-11-25',
    'modelcontextprotocol/python-sdk#2393 (also #3356)',
  ),
  known('B145', 'client', 'bad-status', 'Streamable HTTP', 'modelcontextprotocol/java-sdk#459'),
  known('B146', 'client', 'blip', 'Streamable HTTP / SSE', 'danny-avila/LibreChat PR #12162'),
  known(
    'B147',
    'client',
    'server-restart',
    'Streamable HTTP',
    'Kuadrant/mcp-gateway#813 (library: mcp-go listenForever)',
  ),
  known('B148', 'client', 'clean-eof', 'Streamable HTTP', 'cline/cline#12119'),
  known('B149', 'client', 'bad-status', 'HTTP+SSE 2024-11-05', 'hkr04/cpp-mcp#4'),
  known('B151', 'client', 'overload', 'Streamable HTTP', 'comet-ml/opik-mcp#96'),
  known('B152', 'client', 'overload', 'HTTP', 'basicmachines-co/basic-memory#1378 (PR #1513)'),
  known('B153', 'client', 'idle-close', 'Streamable HTTP', 'open-webui/open-webui#21864 (also #30068)'),
  known('B154', 'client', 'slow-start', 'HTTP+SSE 2024-11-05', 'langchain4j/langchain4j#2977'),
  known(
    'B155',
    'client',
    'clean-eof',
    'Streamable HTTP 2026-07-28',
    'modelcontextprotocol/inspector PR #1730 (review)',
  ),
  known('B156', 'gateway', 'auth', 'Streamable HTTP / SSE', 'punkpeye/mcp-remote#91'),
  known('B157', 'gateway', 'client-gone', 'stdio -> local socket', 'mattt/iMCP#178 (#208, #225)'),
  known('B158', 'server+client', 'resume', 'Streamable HTTP 2025-11-25', 'modelcontextprotocol/rust-sdk#958'),
];
