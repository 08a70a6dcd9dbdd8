import type { FaultSpec } from '../../../faults/fault.js';
import type { AnyFault } from '../../../faults/index.js';
import type { Injector, InjectorContext, InjectorFactory } from '../injector.js';
import { injectAcceptClose } from './accept-close.js';
import { injectAlternate } from './alternate.js';
import { injectAnswer } from './answer.js';
import { injectBandwidth } from './bandwidth.js';
import { injectBlackHole } from './black-hole.js';
import { injectBuffer } from './buffer.js';
import { injectCleanEnd } from './clean-end.js';
import { injectCoalesce } from './coalesce.js';
import { injectConnectionLimit } from './connection-limit.js';
import { injectDuplicate } from './duplicate.js';
import { injectFragment } from './fragment.js';
import { injectGzip } from './gzip.js';
import { injectHeaders } from './headers.js';
import { injectIdleCut } from './idle-cut.js';
import { injectLatency } from './latency.js';
import { injectKill, injectPause } from './outage.js';
import { injectRedirect } from './redirect.js';
import { injectRefuse } from './refuse.js';
import { injectReset } from './reset.js';
import { injectRestart } from './restart.js';
import { injectSlowReader } from './slow-reader.js';
import { injectSlowWriter } from './slow-writer.js';
import { injectTruncate } from './truncate.js';

/** That which acts on the network of the server is beyond a link in this process. */
type Kind = Exclude<AnyFault['kind'], 'disconnect'>;
type FaultOf<K extends Kind> = Extract<AnyFault, { readonly kind: K }>;

const INJECTORS: { readonly [K in Kind]: InjectorFactory<FaultOf<K>> } = {
  acceptClose: injectAcceptClose,
  alternate: injectAlternate,
  answer: injectAnswer,
  bandwidth: injectBandwidth,
  blackHole: injectBlackHole,
  buffer: injectBuffer,
  cleanEnd: injectCleanEnd,
  coalesce: injectCoalesce,
  connectionLimit: injectConnectionLimit,
  duplicate: injectDuplicate,
  fragment: injectFragment,
  gzip: injectGzip,
  headers: injectHeaders,
  idleCut: injectIdleCut,
  kill: injectKill,
  latency: injectLatency,
  pause: injectPause,
  redirect: injectRedirect,
  refuse: injectRefuse,
  reset: injectReset,
  restart: injectRestart,
  slowReader: injectSlowReader,
  slowWriter: injectSlowWriter,
  truncate: injectTruncate,
};

/**
 * Makes the injector of a planned fault.
 * @throws Error when the embedded link has none for its kind, or its parameters make no sense
 */
export function createInjector(spec: FaultSpec, context: InjectorContext): Injector {
  if (!isKnown(spec))
    throw new Error(`the embedded link cannot inject a fault of the kind ${JSON.stringify(spec.kind)}`);
  return create(spec.kind, spec, context);
}

function create<K extends Kind>(kind: K, spec: FaultOf<K>, context: InjectorContext): Injector {
  return INJECTORS[kind](spec, context);
}

function isKnown(spec: FaultSpec): spec is FaultOf<Kind> {
  return Object.hasOwn(INJECTORS, spec.kind);
}
