import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from './events.js';
import { createRedactor } from './redact.js';

const SESSION = '3f1c9f52-5a1b-4c8e-9d35-0a1b2c3d4e5f';

describe('headers', () => {
  const redactor = createRedactor(['Bearer sk-live-1234567890', 'sk-live-1234567890']);

  test.each([
    ['Authorization', 'Digest abcdefgh', 'Digest a***'],
    ['proxy-authorization', 'Basic dXNlcjpwYXNz', 'Basic dX***'],
    ['Cookie', 'session=abcdef', 'session=***'],
    ['Set-Cookie', 'session=abcdef; HttpOnly', 'session=***'],
    ['Mcp-Session-Id', SESSION, '3f1c9f52***'],
    ['Content-Type', 'application/json', 'application/json'],
    ['Authorization', 'Bearer sk-live-1234567890', '***'],
  ])('%s: %s becomes %s', (name, value, shown) => {
    expect(redactor.header(name, value)).toBe(shown);
  });

  test('are redacted in the heads of a history', () => {
    const event: HistoryEvent = {
      index: 0,
      t: 1,
      kind: 'request',
      side: 'server',
      connection: 's1',
      exchange: 'call',
      method: 'POST',
      target: '/mcp?api_key=abcd&x=1',
      headers: [
        ['Authorization', 'Bearer sk-live-1234567890'],
        ['Mcp-Session-Id', SESSION],
      ],
    };
    expect(redactor.event(event)).toEqual({
      ...event,
      target: '/mcp?api_key=***&x=1',
      headers: [
        ['Authorization', '***'],
        ['Mcp-Session-Id', '3f1c9f52***'],
      ],
    });
  });
});

describe('URLs in a text', () => {
  test.each([
    ['https://ann:pw@host/mcp', 'https://***@host/mcp'],
    ['see https://ann@host/ and http://host/a@b', 'see https://***@host/ and http://host/a@b'],
    ['http://h/?token=a&b=c&ACCESS_TOKEN=d#f', 'http://h/?token=***&b=c&ACCESS_TOKEN=***#f'],
    ['http://h/?monkey=a&keyring=b', 'http://h/?monkey=a&keyring=b'],
    [String.raw`{"url":"http://h/?sig=abc"}`, String.raw`{"url":"http://h/?sig=***"}`],
  ])('%s becomes %s', (text, shown) => {
    expect(createRedactor([]).text(text)).toBe(shown);
  });
});

describe('literal secrets', () => {
  test('are replaced wherever they stand, in every spelling', () => {
    const secret = 'a"b/c d+longer';
    const redactor = createRedactor([secret]);
    expect(redactor.text(`x${secret}y`)).toBe('x***y');
    expect(redactor.text(JSON.stringify({ echo: secret }))).toBe('{"echo":"***"}');
    expect(redactor.text(`/mcp?q=${encodeURIComponent(secret)}`)).toBe('/mcp?q=***');
  });

  test('that contain one another are replaced as a whole', () => {
    expect(createRedactor(['12345678', 'Bearer 12345678']).text('Bearer 12345678')).toBe('***');
  });

  test('that are short are replaced only where they stand alone', () => {
    expect(createRedactor(['red']).text('red, hundred, "red"')).toBe('***, hundred, "***"');
  });

  test('that are empty do nothing', () => {
    expect(createRedactor(['', ' ']).text('a b')).toBe('a b');
  });

  test('are found in names and values at any depth', () => {
    const value = createRedactor(['topsecret']).value({ a: [{ 'x-topsecret': 'is topsecret' }], n: 3, z: null });
    expect(value).toEqual({ a: [{ 'x-***': 'is ***' }], n: 3, z: null });
  });
});

test('a value that is nested without end is cut off', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  const kept = JSON.stringify(createRedactor([]).value(deep));
  expect(kept.length).toBeLessThan(300);
  expect(kept).toContain('nested too deeply');
});

test('a long text of a hostile server takes no long time', () => {
  const text = `${'a.'.repeat(50_000)}http://${'x'.repeat(100_000)}`;
  const begunAt = performance.now();
  createRedactor(['some-secret']).text(text);
  expect(performance.now() - begunAt).toBeLessThan(2_000);
});
