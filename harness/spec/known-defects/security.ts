import { known } from './known-defect.js';

/** Origin, host, and who owns a session. */
export const SECURITY = [
  known('B377', 'server', 'resume', 'Streamable HTTP 2025-03-26+', 'agentfront/frontmcp PR #529 (GHSA-84j6-jc92-77jm)'),
  known(
    'B378',
    'server',
    'headers',
    'Streamable HTTP / SSE',
    'modelcontextprotocol/python-sdk#1798 (class: agntcy/coffeeAgntcy#350)',
  ),
  known(
    'B379',
    'server',
    'headers',
    'HTTP+SSE, Streamable HTTP',
    'google/oss-fuzz PR #14111 (class: dynatrace-oss/dynatrace-mcp#540, IBM/ibmi-mcp-server#163)',
  ),
  known('B381', 'gateway', 'batch', 'Streamable HTTP', 'stacklok/toolhive#5745'),
  known(
    'B382',
    'gateway',
    'auth',
    'Streamable HTTP',
    'agentic-community/mcp-gateway-registry PR #1357 (same class: chandshy/mailpouch#264, kenlasko/monize#94, Repliers-io/mcp-server GHSA-f6c5-f2ph-7x7p)',
  ),
];
