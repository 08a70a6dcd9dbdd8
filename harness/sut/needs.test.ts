import { describe, expect, it } from 'vitest';
import type { Need } from './needs.js';
import { missingNeed } from './needs.js';
import type { RevisionProfile, ServerProfile } from './profile.js';

const NOTHING: RevisionProfile = {
  capabilities: {},
  tools: [],
  resources: [],
  paginates: false,
  sessions: false,
  answers: 'unknown',
  getStream: false,
  eventIds: false,
  deletes: false,
  answerMs: 1,
};

const EVERYTHING: RevisionProfile = {
  capabilities: { logging: {}, prompts: {}, completions: {}, resources: { subscribe: true } },
  tools: ['faultline_echo', 'faultline_emit'],
  resources: ['faultline://counter'],
  paginates: true,
  sessions: true,
  answers: 'both',
  getStream: true,
  eventIds: true,
  deletes: true,
  answerMs: 1,
};

const ALL_NEEDS: readonly Need[] = [
  'sessions',
  'get-stream',
  'event-ids',
  'sse-answers',
  'json-answers',
  'deletes',
  'tools',
  'resources',
  'subscriptions',
  'logging',
  'prompts',
  'completions',
  'pagination',
  'restart',
  'callable-tool',
  'second-upstream',
  'tool:faultline_emit',
];

function profileWith(profile: RevisionProfile): ServerProfile {
  return { revisions: ['2025-11-25'], byRevision: { '2025-11-25': profile } };
}

describe('what a target lacks', () => {
  it('is what the links of the run do not leave as it is', () => {
    const needs: readonly Need[] = ['tools', 'link:bytes'];
    expect(missingNeed(profileWith(EVERYTHING), '2025-11-25', needs)).toBeUndefined();
    const linkLacks = { bytes: 'the link writes everything anew' };
    expect(missingNeed(profileWith(EVERYTHING), '2025-11-25', needs, { linkLacks })).toBe(linkLacks.bytes);
    expect(missingNeed(profileWith(EVERYTHING), '2025-11-25', ['link:connections'], { linkLacks })).toBeUndefined();
  });

  it('is nothing where it offers everything', () => {
    const extras = { restart: true, secondUpstream: true };
    expect(missingNeed(profileWith(EVERYTHING), '2025-11-25', ALL_NEEDS, extras)).toBeUndefined();
  });

  it.each(ALL_NEEDS)('is told for %s, in a sentence of its own', (need) => {
    const lack = missingNeed(profileWith(NOTHING), '2025-11-25', [need]);
    expect(lack).toMatch(/^(the|no|there) [a-z]/);
    const others = ALL_NEEDS.filter((other) => other !== need);
    expect(others.map((other) => missingNeed(profileWith(NOTHING), '2025-11-25', [other]))).not.toContain(lack);
  });

  it('names the tool that is missing', () => {
    expect(missingNeed(profileWith(EVERYTHING), '2025-11-25', ['tools', 'tool:faultline_ask'])).toBe(
      'the server offers no tool faultline_ask',
    );
  });

  it('is the revision where it is not spoken', () => {
    expect(missingNeed(profileWith(EVERYTHING), '2025-03-26', [])).toBe('the server does not speak 2025-03-26');
  });

  it('is no callable tool unless the user named one', () => {
    expect(missingNeed(profileWith(NOTHING), '2025-11-25', ['callable-tool'])).toContain('faultline_echo');
    expect(missingNeed(profileWith(NOTHING), '2025-11-25', ['callable-tool'], { userTool: true })).toBeUndefined();
  });

  it('is one form of answers where only the other was seen', () => {
    const json = profileWith({ ...EVERYTHING, answers: 'json' });
    expect(missingNeed(json, '2025-11-25', ['json-answers'])).toBeUndefined();
    expect(missingNeed(json, '2025-11-25', ['sse-answers'])).toContain('event stream');
  });
});
