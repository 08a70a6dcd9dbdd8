import { describe, expect, it } from 'vitest';
import { only, requirement, span } from './requirement.js';

describe('requirement', () => {
  it('spreads each span over the revisions from its first to its last', () => {
    const entry = requirement(
      'topic.name',
      { role: 'server', transport: 'any', testability: 'direct' },
      'Server: do it.',
      span('2025-03-26', '2025-06-18', 'SHOULD', 'basic/a#b'),
      only('2026-07-28', 'MUST', 'basic/c#d'),
    );
    expect(entry).toEqual({
      id: 'topic.name',
      role: 'server',
      transport: 'any',
      testability: 'direct',
      rule: 'Server: do it.',
      levels: { '2025-03-26': 'SHOULD', '2025-06-18': 'SHOULD', '2026-07-28': 'MUST' },
      source: { '2025-03-26': 'basic/a#b', '2025-06-18': 'basic/a#b', '2026-07-28': 'basic/c#d' },
    });
  });
});
