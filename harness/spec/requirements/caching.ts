import { only, requirement } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** Caching hints and how clients use them. */
export const CACHING_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'cache.hints-present',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: put ttlMs and cacheScope into complete results of discover, lists and reads.',
    only('2026-07-28', 'MUST', 'server/utilities/caching#cacheable-results; schema.ts CacheableResult'),
  ),
  requirement(
    'cache.key-exact',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: answer from its cache only where method and params are identical.',
    only('2026-07-28', 'MUST NOT', 'server/utilities/caching#cache-key'),
  ),
  requirement(
    'cache.mrtr-not-cached',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: keep out of its cache whatever a retry with input or requestState returned.',
    only('2026-07-28', 'MUST NOT', 'server/utilities/caching#cache-key'),
  ),
  requirement(
    'cache.no-hints-on-interim',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    'Server: omit ttlMs and cacheScope while it still asks for input.',
    only('2026-07-28', 'STATED', 'server/utilities/caching#cacheable-results'),
  ),
  requirement(
    'cache.not-a-poll-interval',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: fetch when data is wanted, not each time ttlMs runs out.',
    only('2026-07-28', 'SHOULD NOT', 'server/utilities/caching#freshness-calculation'),
  ),
  requirement(
    'cache.notification-invalidates',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: discard what it has cached once a notification says that it changed.',
    only('2026-07-28', 'STATED', 'server/utilities/caching#interaction-with-notifications'),
  ),
  requirement(
    'cache.page-handling',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: fetch a stale page by its cursor, and list anew if that is refused.',
    only('2026-07-28', 'SHOULD', 'server/utilities/caching#interaction-with-pagination'),
  ),
  requirement(
    'cache.poll-jitter',
    { role: 'client', transport: 'any', testability: 'needs-cooperation' },
    'Client: vary its poll times and slow down on errors, if it polls at all.',
    only('2026-07-28', 'MUST', 'server/utilities/caching#freshness-calculation'),
  ),
  requirement(
    'cache.private-isolated',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: keep results of scope "private" to the credentials that fetched them.',
    only('2026-07-28', 'MUST NOT', 'server/utilities/caching#cache-scope-field; schema.ts CacheableResult'),
  ),
  requirement(
    'cache.public-shareable',
    { role: 'intermediary', transport: 'any', testability: 'needs-cooperation' },
    'Intermediary: share among users only results whose scope is "public".',
    only('2026-07-28', 'MAY', 'server/utilities/caching#cache-scope-field'),
  ),
  requirement(
    'cache.refetch-when-stale',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: ask the server again on the first use after ttlMs has passed since arrival.',
    only('2026-07-28', 'SHOULD', 'server/utilities/caching#freshness-calculation'),
  ),
  requirement(
    'cache.scope-not-access-control',
    { role: 'server', transport: 'any', testability: 'needs-cooperation' },
    "Server: check each caller's rights whatever cacheScope it has handed out.",
    only('2026-07-28', 'MUST NOT', 'server/utilities/caching#security-considerations'),
  ),
  requirement(
    'cache.scope-same-on-pages',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: give every page of a listing the same cacheScope.',
    only('2026-07-28', 'MUST', 'server/utilities/caching#interaction-with-pagination'),
  ),
  requirement(
    'cache.stale-on-error',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: fall back on old data while the server fails, or report that; just do not hang.',
    only('2026-07-28', 'MAY', 'server/utilities/caching#freshness-calculation'),
  ),
  requirement(
    'cache.ttl-absent-or-negative',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: read ttlMs below zero, or none at all, like 0.',
    only('2026-07-28', 'SHOULD', 'server/utilities/caching#time-to-live-ttl-field'),
  ),
  requirement(
    'cache.ttl-honoured',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: use a cached result until ttlMs has passed, and with 0 not at all.',
    only('2026-07-28', 'SHOULD', 'server/utilities/caching#time-to-live-ttl-field'),
  ),
  requirement(
    'cache.ttl-non-negative',
    { role: 'server', transport: 'any', testability: 'direct' },
    'Server: never let ttlMs drop below zero.',
    only('2026-07-28', 'MUST', 'server/utilities/caching#time-to-live-ttl-field'),
  ),
];
