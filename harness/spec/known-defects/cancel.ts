import { known } from './known-defect.js';

/** What ends a request, and what does not. */
export const CANCEL = [
  known(
    'B209',
    'server',
    'client-gone',
    'Streamable HTTP stateless; 2026-07-28',
    'modelcontextprotocol/rust-sdk#857 (fix PR #967)',
  ),
  known('B211', 'server', 'cancel', 'all', 'modelcontextprotocol/python-sdk PR #2481 (also #2493)'),
  known('B212', 'client', 'slow-server', 'all', 'vercel/ai PR #16581'),
  known('B213', 'stdio-server', 'cancel', 'stdio 2026-07-28', 'quarkiverse/quarkus-mcp-server#925'),
];
