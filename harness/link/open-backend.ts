import { EMBEDDED_BACKEND, embeddedBackendHolding, type LinkBackend } from './backend.js';
import { containersBackend } from './containers/backend.js';
import type { ContainersRequest } from './containers/request.js';
import type { SutControl } from './sut-control.js';
import { nginxBackend } from './nginx/backend.js';
import { localNginx } from './nginx/local-place.js';
import { toxiproxyBackend } from './toxiproxy/backend.js';
import type { FoundToxiproxy } from './toxiproxy/find-server.js';
import { accessToxiproxy } from './toxiproxy/server-process.js';

/** What the links of a run are to be made of: plain data, so that it can cross to another thread. */
export type BackendRequest =
  | { readonly name: 'embedded' }
  | { readonly name: 'toxiproxy'; readonly found: FoundToxiproxy }
  | { readonly name: 'nginx'; readonly program: string }
  | ContainersRequest;

/**
 * Makes a backend ready to be used. Nothing is started before its first link is opened. `sut` controls the server where
 * the harness has started its process; that of a container comes with its request.
 */
export function openBackend(request: BackendRequest, sut?: SutControl): LinkBackend {
  switch (request.name) {
    case 'embedded':
      return sut === undefined ? EMBEDDED_BACKEND : embeddedBackendHolding(sut);
    case 'toxiproxy':
      return toxiproxyBackend(() => accessToxiproxy(request.found));
    case 'nginx':
      return nginxBackend(localNginx(request.program));
    case 'containers':
      return containersBackend(request);
  }
}
