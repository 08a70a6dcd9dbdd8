import { TRANSPORT_REVISIONS } from '../spec/revisions.js';
import type { HttpTransport, Revision } from '../spec/revisions.js';
import type { ClientTarget } from '../sut/client/target.js';
import { parseBackend } from './link-backend.js';
import type { BackendName } from './link-backend.js';
import { CLIENT_CONCURRENCY, checkCommonOptions } from './options.js';
import type { CheckOptions } from './options.js';
import { parseHeaders, parseWord } from './option-values.js';
import type { RawClientOptions } from './raw-options.js';
import { unavailable } from './unavailable.js';
import { UsageError } from './usage-error.js';

/** Options of `faultline client`, checked. */
export interface ClientOptions extends CheckOptions {
  readonly target: ClientTarget;
  /** The image that it runs from, in containers of the topology. */
  readonly image?: string;
  /** What breaks the link. */
  readonly backend: BackendName;
  /** The only transport to check; default: all that the client offers. */
  readonly transport?: HttpTransport;
  /** Every form of what is generated, instead of a seeded sample. */
  readonly full: boolean;
}

function refuseUnavailable(raw: RawClientOptions): void {
  if (raw.html !== undefined) throw unavailable('--html');
}

function refuseContradictions({ image, command, topology = 'embedded', backend }: RawClientOptions): void {
  if (image !== undefined && command !== undefined)
    throw new UsageError('--image and --command both start the client: give one of them');
  if (parseWord(topology, '--topology', ['embedded', 'containers']) === 'containers') {
    if (backend !== undefined) throw new UsageError('--backend: the links of --topology containers are its own');
  } else if (image !== undefined) throw new UsageError('--image needs --topology containers');
}

function transportOf({ transport }: RawClientOptions): HttpTransport | undefined {
  if (transport === undefined) return undefined;
  const named = parseWord(transport, '--transport', ['streamable-http', 'http-sse', 'stdio']);
  if (named === 'stdio') throw unavailable('--transport stdio for a client');
  return named;
}

/** The revisions to check: those that define the transport, where only one is to be checked. */
function revisionsOver(
  transport: HttpTransport | undefined,
  revisions: readonly Revision[] | undefined,
): readonly Revision[] | undefined {
  if (transport === undefined) return revisions;
  const defining: readonly Revision[] = TRANSPORT_REVISIONS[transport];
  const chosen = defining.filter((revision) => revisions?.includes(revision) ?? true);
  if (chosen.length > 0) return chosen;
  throw new UsageError(`--transport ${transport} is checked at ${defining.join(', ')}, which --revision leaves out`);
}

function targetOf(raw: RawClientOptions): ClientTarget {
  const { image, command = image && `docker run -i --rm ${image}`, driver = 'adapter', header = [] } = raw;
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
  refuseContradictions(raw);
  const transport = transportOf(raw);
  const common = checkCommonOptions(raw, CLIENT_CONCURRENCY);
  const revisions = revisionsOver(transport, common.revisions);
  return {
    target: targetOf(raw),
    backend: parseBackend(raw.backend ?? 'embedded'),
    full: raw.full === true,
    ...(raw.image !== undefined && { image: raw.image }),
    ...common,
    ...(revisions !== undefined && { revisions }),
    ...(transport !== undefined && { transport }),
  };
}
