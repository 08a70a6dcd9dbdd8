import { expect, it } from 'vitest';
import { hostHeaderOf, pathOf, upstreamOf } from './target.js';

const target = (url: string): { url: URL; headers: Record<string, string> } => ({ url: new URL(url), headers: {} });

it.each([
  ['http://a.example/mcp?x=1', { protocol: 'http:', hostname: 'a.example', port: 80 }, 'a.example', '/mcp?x=1'],
  ['https://a.example:8443/', { protocol: 'https:', hostname: 'a.example', port: 8443 }, 'a.example:8443', '/'],
  ['https://a.example', { protocol: 'https:', hostname: 'a.example', port: 443 }, 'a.example', '/'],
  ['http://[::1]:9/m', { protocol: 'http:', hostname: '::1', port: 9 }, '[::1]:9', '/m'],
])('%s is dialled and named', (url, upstream, host, path) => {
  expect(upstreamOf(target(url))).toEqual(upstream);
  expect(hostHeaderOf(target(url))).toBe(host);
  expect(pathOf(target(url))).toBe(path);
});

it('other schemes are refused', () => {
  expect(() => upstreamOf(target('ftp://a.example/'))).toThrow('ftp://a.example/');
});
