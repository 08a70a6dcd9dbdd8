import { idleCutFault, type IdleCutSpec } from './idle-cut.js';
import { resetFault, type ResetSpec } from './reset.js';
import { truncateFault, type TruncateSpec } from './truncate.js';
import { cleanEndFault, type CleanEndSpec } from './clean-end.js';
import { blackHoleFault, type BlackHoleSpec } from './black-hole.js';
import { refuseFault, type RefuseSpec } from './refuse.js';
import { acceptCloseFault, type AcceptCloseSpec } from './accept-close.js';
import { latencyFault, type LatencySpec } from './latency.js';
import { bandwidthFault, type BandwidthSpec } from './bandwidth.js';
import { fragmentFault, type FragmentSpec } from './fragment.js';
import { coalesceFault, type CoalesceSpec } from './coalesce.js';
import { bufferFault, type BufferSpec } from './buffer.js';
import { gzipFault, type GzipSpec } from './gzip.js';
import { answerFault, type AnswerSpec } from './answer.js';
import { headersFault, type HeadersSpec } from './headers.js';
import { redirectFault, type RedirectSpec } from './redirect.js';
import { duplicateFault, type DuplicateSpec } from './duplicate.js';
import { restartFault, type RestartSpec } from './restart.js';
import { alternateFault, type AlternateSpec } from './alternate.js';
import { slowReaderFault, type SlowReaderSpec } from './slow-reader.js';
import { slowWriterFault, type SlowWriterSpec } from './slow-writer.js';
import { connectionLimitFault, type ConnectionLimitSpec } from './connection-limit.js';
import { pauseFault, type PauseSpec } from './pause.js';
import { killFault, type KillSpec } from './kill.js';
import { disconnectFault, type DisconnectSpec } from './disconnect.js';
import { eraseSpec } from './erase-spec.js';
import type { FaultDefinition } from './fault.js';

export { idleCut } from './idle-cut.js';
export { reset } from './reset.js';
export { truncate } from './truncate.js';
export { cleanEnd } from './clean-end.js';
export { blackHole } from './black-hole.js';
export { refuse } from './refuse.js';
export { acceptClose } from './accept-close.js';
export { latency } from './latency.js';
export { bandwidth } from './bandwidth.js';
export { fragment } from './fragment.js';
export { coalesce } from './coalesce.js';
export { buffer } from './buffer.js';
export { gzip } from './gzip.js';
export { answer } from './answer.js';
export { headers } from './headers.js';
export { redirect } from './redirect.js';
export { duplicate } from './duplicate.js';
export { restart } from './restart.js';
export { alternate } from './alternate.js';
export { slowReader } from './slow-reader.js';
export { slowWriter } from './slow-writer.js';
export { connectionLimit } from './connection-limit.js';
export { pause } from './pause.js';
export { kill } from './kill.js';
export { disconnect } from './disconnect.js';

export type {
  IdleCutSpec,
  ResetSpec,
  TruncateSpec,
  CleanEndSpec,
  BlackHoleSpec,
  RefuseSpec,
  AcceptCloseSpec,
  LatencySpec,
  BandwidthSpec,
  FragmentSpec,
  CoalesceSpec,
  BufferSpec,
  GzipSpec,
  AnswerSpec,
  HeadersSpec,
  RedirectSpec,
  DuplicateSpec,
  RestartSpec,
  AlternateSpec,
  SlowReaderSpec,
  SlowWriterSpec,
  ConnectionLimitSpec,
  PauseSpec,
  KillSpec,
  DisconnectSpec,
};

/** Any fault that a case can plan. */
export type AnyFault =
  | IdleCutSpec
  | ResetSpec
  | TruncateSpec
  | CleanEndSpec
  | BlackHoleSpec
  | RefuseSpec
  | AcceptCloseSpec
  | LatencySpec
  | BandwidthSpec
  | FragmentSpec
  | CoalesceSpec
  | BufferSpec
  | GzipSpec
  | AnswerSpec
  | HeadersSpec
  | RedirectSpec
  | DuplicateSpec
  | RestartSpec
  | AlternateSpec
  | SlowReaderSpec
  | SlowWriterSpec
  | ConnectionLimitSpec
  | PauseSpec
  | KillSpec
  | DisconnectSpec;

/** All kinds of faults, by kind. */
export const FAULTS: ReadonlyMap<string, FaultDefinition> = new Map(
  [
    eraseSpec(idleCutFault),
    eraseSpec(resetFault),
    eraseSpec(truncateFault),
    eraseSpec(cleanEndFault),
    eraseSpec(blackHoleFault),
    eraseSpec(refuseFault),
    eraseSpec(acceptCloseFault),
    eraseSpec(latencyFault),
    eraseSpec(bandwidthFault),
    eraseSpec(fragmentFault),
    eraseSpec(coalesceFault),
    eraseSpec(bufferFault),
    eraseSpec(gzipFault),
    eraseSpec(answerFault),
    eraseSpec(headersFault),
    eraseSpec(redirectFault),
    eraseSpec(duplicateFault),
    eraseSpec(restartFault),
    eraseSpec(alternateFault),
    eraseSpec(slowReaderFault),
    eraseSpec(slowWriterFault),
    eraseSpec(connectionLimitFault),
    eraseSpec(pauseFault),
    eraseSpec(killFault),
    eraseSpec(disconnectFault),
  ].map((definition) => [definition.kind, definition]),
);
