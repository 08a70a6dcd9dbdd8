import { describe, expect, it } from 'vitest';
import type { HeaderPlan } from './request-headers.js';
import { requestHeaders } from './request-headers.js';

function sent(plan: Partial<HeaderPlan>): Record<string, string> {
  const flat = requestHeaders({
    label: 'one',
    method: 'POST',
    host: 'h.example',
    userHeaders: {},
    hasBody: true,
    ...plan,
  });
  return Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), flat[index + 1] ?? '']] : [])),
  );
}

describe('the headers of a request', () => {
  it('are those of a correct client', () => {
    expect(sent({})).toEqual({
      host: 'h.example',
      'user-agent': 'mcp-faultline',
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'faultline-exchange': 'one',
    });
    expect(sent({ method: 'GET', hasBody: false })['accept']).toBe('text/event-stream');
    expect(sent({ method: 'GET', hasBody: false })['content-type']).toBeUndefined();
    expect(sent({ method: 'DELETE', hasBody: false })['accept']).toBeUndefined();
  });

  it.each([
    ['2025-03-26', undefined],
    ['2025-06-18', '2025-06-18'],
    ['2025-11-25', '2025-11-25'],
  ])('name the revision of a session at %s as %s', (negotiated, header) => {
    const headers = sent({ session: { sessionId: 's-1', negotiated } });
    expect(headers['mcp-session-id']).toBe('s-1');
    expect(headers['mcp-protocol-version']).toBe(header);
  });

  it('leave the session id out where the server gave none', () => {
    expect(sent({ session: { sessionId: undefined, negotiated: '2025-11-25' } })).not.toHaveProperty('mcp-session-id');
  });

  it('can be changed one by one, in any case of the name', () => {
    const headers = sent({
      changes: { ACCEPT: 'text/plain', 'content-type': null, 'x-more': '1' },
      userHeaders: { 'X-More': '0' },
    });
    expect(headers).toMatchObject({ accept: 'text/plain', 'x-more': '1' });
    expect(headers).not.toHaveProperty('content-type');
  });

  it('are only what the user and the options name when bare', () => {
    const headers = sent({ bare: true, userHeaders: { authorization: 'Bearer x' }, changes: { accept: '*/*' } });
    expect(Object.keys(headers).sort()).toEqual(['accept', 'authorization', 'faultline-exchange', 'host']);
  });
});
