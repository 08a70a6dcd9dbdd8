import { describe, expect, test } from 'vitest';
import { findNginx, NGINX_INSTALL } from '../harness/link/nginx/find-nginx.js';
import type { BackendRequest } from '../harness/link/open-backend.js';
import { findToxiproxy, TOXIPROXY_INSTALL } from '../harness/link/toxiproxy/find-server.js';
import { launchGold, runClientCases } from './testing/client-in-process.js';

const toxiproxy = findToxiproxy();
const nginx = findNginx();

const BACKENDS: readonly {
  readonly name: string;
  readonly backend: BackendRequest | undefined;
  readonly install: string;
}[] = [
  { name: 'toxiproxy', backend: toxiproxy && { name: 'toxiproxy', found: toxiproxy }, install: TOXIPROXY_INSTALL },
  {
    name: 'nginx',
    backend: nginx === undefined ? undefined : { name: 'nginx', program: nginx },
    install: NGINX_INSTALL,
  },
];

/** Faults that are planned, that a script puts on the link, and that are beyond one of the two; a need of the link. */
const CASES = ['reconnect/*', 'resumption/*', 'http-forms/answers/early-hints'];

for (const { name, backend, install } of BACKENDS) {
  const missing = backend === undefined ? ` (not run, it is not installed: ${install})` : '';
  describe.skipIf(backend === undefined)(`the gold client behind ${name}${missing}`, () => {
    test('passes what can be run, and is told why the rest can not', { timeout: 120_000 }, async () => {
      const results = await runClientCases(launchGold(), {
        selection: { cases: CASES },
        revisions: ['2025-11-25'],
        ...(backend && { backend }),
      });
      const open = results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
      expect(open.map(({ id, verdict, message }) => ({ id, verdict, message }))).toEqual([]);
      expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(20);
      const reasons = results.filter(({ verdict }) => verdict === 'skip').map(({ message }) => message);
      expect(reasons).toEqual(expect.arrayContaining([expect.stringMatching(/^the fault refuse is beyond /)]));
      for (const reason of reasons) expect(reason).toMatch(/^the fault \w+ is beyond |^nginx takes an informational/);
    });
  });
}
