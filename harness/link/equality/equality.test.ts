import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beyondBackend } from '../../faults/ability.js';
import type { LinkBackend } from '../backend.js';
import { findNginx, NGINX_INSTALL } from '../nginx/find-nginx.js';
import { openBackend, type BackendRequest } from '../open-backend.js';
import { findToxiproxy, TOXIPROXY_INSTALL } from '../toxiproxy/find-server.js';
import { observe } from './observe.js';
import { expectedOf, type BackendName, type Row } from './row.js';
import { ROWS } from './rows.js';

const toxiproxy = findToxiproxy();
const nginx = findNginx();

const BACKENDS: readonly { name: BackendName; request: BackendRequest | undefined; missing: string }[] = [
  { name: 'embedded', request: { name: 'embedded' }, missing: '' },
  {
    name: 'toxiproxy',
    request: toxiproxy && { name: 'toxiproxy', found: toxiproxy },
    missing: `not run, there is no toxiproxy-server: ${TOXIPROXY_INSTALL}`,
  },
  {
    name: 'nginx',
    request: nginx === undefined ? undefined : { name: 'nginx', program: nginx },
    missing: `not run, there is no nginx: ${NGINX_INSTALL}`,
  },
];

function canDo(row: Row, name: BackendName): boolean {
  return row.faults.every((spec) => beyondBackend(spec, name) === undefined);
}

for (const { name, request, missing } of BACKENDS) {
  if (request === undefined) console.warn(`equality of backends, ${name}: ${missing}`);
  // What a proxy that is not installed does can't be observed: each of its rows says that it was not, and what would change that.
  const title = `what both ends see behind ${name}`;
  describe.skipIf(request === undefined)(request === undefined ? `${title} (${missing})` : title, () => {
    let backend: LinkBackend | undefined;
    beforeAll(() => {
      backend = request && openBackend(request);
    });
    afterAll(() => backend?.close());
    test.concurrent.each(ROWS.filter((row) => canDo(row, name)))('$name', { timeout: 60_000 }, async (row) => {
      if (backend === undefined) throw new Error(missing);
      const { unproven, socketsLeft, ...seen } = await observe(row, backend);
      expect({ ...seen, unproven, socketsLeft }).toEqual({ ...expectedOf(row, name), unproven: [], socketsLeft: 0 });
    });
  });
}
