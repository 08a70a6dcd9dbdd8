import { known } from './known-defect.js';

/** Errors keep their status, code, id and text. */
export const ERRORS = [
  known(
    'B361',
    'server',
    'era',
    'Streamable HTTP 2026-07-28',
    'modelcontextprotocol/go-sdk#1130 (PR #1143; seen in olgasafonova/miro-mcp-server#89)',
  ),
  known(
    'B362',
    'server',
    'bad-frame',
    'Streamable HTTP',
    'dynatrace-oss/dynatrace-mcp PR #186 (same class: worldcoin/developer-portal#1931, ramimbo/mergework#80, LIghtJUNction/OniMods#133)',
  ),
  known('B363', 'server', 'bad-frame', 'Streamable HTTP', 'modelcontextprotocol/python-sdk#3150'),
  known('B364', 'server', 'server-restart', 'Streamable HTTP', 'modelcontextprotocol/python-sdk#1821'),
  known('B365', 'server', 'overload', 'Streamable HTTP', 'modelcontextprotocol/python-sdk PR #3395 (review)'),
  known('B366', 'client', 'half-open', 'Streamable HTTP', 'danny-avila/LibreChat PR #14816'),
  known('B367', 'client', 'idle-close', 'HTTP+SSE 2024-11-05', 'danny-avila/LibreChat PR #11129'),
  known(
    'B368',
    'client',
    'idle-close',
    'HTTP+SSE 2024-11-05',
    'deepset-ai/haystack-core-integrations PR #2115 (#2054)',
  ),
  known(
    'B369',
    'client',
    'large',
    'Streamable HTTP',
    'modelcontextprotocol/python-sdk#3332 (seen also in ClassicMiniDIY/UltraLog#89)',
  ),
  known(
    'B371',
    'client',
    'server-restart',
    'Streamable HTTP',
    'open-webui/mcpo PR #310 (python-sdk _send_session_terminated_error; also langgenius/dify#22675)',
  ),
  known(
    'B372',
    'client',
    'bad-status',
    'Streamable HTTP (2025-03-26 .. 2025-11-25)',
    'modelcontextprotocol/typescript-sdk PR #2125',
  ),
  known(
    'B373',
    'client',
    'server-restart',
    'Streamable HTTP (2025-03-26 .. 2025-11-25)',
    'NousResearch/hermes-agent PR #18069 (#18143)',
  ),
  known('B374', 'server+client', 'large', 'Streamable HTTP', 'modelcontextprotocol/go-sdk#793'),
  known(
    'B375',
    'client+server',
    'session-evict',
    'Streamable HTTP (2025-03-26 .. 2025-11-25)',
    'modelcontextprotocol/rust-sdk#688 (server side also kenforthewin/atomic#193)',
  ),
  known(
    'B376',
    'stdio-server',
    'bad-frame',
    'stdio',
    'BaseIntelligence/bounty-challenge#51392 (labelled invalid by that project; kept as an example of the id rule)',
  ),
];
