import { openBackend } from '../link/open-backend.js';
import { missingClientNeed, missingTransport } from '../sut/client/needs.js';
import { createClientPool } from '../sut/client/pool.js';
import type { ClientPool } from '../sut/client/pool.js';
import { faultsOf, transportOf } from './case.js';
import type { ClientCase } from './case.js';
import type { CaseHost } from './case-host.js';
import type { ClientConduct } from './conduct-request.js';
import { startLagMeter } from './lag.js';
import { openClientCase } from './open-client-case.js';
import { firstBeyond, lacksOf } from './link-limits.js';
import { reproduceClientCommand } from './reproduce-client.js';
import { stillWatch } from './still-watch.js';

/** Default limit of an operation; each case has one of its own, calibrated on the client. */
const LONGEST_START_MS = 10_000;
/** It was seen to start before; on a busy machine, with others beside it, that takes longer. */
const READY_DEADLINE_MS = 30_000;

/** Hosts the cases of a client, each with a server of its own; as many of its processes run as cases at a time. */
export function clientHost(
  request: ClientConduct,
  signal: AbortSignal,
  pool: ClientPool = createClientPool(request.target, {
    concurrency: request.concurrency,
    answerDeadlineMs: LONGEST_START_MS,
    readyDeadlineMs: READY_DEADLINE_MS,
  }),
): CaseHost<ClientCase> {
  const lag = startLagMeter();
  const links = openBackend(request.backend ?? { name: 'embedded' });
  return {
    role: 'client',
    judged: 'client',
    waitingCosts: true,
    lag,
    targetWatch: stillWatch(),
    signal,
    lackOf: (definition, revision) =>
      missingTransport(request.profile, transportOf(definition)) ??
      missingClientNeed(
        request.profile,
        revision,
        definition.needs ?? [],
        lacksOf(links, faultsOf(definition, revision)),
      ) ??
      firstBeyond(faultsOf(definition, revision), links),
    reproduce: (caseId, revision) => reproduceClientCommand(request, caseId, revision),
    open: (opened) => openClientCase(opened, { request, pool, links }),
    async close() {
      lag.stop();
      await pool.close();
      await links.close();
    },
  };
}
