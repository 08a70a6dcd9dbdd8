import { describe, expect, it } from 'vitest';
import { allRequirements, levelAt, requirementById, sourceAt, specificationUrl } from './catalogue.js';
import { isRevision, REVISIONS } from './revisions.js';

const LEVELS = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY', 'STATED'];

describe('the catalogue', () => {
  it('has 501 requirements with unique ids', () => {
    expect(allRequirements).toHaveLength(501);
    expect(new Set(allRequirements.map(({ id }) => id)).size).toBe(501);
  });

  it('counts as many applicable rules in each revision as the specification has', () => {
    const counts = REVISIONS.map((revision) => allRequirements.filter(({ levels }) => levels[revision]).length);
    expect(counts).toEqual([148, 221, 226, 289, 351]);
  });

  it('gives every requirement a level and a source in the same, known revisions', () => {
    for (const { id, levels, source } of allRequirements) {
      expect(Object.keys(levels).length, id).toBeGreaterThan(0);
      expect(Object.keys(levels).every(isRevision), id).toBe(true);
      expect(Object.keys(source), id).toEqual(Object.keys(levels));
      for (const level of Object.values(levels)) expect(LEVELS, id).toContain(level);
      for (const place of Object.values(source)) expect(place, id).not.toBe('');
    }
  });

  it('words each rule as one short sentence that names who is addressed', () => {
    const addressed: Record<string, RegExp> = {
      server: /^Server: /,
      client: /^Client: /,
      intermediary: /^Intermediary: /,
      both: /^(Both sides|Sender|Receiver|Requester|Requestor): /,
    };
    for (const { id, role, rule } of allRequirements) {
      expect(rule, id).toMatch(addressed[role]!);
      expect(rule.length, id).toBeLessThan(110);
      expect(rule, id).toMatch(/[^.]\.$/);
    }
  });

  it('finds a requirement by id', () => {
    expect(requirementById('http.post.notification-202')).toMatchObject({
      role: 'server',
      transport: 'streamable-http',
      testability: 'direct',
    });
    expect(requirementById('http.post')).toBeUndefined();
    expect(requirementById('constructor')).toBeUndefined();
  });

  it('knows the level in a revision', () => {
    expect(levelAt('http.stream.messages-related', '2024-11-05')).toBeUndefined();
    expect(levelAt('http.stream.messages-related', '2025-11-25')).toBe('SHOULD');
    expect(levelAt('http.stream.messages-related', '2026-07-28')).toBe('MUST');
    expect(levelAt('no.such-rule', '2026-07-28')).toBeUndefined();
  });

  it('knows the source in a revision', () => {
    expect(sourceAt('http.stream.retry-respected', '2025-11-25')).toBe(
      'basic/transports#sending-messages-to-the-server item 6',
    );
    expect(sourceAt('http.stream.retry-respected', '2025-06-18')).toBeUndefined();
    expect(sourceAt('no.such-rule', '2025-11-25')).toBeUndefined();
  });
});

describe('specificationUrl', () => {
  const root = 'https://modelcontextprotocol.io/specification';

  it('points to the section', () => {
    expect(specificationUrl('http.stream.retry-respected', '2025-11-25')).toBe(
      `${root}/2025-11-25/basic/transports#sending-messages-to-the-server`,
    );
    expect(specificationUrl('pagination.invalid-cursor', '2025-06-18')).toMatch(
      `${root}/2025-06-18/server/utilities/pagination#`,
    );
  });

  it('uses the published name of an overview page', () => {
    expect(specificationUrl('jsonrpc.request.id-type', '2025-06-18')).toBe(`${root}/2025-06-18/basic#requests`);
  });

  it('points to the page where no section is named', () => {
    expect(specificationUrl('http.security.origin-403', '2026-07-28')).toBe(
      `${root}/2026-07-28/basic/transports/streamable-http`,
    );
  });

  it('passes over places that are not pages of the specification', () => {
    expect(specificationUrl('tools.execution-error-in-result', '2025-06-18')).toBe(
      `${root}/2025-06-18/server/tools#error-handling`,
    );
  });

  it('has nothing for inherited rules, companion pages, unknown ids and revisions without the rule', () => {
    expect(specificationUrl('sse.bom', '2025-11-25')).toBeUndefined();
    expect(specificationUrl('jsonrpc.error.internal', '2025-11-25')).toBeUndefined();
    expect(specificationUrl('http.headers.names-case-insensitive', '2025-11-25')).toBeUndefined();
    expect(specificationUrl('security.session-not-auth', '2025-11-25')).toBeUndefined();
    expect(specificationUrl('no.such-rule', '2025-11-25')).toBeUndefined();
    expect(specificationUrl('http.stream.retry-respected', '2025-06-18')).toBeUndefined();
  });

  it('never makes an address with a blank or a remark in it', () => {
    for (const { id } of allRequirements) {
      for (const revision of REVISIONS) {
        const url = specificationUrl(id, revision);
        if (url !== undefined)
          expect(url, id).toMatch(/^https:\/\/[a-z.]+\/specification\/[\d-]+\/[a-z/-]+(#[a-z0-9-]+)?$/);
      }
    }
  });
});
