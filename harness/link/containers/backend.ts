import { randomBytes } from 'node:crypto';
import { beyondBackends } from '../../faults/ability.js';
import type { LinkBackend } from '../backend.js';
import type { EmbeddedLinkOptions } from '../embedded/embedded-link.js';
import type { Link } from '../link.js';
import { restoredAtTheEnd } from '../restored-link.js';
import { openSandwichLink } from '../sandwich/sandwich-link.js';
import { LINK_LACKS } from '../traits.js';
import { ToxiproxyApi } from '../toxiproxy/api.js';
import { findEngine, type Engine } from './engine.js';
import { containerNginx } from './nginx-place.js';
import { backendFor, backendsOf, chainProxy, type Chain } from './proxy.js';
import type { ContainersRequest } from './request.js';
import { controlSut } from './sut-control.js';
import { containerToxiproxy } from './toxiproxy-place.js';

/** Links through the containers of a topology that runs. */
export function containersBackend(request: ContainersRequest): LinkBackend {
  const { sut } = request;
  const toxiproxy = containerToxiproxy(request);
  const run = randomBytes(4).toString('hex');
  let found: Promise<Engine> | undefined;
  const find = (): Promise<Engine> => (found ??= findEngine());
  const chain: Omit<Chain, 'sut' | 'nextName'> = {
    api: new ToxiproxyApi(toxiproxy.apiUrl),
    toxiproxy,
    nginx: containerNginx(request, find),
  };
  let proxies = 0;
  return {
    name: 'containers',
    beyond: (spec) => beyondBackends(spec, backendsOf(request)),
    lacks: (faults) => ({
      ...LINK_LACKS.containers,
      ...(faults.some((spec) => backendFor(spec, request) === 'nginx') && LINK_LACKS.nginx),
    }),
    async open(options: EmbeddedLinkOptions): Promise<Link> {
      const control = sut && controlSut(sut, find);
      const nextName = (): string => {
        proxies += 1;
        return `faultline-${run}-${proxies}`;
      };
      const link = await openSandwichLink(options, chainProxy({ ...chain, nextName, sut: control }));
      return control === undefined ? link : restoredAtTheEnd(link, () => control.restore());
    },
    close: () => Promise.resolve(),
  };
}
