import { only, requirement, span } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Paged lists and cursors. */
export const PAGINATION_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'pagination.cursor-not-persisted',
    { role: 'client', transport: 'any', testability: 'direct' },
    "Client: begin every session's listing at the first page; old cursors do not carry over.",
    span('2024-11-05', '2025-11-25', 'MUST', 'server/utilities/pagination#implementation-guidelines item 3'),
  ),
  requirement(
    'pagination.cursor-opaque',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: send each cursor back exactly as it came, reading nothing into it.',
    span('2024-11-05', '2026-07-28', 'MUST', 'server/utilities/pagination#implementation-guidelines'),
  ),
  requirement(
    'pagination.empty-cursor-valid',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: ask for a further page even if nextCursor is "".',
    only('2026-07-28', 'MUST NOT', 'server/utilities/pagination#implementation-guidelines item 3'),
  ),
  requirement(
    'pagination.end-detection',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: list until nextCursor is missing, be it on the first page or a later one.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/utilities/pagination#implementation-guidelines item 2'),
  ),
  requirement(
    'pagination.invalid-cursor',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: reply -32602 to cursors that it cannot honour.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/utilities/pagination#error-handling'),
  ),
  requirement(
    'pagination.page-size',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: collect pages of any length, empty ones too.',
    span('2024-11-05', '2026-07-28', 'MUST NOT', 'server/utilities/pagination#pagination-model'),
  ),
  requirement(
    'pagination.server-stable',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: return the same page for the same cursor while its data stays as it is.',
    span('2024-11-05', '2026-07-28', 'SHOULD', 'server/utilities/pagination#implementation-guidelines item 1'),
  ),
];
