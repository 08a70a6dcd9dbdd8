/** Every published revision of the protocol, oldest first. */
export const REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;

/** One published revision, named by its date. */
export type Revision = (typeof REVISIONS)[number];

/** The revisions in which Streamable HTTP knows sessions (basic/transports, session management). */
export const SESSION_REVISIONS = ['2025-03-26', '2025-06-18', '2025-11-25'] as const satisfies readonly Revision[];

/** The transports over HTTP that the specification has had. */
export type HttpTransport = keyof typeof TRANSPORT_REVISIONS;

/**
 * The revisions that define each transport over HTTP, as far as they are checked. Later ones keep HTTP+SSE only for the
 * sake of older servers (basic/transports, backwards compatibility).
 */
export const TRANSPORT_REVISIONS = {
  'streamable-http': SESSION_REVISIONS,
  'http-sse': ['2024-11-05'],
} as const satisfies Readonly<Record<string, readonly Revision[]>>;

/** The transport over HTTP that a revision defines. */
export function httpTransportOf(revision: Revision): HttpTransport {
  return revision === '2024-11-05' ? 'http-sse' : 'streamable-http';
}

/** Whether `text` is the exact name of a published revision. */
export function isRevision(text: string): text is Revision {
  return REVISIONS.some((revision) => revision === text);
}

/** Orders revisions by age: negative when `left` is the older one, zero when they are equal. */
export function compareRevisions(left: Revision, right: Revision): number {
  return REVISIONS.indexOf(left) - REVISIONS.indexOf(right);
}

/** Whether `revision` is `other` or a later one. */
export function atLeast(revision: Revision, other: Revision): boolean {
  return compareRevisions(revision, other) >= 0;
}

/** Whether a connection begins with `initialize` (basic/lifecycle); 2026-07-28 took it out. */
export function hasHandshake(revision: Revision): boolean {
  return !atLeast(revision, '2026-07-28');
}

/**
 * Whether JSON-RPC batches exist. Receiving them is obligatory in 2025-03-26 (basic/index, batching); the revision
 * before does not mention them, and 2025-06-18 took them out.
 */
export function hasBatches(revision: Revision): boolean {
  return revision === '2025-03-26';
}

/**
 * Whether clients on HTTP must send `MCP-Protocol-Version`: from 2025-06-18 (basic/transports, protocol version
 * header) on everything after initialize, from 2026-07-28 (basic/transports/streamable-http) on every POST.
 */
export function hasVersionHeader(revision: Revision): boolean {
  return atLeast(revision, '2025-06-18');
}

/**
 * Whether a stream should begin with an event that has an id and no data, so that it can be polled: only in
 * 2025-11-25 (basic/transports, sending messages to the server, item 6).
 */
export function hasPriming(revision: Revision): boolean {
  return revision === '2025-11-25';
}

/**
 * The HTTP status with which a foreign `Origin` must be refused: 403 from 2025-11-25 (basic/transports, security
 * warning). `null` where a refusal is demanded but no status is named, so that any refusal will do.
 */
export function foreignOriginStatus(revision: Revision): number | null {
  return atLeast(revision, '2025-11-25') ? 403 : null;
}

/**
 * Whether a tool argument which the tool cannot accept is clearly a result with `isError: true`: from 2025-11-25
 * (server/tools, error handling). Earlier pages list it as a protocol error and as an execution error alike. Arguments
 * that violate the input schema itself stay open in 2026-07-28, see the ambiguity `tool-argument-errors`.
 */
export function inputValidationIsResult(revision: Revision): boolean {
  return atLeast(revision, '2025-11-25');
}
