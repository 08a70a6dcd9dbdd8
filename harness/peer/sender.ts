import type { ClassifiedMessage } from '../wire/jsonrpc.js';
import { startExchange } from './exchange.js';
import type { ExchangeHost, RunningExchange } from './exchange.js';
import type { Labels } from './labels.js';
import type { ProbeOptions } from './probe-options.js';
import type { SendOptions } from './probe.js';
import { requestHeaders } from './request-headers.js';
import type { SessionHeaders } from './request-headers.js';

/** One request, before labels, headers and deadlines are settled. */
export interface Outgoing {
  readonly method: string;
  /** Label where the options name none. */
  readonly defaultLabel: string;
  readonly options: SendOptions | undefined;
  readonly target?: string;
  readonly body?: string | Uint8Array;
  readonly session?: SessionHeaders;
  readonly bare?: boolean;
  /** Headers of this kind of request; the options' own come after them. */
  readonly extraHeaders?: Readonly<Record<string, string>>;
  readonly awaited?: (label: string) => string;
  readonly onMessage?: (message: ClassifiedMessage) => void;
  readonly onEnd?: () => void;
}

/** Sends a request with a correct client's headers, as far as its options do not change them. */
export type Sender = (outgoing: Outgoing) => RunningExchange;

/** The sender of one probe. A GET, which opens a stream, has no deadline unless its options give one. */
export function createSender(host: ExchangeHost, options: ProbeOptions, labels: Labels): Sender {
  const { target, answerDeadlineMs } = options;
  return (outgoing) => {
    const { method, session, bare, body, awaited, onMessage, onEnd } = outgoing;
    const label = labels(outgoing.options?.label ?? outgoing.defaultLabel);
    const deadlineMs = outgoing.options?.deadlineMs ?? (method === 'GET' ? undefined : answerDeadlineMs);
    const headers = requestHeaders({
      label,
      method,
      host: target.host,
      userHeaders: target.headers,
      hasBody: body !== undefined,
      changes: { ...outgoing.extraHeaders, ...outgoing.options?.headers },
      ...(session && { session }),
      ...(bare !== undefined && { bare }),
    });
    return startExchange(host, {
      label,
      method,
      path: outgoing.target ?? target.path,
      headers,
      ...(body !== undefined && { body }),
      ...(deadlineMs !== undefined && { deadlineMs }),
      ...(awaited && { awaited: () => awaited(label) }),
      ...(onMessage && { onMessage }),
      ...(onEnd && { onEnd }),
    });
  };
}

/** The body of a POST: text and bytes as they are, anything else as JSON. */
export function bodyOf(value: unknown): string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value);
}
