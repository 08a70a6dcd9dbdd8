import { known } from './known-defect.js';

/** A stream that was cut goes on from its own cursor. */
export const RESUME = [
  known('B159', 'server', 'resume', 'Streamable HTTP 2025-11-25', 'leehack/mcp_dart#126'),
  known('B161', 'server', 'abrupt-drop', 'Streamable HTTP 2025-11-25', 'UsefulSoftwareCo/executor PR #1351'),
  known('B162', 'server', 'resume', 'Streamable HTTP 2025-x', 'modelcontextprotocol/modelcontextprotocol#1939'),
  known(
    'B163',
    'client',
    'resume',
    'Streamable HTTP 2025-03-26..2025-11-25',
    'modelcontextprotocol/typescript-sdk#2499 (fix PR #2509, #2745)',
  ),
  known('B164', 'client', 'reconnect', 'Streamable HTTP 2025-03-26..2025-11-25', 'modelcontextprotocol/swift-sdk#281'),
  known('B165', 'client', 'reconnect', 'Streamable HTTP 2025-03-26+', 'modelcontextprotocol/inspector#723'),
  known('B166', 'client', 'clean-eof', 'Streamable HTTP 2025-11-25', 'modelcontextprotocol/ruby-sdk PR #426'),
  known('B167', 'client', 'abrupt-drop', 'Streamable HTTP 2025-x', 'modelcontextprotocol/php-sdk#327'),
  known(
    'B168',
    'client',
    'idle-close',
    'Streamable HTTP (2025-03-26 .. 2025-11-25)',
    'CherryHQ/cherry-studio PR #17120 (review)',
  ),
];
