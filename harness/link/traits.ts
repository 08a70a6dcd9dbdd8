import type { BackendRequest } from './open-backend.js';

/**
 * What a link may leave as it is. `bytes`: the HTTP of a request, as it was written. `connections`: each connection of
 * the client is one to the server, from its beginning to its end. `half-close`: a client may end its direction and go on
 * reading. `informational`: the server may send informational responses (1xx) before its answer.
 */
export type LinkTrait = 'bytes' | 'connections' | 'half-close' | 'informational';

const NGINX_HTTP = 'nginx writes every request anew, so the server never sees what was written';
const NGINX_CONNECTIONS = 'nginx has connections of its own to the server, and none without a request';

/** Why the links of a backend do not leave something as it is, as sentences. What is missing here they leave. */
export const LINK_LACKS: Readonly<Record<BackendRequest['name'], Partial<Readonly<Record<LinkTrait, string>>>>> = {
  embedded: {},
  toxiproxy: { 'half-close': 'Toxiproxy ends a whole connection when the client has ended its direction' },
  containers: { 'half-close': 'Toxiproxy ends a whole connection when the client has ended its direction' },
  nginx: {
    bytes: NGINX_HTTP,
    connections: NGINX_CONNECTIONS,
    informational: 'nginx takes an informational response of the server for its answer',
    'half-close': 'nginx ends a whole exchange when the client has ended its direction',
  },
};
