import type { HistoryView } from '../history/view.js';

/** What a backend that can inject a fault is called. */
export type Backend = 'embedded' | 'process' | 'toxiproxy' | 'nginx' | 'containers';

/** Which exchanges (or, for a connection fault, connections) a fault acts on. All given fields must match; none = all. */
export interface Match {
  /** Label of the exchange, as the case's script names it. */
  readonly exchange?: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** JSON-RPC method of the request. */
  readonly rpc?: string;
  /** Only the nth matching one, from 1; without it every one. */
  readonly nth?: number;
}

/**
 * A point in the life of an exchange at which a fault strikes. All are places in the byte stream, none is a time.
 * `connect`: the connection was accepted. `request-head`: the request head arrived, nothing was forwarded.
 * `request-sent`: the whole request was forwarded, nothing was answered. `response-head`: the head was forwarded.
 * `response-end`: the complete response was forwarded.
 * `requestBytes`: after n request body bytes. `bodyBytes`: after n response payload bytes.
 * `events`: after the nth SSE event (comments and blocks without data do not count, a priming event does).
 * `insideEvent`: within the nth SSE event, at its middle, inside a multi-byte character, or inside a CRLF pair.
 * `insideChunkHead`: within the nth chunk-size line.
 */
export type Moment =
  | 'connect'
  | 'request-head'
  | 'request-sent'
  | 'response-head'
  | 'response-end'
  | { readonly requestBytes: number }
  | { readonly bodyBytes: number }
  | { readonly events: number }
  | { readonly insideEvent: number; readonly at?: 'middle' | 'character' | 'line-end' }
  | { readonly insideChunkHead: number };

/** A fault as a case plans it: a kind and its parameters, plain data, shown in reports as it is. */
export interface FaultSpec {
  readonly kind: string;
  /** Unique within a case; defaults to the kind. */
  readonly id?: string;
}

/**
 * Why a backend can't bring about a fault truthfully, as the end of a sentence that begins with its name: for every
 * fault of the kind, or depending on the parameters.
 */
export type Limit<Spec extends FaultSpec> = string | ((spec: Spec) => string | undefined);

/** One kind of fault: what it is, who can inject it truthfully, and what shows that it happened. */
export interface FaultDefinition<Spec extends FaultSpec = FaultSpec> {
  readonly kind: Spec['kind'];
  readonly family: string;
  readonly summary: string;
  readonly backends: readonly Backend[];
  /** What keeps a backend from it. One of `backends` has a limit at most for some parameters. */
  readonly limits?: Partial<Readonly<Record<Backend, Limit<Spec>>>>;
  /** In words: the observation that proves it. */
  readonly proof: string;
  /** The index of the event that proves that this fault had its effect on the wire, if there is one. */
  readonly observed: (view: HistoryView, spec: Spec) => number | undefined;
}

/** The name under which a planned fault appears in a history. */
export function faultId(spec: FaultSpec): string {
  return spec.id ?? spec.kind;
}
