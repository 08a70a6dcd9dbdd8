import { expect, test } from 'vitest';
import {
  acceptClose,
  answer,
  bandwidth,
  blackHole,
  buffer,
  cleanEnd,
  coalesce,
  connectionLimit,
  duplicate,
  fragment,
  gzip,
  headers,
  idleCut,
  latency,
  redirect,
  reset,
  restart,
  slowWriter,
  truncate,
} from '../../faults/index.js';
import { faultId } from '../../faults/fault.js';
import type { FaultSpec } from '../../faults/fault.js';
import type { EventBody, HistoryEvent } from '../../history/events.js';
import { viewHistory } from '../../history/view.js';
import { definitionOf } from './testing/record-reader.js';

const on = { exchange: 'x' };

/** An exchange that nothing happened to, in a history that claims that the fault struck in front of the response. */
function untouchedHistory(spec: FaultSpec): HistoryEvent[] {
  const exchange = 'x';
  const fault = faultId(spec);
  const connection = 'connection-1';
  const headers: [string, string][] = [['Content-Type', 'text/event-stream']];
  const both = ['server', 'client'] as const;
  const request = { kind: 'request', connection, exchange, method: 'POST', target: '/mcp', headers: [] } as const;
  const moments: [t: number, events: EventBody[]][] = [
    [0, [{ kind: 'fault', fault, status: 'planned' }]],
    [1, both.map((side) => ({ kind: 'connection', side, connection, what: 'open', from: 'peer' }))],
    [2, [...both].reverse().map((side) => ({ ...request, side }))],
    [2, [{ kind: 'request-body', side: 'server', exchange, sizeBytes: 90, complete: true, text: '{}' }]],
    [3, [{ kind: 'fault', fault, status: 'fired', exchange, detail: 'says so' }]],
    [4, both.map((side) => ({ kind: 'response', side, connection, exchange, by: 'sut', status: 200, headers }))],
    [5, both.map((side) => ({ kind: 'data', side, exchange, offset: 0, sizeBytes: 100 }))],
    [6, both.map((side) => ({ kind: 'data', side, exchange, offset: 100, sizeBytes: 50 }))],
    [
      7,
      both.map((side) => ({
        kind: 'response-end',
        side,
        exchange,
        ending: 'complete',
        framing: 'chunked',
        sizeBytes: 150,
      })),
    ],
    [8, both.map((side) => ({ kind: 'connection', side, connection, what: 'fin', from: 'peer' }))],
  ];
  return moments
    .flatMap(([t, events]) => events.map((event) => ({ t, event })))
    .map(({ t, event }, index) => ({ index, t, ...event }));
}

test.each(
  [
    idleCut({ on, silenceMs: 50, ending: 'fin', phase: 'any' }),
    reset({ on, at: { bodyBytes: 100 } }),
    reset({ on, at: 'request-sent', sides: 'server' }),
    truncate({ on, at: { bodyBytes: 100 } }),
    cleanEnd({ on, at: { bodyBytes: 100 } }),
    blackHole({ on, at: 'request-sent', direction: 'to-client', heal: 'loss-free' }),
    acceptClose({ count: 1, ending: 'fin' }),
    latency({ on, direction: 'to-client', delayMs: 50, jitterMs: 10 }),
    latency({ on, direction: 'to-server', delayMs: 50, jitterMs: 10 }),
    bandwidth({ on, direction: 'to-client', bytesPerSecond: 1000 }),
    fragment({ on, direction: 'to-client', sizeBytes: 1 }),
    coalesce({ on, direction: 'to-client', windowMs: 50 }),
    buffer({ on, thresholdBytes: 4096, honoursAccelBuffering: true }),
    gzip({ on, flush: true }),
    answer({ on, status: 503, body: 'empty' }),
    headers({ on, direction: 'response', strip: ['content-type'], set: {}, rename: {} }),
    headers({ on, direction: 'request', strip: [], set: { 'X-New': '1' }, rename: {} }),
    redirect({ on, status: 307, location: '/' }),
    duplicate({ on }),
    restart({ on, at: 'request-sent', downMs: 10 }),
    slowWriter({ on, pieceBytes: 10, intervalMs: 50 }),
    connectionLimit({ max: 1, beyond: 'close' }),
    connectionLimit({ max: 1, beyond: '503' }),
  ].map((spec) => [spec.kind, spec] as const),
)('%s is not proven by its own claim, when the exchange shows nothing of it', (_kind, spec) => {
  expect(definitionOf(spec).observed(viewHistory(untouchedHistory(spec)), spec)).toBeUndefined();
});
