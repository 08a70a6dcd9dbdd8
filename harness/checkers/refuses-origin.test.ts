import { describe, expect, test } from 'vitest';
import type { EventBody } from '../history/events.js';
import type { Revision } from '../spec/revisions.js';
import type { OriginExpectation } from './refuses-origin.js';
import { refusesForeignHost, refusesOrigin } from './refuses-origin.js';
import { historyOf } from './testing/history-of.js';
import type { Checker } from './checker.js';

function request(exchange: string, host: string): EventBody {
  const headers = [['Host', host]] as const;
  return { kind: 'request', side: 'server', connection: 'c', exchange, method: 'POST', target: '/mcp', headers };
}

function answer(exchange: string, status: number): EventBody {
  return { kind: 'response', side: 'server', connection: 'c', exchange, by: 'sut', status, headers: [] };
}

function verdicts(checker: Checker, events: readonly EventBody[], revision: Revision = '2025-11-25'): string[] {
  const view = historyOf(...events.map((event, index) => [index, event] as const));
  return checker.check(view, { revision, lagMs: 0 }).findings.map(({ severity, rule }) => `${severity} ${rule}`);
}

function origin(host: string, status: number, revision?: Revision, expectation?: OriginExpectation): string[] {
  return verdicts(refusesOrigin('x', expectation), [request('x', host), answer('x', status)], revision);
}

const LOCAL = '127.0.0.1:8080';

describe('refusesOrigin', () => {
  test('wants 403 where the revision names it, and any refusal before', () => {
    expect(origin(LOCAL, 403)).toEqual([]);
    expect(origin(LOCAL, 400)).toEqual(['fail http.security.origin-403']);
    expect(origin(LOCAL, 400, '2025-06-18')).toEqual([]);
    expect(origin(LOCAL, 421, '2025-11-25', { anyRefusal: true })).toEqual([]);
  });

  test.each([LOCAL, 'localhost:3000', 'LOCALHOST', '[::1]:8080', '127.0.0.1'])('fails service at %s', (host) => {
    expect(origin(host, 200)).toEqual(['fail http.security.origin-validate']);
  });

  test.each(['mcp.example.com', '127.0.0.1.example.com', '10.0.0.1:8080'])('warns of service at %s', (host) => {
    expect(origin(host, 200)).toEqual(['warn http.security.origin-validate']);
  });

  test('warns where the origin is debatable', () => {
    expect(origin(LOCAL, 200, '2025-11-25', { debatable: true })).toEqual(['warn http.security.origin-validate']);
  });

  test('goes by the own name of the server where the request had a foreign one', () => {
    const events = [request('own', LOCAL), request('x', 'evil.example'), answer('x', 200)];
    expect(verdicts(refusesOrigin('x', { hostFrom: 'own' }), events)).toEqual(['fail http.security.origin-validate']);
    expect(verdicts(refusesForeignHost('x', 'own'), events)).toEqual(['warn http.security.origin-validate']);
    const elsewhere = [request('own', 'mcp.example.com'), ...events.slice(1)];
    expect(verdicts(refusesForeignHost('x', 'own'), elsewhere)).toEqual([]);
  });
});
