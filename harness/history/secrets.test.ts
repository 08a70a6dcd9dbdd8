import { expect, test } from 'vitest';
import { isSecretName, secretsIn } from './secrets.js';

test.each([
  ['Authorization', true],
  ['X-Api-Key', true],
  ['x-amz-security-token', true],
  ['Cookie', true],
  ['X-Credential-Id', true],
  ['X-Client-Secret', true],
  ['X-Trace-Id', false],
  ['Accept-Language', false],
])('%s is a secret: %s', (name, secret) => {
  expect(isSecretName(name)).toBe(secret);
});

test('headers whose name suggests a secret give their value, without its scheme too', () => {
  expect(secretsIn({ headers: { Authorization: 'Bearer abc123', 'X-Trace-Id': 'visible' } })).toEqual([
    'Bearer abc123',
    'abc123',
  ]);
});

test('a cookie gives the long values of its pairs', () => {
  expect(secretsIn({ headers: { Cookie: 'sid=0123456789; theme=dark' } })).toContain('0123456789');
  expect(secretsIn({ headers: { Cookie: 'sid=0123456789; theme=dark' } })).not.toContain('dark');
});

test('a URL gives its password in every form, and secret parameters', () => {
  const found = secretsIn({ url: 'https://ann:p%40ss@host/mcp?token=t0ken&page=2' });
  expect(found).toEqual(
    expect.arrayContaining(['p%40ss', 'p@ss', 't0ken', Buffer.from('ann:p@ss').toString('base64')]),
  );
  expect(found).not.toContain('2');
});

test('a command gives settings and options whose name suggests a secret', () => {
  const command = `API_KEY=abcd MODE=test npx my-token-server start --auth-token "two words" --port 3000 --secret='x y'`;
  expect(secretsIn({ command })).toEqual(['abcd', 'two words', 'x y']);
});

test('what is no URL gives nothing', () => {
  expect(secretsIn({ url: 'not a url', headers: {}, command: '' })).toEqual([]);
});
