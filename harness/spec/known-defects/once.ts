import { known } from './known-defect.js';

/** A tool runs no more often than its caller asked for. */
export const ONCE = [
  known('B199', 'server', 'retry', 'all', 'hostinger/api-mcp-server#68'),
  known('B201', 'server', 'retry', 'Streamable HTTP (2025-03-26 .. 2025-11-25)', 'felipeadeildo/whatsapp-mcp#21'),
  known('B202', 'client', 'abrupt-drop', 'Streamable HTTP', 'mcheemaa/mistri PR #26'),
  known('B203', 'client', 'abrupt-drop', 'Streamable HTTP', 'smg-project/smg PR #2441'),
  known('B204', 'client', 'retry', 'all', 'QwenLM/qwen-code#5381'),
  known('B205', 'client', 'abrupt-drop', 'all', 'tya5/reyn PR #2600 (review)'),
  known(
    'B206',
    'client',
    'overload',
    'Streamable HTTP 2026-07-28 / 2025-x',
    'Significant-Gravitas/AutoGPT PR #14302 (review)',
  ),
  known('B207', 'gateway', 'slow-server', 'Streamable HTTP (2025-03-26 .. 2025-11-25)', 'Artexis10/exomem PR #219'),
  known('B208', 'stdio-client', 'concurrency', 'stdio', 'anthropics/claude-code#36149'),
];
