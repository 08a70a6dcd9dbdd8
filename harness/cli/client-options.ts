import type { ClientTarget } from '../sut/client/target.js';
import { parseBackend } from './link-backend.js';
import type { BackendName } from './link-backend.js';
import { CLIENT_CONCURRENCY, checkCommonOptions } from './options.js';
import type { CheckOptions } from './options.js';
import { parseHeaders, parseWord } from './option-values.js';
import type { RawClientOptions } from './raw-options.js';
import { isUnavailable, unavailable } from './unavailable.js';
import { UsageError } from './usage-error.js';

/** Options of `faultline client`, checked. */
export interface ClientOptions extends CheckOptions {
  readonly target: ClientTarget;
  /** What breaks the link. */
  readonly backend: BackendName;
  /** Every form of what is generated, instead of a seeded sample. */
  readonly full: boolean;
}

function refuseUnavailable(raw: RawClientOptions): void {
  if (raw.html !== undefined) throw unavailable('--html');
  for (const [flag, value, words] of [
    ['--transport', raw.transport, ['streamable-http', 'http-sse', 'stdio']],
    ['--topology', raw.topology, ['embedded', 'containers']],
  ] as const) {
    if (value === undefined) continue;
    const name = `${flag} ${parseWord(value, flag, words)}`;
    if (isUnavailable(name) || name === '--topology containers') throw unavailable(`${name} for a client`);
  }
}

function targetOf(raw: RawClientOptions): ClientTarget {
  const { command, driver = 'adapter', header = [] } = raw;
  if (command === undefined || command.trim() === '') {
    throw new UsageError('the client is missing: --command "COMMAND THAT STARTS ITS ADAPTER"');
  }
  const headers = parseHeaders(header, '--header');
  return {
    command,
    driver: parseWord(driver, '--driver', ['adapter', 'official']),
    ...(Object.keys(headers).length > 0 && { headers }),
  };
}

/** Checks every option of `faultline client` that can be checked without knowing the cases. Throws {@link UsageError}. */
export function checkClientOptions(raw: RawClientOptions): ClientOptions {
  refuseUnavailable(raw);
  return {
    target: targetOf(raw),
    backend: parseBackend(raw.backend ?? 'embedded'),
    full: raw.full === true,
    ...checkCommonOptions(raw, CLIENT_CONCURRENCY),
  };
}
