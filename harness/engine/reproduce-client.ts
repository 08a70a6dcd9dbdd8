import type { Revision } from '../spec/revisions.js';
import type { ClientConduct } from './conduct-request.js';
import { shellQuoted } from './reproduce.js';

/** The command that shows one case of a client again. Values of headers are left out: they may be credentials. */
export function reproduceClientCommand(
  { target, seed, timeScale, full, backend }: Pick<ClientConduct, 'target' | 'seed' | 'timeScale' | 'full' | 'backend'>,
  caseId: string,
  revision: Revision,
): string {
  const { command, containers, driver, headers = {} } = target;
  const isTopology = backend?.name === 'containers';
  return [
    'faultline client',
    ...(isTopology ? ['--topology containers'] : []),
    containers === undefined ? `--command ${shellQuoted(command)}` : `--image ${shellQuoted(containers.image)}`,
    ...(driver === 'adapter' ? [] : [`--driver ${driver}`]),
    `--revision ${revision}`,
    `--case ${shellQuoted(caseId)}`,
    `--seed ${seed}`,
    ...Object.keys(headers).map((name) => `--header ${shellQuoted(`${name}: ***`)}`),
    ...(full === true ? ['--full'] : []),
    ...(backend === undefined || backend.name === 'embedded' || isTopology ? [] : [`--backend ${backend.name}`]),
    ...(timeScale === 1 ? [] : [`--time-scale ${timeScale}`]),
  ].join(' ');
}
