import { describe, expect, test } from 'vitest';
import { nginxConfig, quoted } from './config.js';
import { joinProfiles, type NginxProfile } from './profile.js';

const ADDRESSES = {
  listen: { hostname: '127.0.0.1', port: 1001 },
  upstreams: [
    { hostname: '127.0.0.1', port: 2001 },
    { hostname: '127.0.0.1', port: 2002 },
  ],
};

function linesOf(profile: NginxProfile): string[] {
  return nginxConfig(profile, ADDRESSES)
    .split('\n')
    .map((line) => line.trim());
}

describe('the configuration of an nginx', () => {
  test('without a profile changes and delays as little as it can', () => {
    const lines = linesOf({});
    for (const line of ['proxy_http_version 1.1;', 'proxy_buffering off;', 'proxy_request_buffering off;']) {
      expect(lines).toContain(line);
    }
    expect(lines).toContain('listen 127.0.0.1:1001;');
    expect(lines).toContain('client_max_body_size 0;');
    expect(lines.filter((line) => line.startsWith('server 127'))).toEqual(['server 127.0.0.1:2001 max_fails=0;']);
  });

  test('names the one server twice where a request is to be sent again, and both where they are balanced', () => {
    const servers = (profile: NginxProfile): string[] =>
      linesOf(profile).filter((line) => line.startsWith('server 127'));
    expect(servers({ retriesEverything: true })).toEqual(Array(2).fill('server 127.0.0.1:2001 max_fails=0;'));
    expect(servers({ isBalanced: true })[1]).toBe('server 127.0.0.1:2002 max_fails=0;');
  });

  test('answers by itself with a page, a text or nothing', () => {
    expect(linesOf({ answer: { status: 502 } })).toContain('return 502;');
    const body = { type: 'application/json', text: '{"a":1}' };
    expect(linesOf({ answer: { status: 200, body } })).toContain('return 200 "{\\"a\\":1}";');
    expect(linesOf({ answer: { status: 503, body: { type: '', text: '' } } })).toContain('return 503 $nothing;');
    expect(linesOf({ answer: { status: 307, location: '/b' } })).toContain('return 307 "/b";');
  });

  test('a dollar sign can not be written', () => {
    expect(quoted(String.raw`a "b" \c`)).toBe(String.raw`"a \"b\" \\c"`);
    expect(() => quoted('$a')).toThrow('dollar');
  });

  test('profiles are joined: lists together, of the rest the last', () => {
    const joined = joinProfiles([
      { readTimeoutMs: 1, requestFields: [['A', '"1"']] },
      { readTimeoutMs: 2, requestFields: [['B', '"2"']] },
    ]);
    expect(joined).toMatchObject({
      readTimeoutMs: 2,
      requestFields: [
        ['A', '"1"'],
        ['B', '"2"'],
      ],
    });
  });
});
