import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import type { ExchangeView, HistoryView } from '../history/view.js';
import { exchangeOf, provenBy, type Firing } from './proof.js';

/** Part of the detail of a strike that lets a response through because of its header. */
export const ACCEL_BUFFERING_HONOURED = 'X-Accel-Buffering: no is honoured';

/** What nginx does with an HTTP/1.0 upstream. */
export interface BufferSpec extends FaultSpec {
  readonly kind: 'buffer';
  /** Default: every exchange. */
  readonly on?: Match;
  /** Payload after which, and in steps of which, the response is let through; default 4096. */
  readonly thresholdBytes?: number;
  /** Whether the response header `X-Accel-Buffering: no` lets everything through at once. */
  readonly honoursAccelBuffering: boolean;
}

/** Plans buffering. */
export function buffer(options: Omit<BufferSpec, 'kind'>): BufferSpec {
  return { kind: 'buffer', ...options };
}

export const bufferFault: FaultDefinition<BufferSpec> = {
  kind: 'buffer',
  family: 'buffering',
  summary: 'A response is held, head and all, until so much of it has come or it ends',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'knows no HTTP',
  },
  proof:
    'the server had sent more, or had ended, before the client was written to; or its head did not reach the client until the heal; or the response was seen to ask for no buffering',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      if (firing.detail?.includes(ACCEL_BUFFERING_HONOURED) === true) return firing.index;
      const exchange = exchangeOf(view, firing);
      return exchange === undefined ? undefined : (lateFirstByte(exchange) ?? heldHead(view, exchange, firing));
    }),
};

/** The head of a server that says no more is held for as long as the fault lasts. */
function heldHead(view: HistoryView, { server, client }: ExchangeView, firing: Firing): number | undefined {
  const { head } = server;
  const healed = view.faults.find(({ fault, status }) => fault === firing.fault && status === 'healed');
  if (head === undefined || healed === undefined || head.index > healed.index) return undefined;
  // A client that has left is not written to, whatever the link does.
  if (client.end !== undefined && client.end.index < healed.index) return undefined;
  return client.head === undefined || client.head.index > healed.index ? head.index : undefined;
}

function lateFirstByte({ server, client }: ExchangeView): number | undefined {
  const first = client.head;
  if (first === undefined) return undefined;
  const before = [...server.data.slice(1), ...(server.end === undefined ? [] : [server.end])];
  return before.some(({ index }) => index < first.index) ? first.index : undefined;
}
