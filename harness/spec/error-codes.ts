import { REVISIONS } from './revisions.js';
import type { Revision } from './revisions.js';

/** A numbered error that JSON-RPC or a revision of the protocol defines. */
export interface ErrorCode {
  readonly code: number;
  /** Short name in kebab case, unique. */
  readonly name: string;
  readonly definedBy: 'json-rpc' | 'mcp';
  /** When the code is used. */
  readonly meaning: string;
  /** The revisions that give the code this meaning. */
  readonly revisions: readonly Revision[];
}

/**
 * Every defined code: those of JSON-RPC 2.0 (error object), and those of the protocol with the revisions in which they
 * exist (server/resources, client/elicitation, client/sampling, and basic/index of 2026-07-28).
 */
export const ERROR_CODES: readonly ErrorCode[] = [
  {
    code: -32700,
    name: 'parse-error',
    definedBy: 'json-rpc',
    meaning: 'the text is not JSON',
    revisions: REVISIONS,
  },
  {
    code: -32600,
    name: 'invalid-request',
    definedBy: 'json-rpc',
    meaning: 'the JSON is not a JSON-RPC message',
    revisions: REVISIONS,
  },
  {
    code: -32601,
    name: 'method-not-found',
    definedBy: 'json-rpc',
    meaning: 'the method does not exist or is not offered',
    revisions: REVISIONS,
  },
  {
    code: -32602,
    name: 'invalid-params',
    definedBy: 'json-rpc',
    meaning: 'the parameters cannot be used; from 2026-07-28 also a resource that does not exist',
    revisions: REVISIONS,
  },
  {
    code: -32603,
    name: 'internal-error',
    definedBy: 'json-rpc',
    meaning: 'the receiver failed by itself',
    revisions: REVISIONS,
  },
  {
    code: -1,
    name: 'user-rejected',
    definedBy: 'mcp',
    meaning: 'the user refused a sampling request',
    revisions: ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'],
  },
  {
    code: -32002,
    name: 'resource-not-found',
    definedBy: 'mcp',
    meaning: 'the resource does not exist',
    revisions: ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'],
  },
  {
    code: -32042,
    name: 'url-elicitation-required',
    definedBy: 'mcp',
    meaning: 'the user has to visit a URL before the request can succeed',
    revisions: ['2025-11-25'],
  },
  {
    code: -32020,
    name: 'header-mismatch',
    definedBy: 'mcp',
    meaning: 'a mirrored header is missing, malformed or different from the body',
    revisions: ['2026-07-28'],
  },
  {
    code: -32021,
    name: 'missing-client-capability',
    definedBy: 'mcp',
    meaning: 'the request does not declare a client capability that it needs',
    revisions: ['2026-07-28'],
  },
  {
    code: -32022,
    name: 'unsupported-protocol-version',
    definedBy: 'mcp',
    meaning: 'the declared revision is not supported',
    revisions: ['2026-07-28'],
  },
];

/** The entry of a code, whatever the revision; `undefined` when nothing defines it. */
export function errorCode(code: number): ErrorCode | undefined {
  return ERROR_CODES.find((entry) => entry.code === code);
}

/** Whether `revision` gives `code` a meaning. */
export function isDefinedErrorCode(code: number, revision: Revision): boolean {
  return errorCode(code)?.revisions.includes(revision) ?? false;
}

/** Whether JSON-RPC keeps the code for itself and for protocols on top of it: -32768 to -32000 (error object). */
export function isReservedByJsonRpc(code: number): boolean {
  return code >= -32768 && code <= -32000;
}

/** Whether the protocol keeps the code for itself: -32099 to -32020 from 2026-07-28 (basic/index, error codes). */
export function isReservedByProtocol(code: number, revision: Revision): boolean {
  return revision === '2026-07-28' && code >= -32099 && code <= -32020;
}

/** Whether the code lies in the band -32019 to -32000 that 2026-07-28 closes to new use (basic/index, error codes). */
export function isInClosedBand(code: number): boolean {
  return code >= -32019 && code <= -32000;
}
