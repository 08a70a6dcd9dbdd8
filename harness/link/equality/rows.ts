import {
  alternate,
  answer,
  bandwidth,
  blackHole,
  buffer,
  cleanEnd,
  duplicate,
  fragment,
  gzip,
  headers,
  idleCut,
  latency,
  redirect,
  reset,
  truncate,
} from '../../faults/index.js';
import type { Row, ServerPart } from './row.js';

const FIVE: ServerPart = { events: 5, pace: 'on-receipt' };
const FIVE_TIMED: ServerPart = { events: 5, pace: 'timed' };
const on = { exchange: 'call' };

/** What a link does without a fault, when one of the ends does something unusual. */
const WITHOUT_FAULT: readonly Row[] = [
  {
    name: 'nothing is done',
    faults: [],
    server: FIVE,
    seen: { client: '5 events, complete', server: '1 request, complete' },
  },
  {
    name: 'events come with time in between',
    faults: [],
    server: FIVE_TIMED,
    seen: { client: '5 events as sent, complete', server: '1 request, complete' },
  },
  {
    name: 'the server closes in the middle of its answer',
    faults: [],
    server: { events: 2, pace: 'on-receipt', then: 'fin' },
    seen: { client: '2 events, then FIN', server: '1 request, FIN of its own' },
  },
  {
    name: 'the server resets in the middle of its answer',
    faults: [],
    server: { events: 2, pace: 'on-receipt', then: 'rst' },
    seen: { client: '2 events, then RST', server: '1 request, RST of its own' },
    differs: {
      toxiproxy: {
        client: '2 events, then FIN',
        because: 'it closes the other side in the ordinary way, whatever ended the first',
      },
      nginx: { client: '2 events, then FIN', because: 'it never passes an RST on' },
    },
  },
  {
    name: 'nobody listens at the server',
    faults: [],
    server: { events: 0, pace: 'at-once', isGone: true },
    seen: { client: 'nothing, then FIN', server: 'is not there' },
    differs: { nginx: { client: 'status 502, complete', because: 'it answers for a server that it cannot reach' } },
  },
  {
    name: 'the client leaves in the middle',
    faults: [],
    server: { events: 5, pace: 'on-receipt', then: 'silence' },
    client: 'leaves',
    seen: { client: '2 events, then it leaves', server: '1 request, FIN' },
  },
  {
    name: 'the client resets in the middle',
    faults: [],
    server: { events: 5, pace: 'on-receipt', then: 'silence' },
    client: 'resets',
    seen: { client: '2 events, then it resets', server: '1 request, RST' },
    differs: {
      toxiproxy: { server: '1 request, FIN', because: 'it closes the other side in the ordinary way' },
      nginx: { server: '1 request, FIN', because: 'it closes its own connection to the server in the ordinary way' },
    },
  },
  {
    name: 'the client ends its direction after the first event and reads on',
    faults: [],
    server: { events: 2, pace: 'timed', intervalMs: 900, allowsHalfClose: true },
    client: 'half-closes',
    seen: { client: '2 events as sent, complete', server: '1 request, complete' },
    differs: {
      toxiproxy: {
        client: '1 event as sent, then FIN',
        because: 'the end of one direction ends the connection',
      },
      nginx: {
        client: '1 event as sent, then FIN',
        because: 'it takes the end of one direction for the client leaving',
      },
    },
  },
];

const ENDINGS: readonly Row[] = [
  {
    name: 'truncate after the whole request',
    faults: [truncate({ on, at: 'request-sent' })],
    server: FIVE,
    seen: { client: 'nothing, then FIN', server: '1 request, FIN' },
  },
  {
    name: 'truncate inside the request',
    faults: [truncate({ on, at: { requestBytes: 10 } })],
    server: FIVE,
    seen: { client: 'nothing, then FIN', server: 'part of 1 request, FIN' },
  },
  {
    name: 'truncate after the response head',
    faults: [truncate({ on, at: 'response-head' })],
    server: FIVE,
    seen: { client: 'a head, then FIN', server: '1 request, FIN' },
  },
  {
    name: 'truncate after the second event',
    faults: [truncate({ on, at: { events: 2 } })],
    server: FIVE,
    seen: { client: '2 events, then FIN', server: '1 request, FIN' },
  },
  {
    name: 'truncate inside the third event',
    faults: [truncate({ on, at: { insideEvent: 3 } })],
    server: FIVE,
    seen: { client: '2 events, then FIN', server: '1 request, FIN' },
  },
  {
    name: 'reset after the second event',
    faults: [reset({ on, at: { events: 2 } })],
    server: FIVE,
    seen: { client: '2 events, then RST', server: '1 request, RST' },
  },
  {
    name: 'clean end after the second event',
    faults: [cleanEnd({ on, at: { events: 2 } })],
    server: FIVE,
    seen: { client: '2 events, complete', server: '1 request, FIN' },
  },
  {
    name: 'idle cut with FIN, after the response head',
    faults: [idleCut({ on, silenceMs: 400, ending: 'fin', phase: 'after-head' })],
    server: { events: 2, pace: 'on-receipt', then: 'silence' },
    seen: { client: '2 events, then FIN', server: '1 request, FIN' },
  },
  {
    name: 'idle cut with RST',
    faults: [idleCut({ on, silenceMs: 400, ending: 'rst', phase: 'after-head' })],
    server: { events: 2, pace: 'on-receipt', then: 'silence' },
    seen: { client: '2 events, then RST', server: '1 request, RST' },
  },
];

const HOLES: readonly Row[] = [
  {
    name: 'black hole towards the client, healed without loss',
    faults: [blackHole({ on, at: { events: 2 }, direction: 'to-client', heal: 'loss-free' })],
    server: FIVE,
    heals: true,
    seen: { client: '2 events, then silence; once healed, 5 events, complete', server: '1 request, complete' },
  },
  {
    name: 'black hole towards the server, healed without loss',
    faults: [blackHole({ on, at: 'request-head', direction: 'to-server', heal: 'loss-free' })],
    server: FIVE,
    heals: true,
    seen: { client: 'nothing, then silence; once healed, 5 events, complete', server: '1 request, complete' },
  },
  {
    name: 'black hole towards the client, healed with loss',
    faults: [blackHole({ on, at: { events: 2 }, direction: 'to-client', heal: 'lossy' })],
    server: FIVE,
    heals: true,
    seen: { client: '2 events, then silence; once healed, 2 events, then RST', server: '1 request, RST' },
    differs: {
      toxiproxy: {
        client: '2 events, then silence; once healed, 2 events, then FIN',
        server: '1 request, FIN',
        because: 'taking off its toxic closes the connection in the ordinary way',
      },
    },
  },
];

const PACE: readonly Row[] = [
  {
    name: 'latency of 120 ms in both directions',
    faults: [latency({ on, direction: 'both', delayMs: 120, jitterMs: 0 })],
    server: FIVE,
    seen: { client: '5 events late, complete', server: '1 request, complete' },
  },
  {
    name: 'bandwidth of 10 kB a second for 10 kB',
    faults: [bandwidth({ on, direction: 'to-client', bytesPerSecond: 10_000 })],
    server: { events: 5, pace: 'at-once', fillBytes: 2000 },
    seen: { client: '5 events slowly, complete', server: '1 request, complete' },
  },
  {
    name: 'fragments of one byte towards the client',
    faults: [fragment({ on, direction: 'to-client' })],
    server: { events: 5, pace: 'at-once' },
    seen: { client: '5 events in small pieces, complete', server: '1 request, complete' },
  },
];

const BUFFERS: readonly Row[] = [
  {
    name: 'buffering',
    faults: [buffer({ on, honoursAccelBuffering: false })],
    server: { ...FIVE_TIMED, fields: { 'X-Accel-Buffering': 'no' } },
    seen: { client: '5 events all together at the end, complete', server: '1 request, complete' },
  },
  {
    name: 'buffering that honours X-Accel-Buffering: no',
    faults: [buffer({ on, honoursAccelBuffering: true })],
    server: { ...FIVE_TIMED, fields: { 'X-Accel-Buffering': 'no' } },
    seen: { client: '5 events as sent, complete', server: '1 request, complete' },
  },
  {
    name: 'compression with a flush after each piece',
    faults: [gzip({ on, flush: true })],
    server: FIVE_TIMED,
    responseFields: ['Content-Encoding'],
    seen: { client: '5 events as sent, complete (Content-Encoding: gzip)', server: '1 request, complete' },
  },
  {
    name: 'compression without a flush',
    faults: [gzip({ on, flush: false })],
    server: FIVE_TIMED,
    responseFields: ['Content-Encoding'],
    seen: {
      client: '5 events all together at the end, complete (Content-Encoding: gzip)',
      server: '1 request, complete',
    },
  },
];

const HTTP: readonly Row[] = [
  {
    name: 'answer 502 with a page',
    faults: [answer({ on, status: 502, body: 'html' })],
    server: FIVE,
    seen: { client: 'status 502, complete', server: 'no request' },
  },
  {
    name: 'answer 503, empty, with Retry-After',
    faults: [answer({ on, status: 503, body: 'empty', retryAfterS: 7 })],
    server: FIVE,
    responseFields: ['Retry-After', 'Content-Length'],
    seen: { client: 'status 503, complete (Retry-After: 7, Content-Length: 0)', server: 'no request' },
  },
  {
    name: 'answer 502 after the request was passed on',
    faults: [answer({ on, status: 502, body: 'html', forward: true })],
    server: { events: 1, pace: 'at-once' },
    seen: { client: 'status 502, complete', server: '1 request, complete' },
  },
  {
    name: 'redirect',
    faults: [redirect({ on, status: 307, location: '/elsewhere' })],
    server: FIVE,
    responseFields: ['Location'],
    seen: { client: 'status 307, complete (Location: /elsewhere)', server: 'no request' },
  },
  {
    name: 'request fields taken out, set and renamed',
    faults: [
      headers({ on, direction: 'request', strip: ['Accept'], set: { 'X-Set': 'a b' }, rename: { 'X-Own': 'X-New' } }),
    ],
    server: FIVE,
    requestFields: ['Accept', 'X-Set', 'X-Own', 'X-New'],
    seen: { client: '5 events, complete', server: '1 request, complete (no Accept, X-Set: a b, no X-Own, X-New: yes)' },
  },
  {
    name: 'response fields taken out, set and renamed',
    faults: [
      headers({
        on,
        direction: 'response',
        strip: ['Cache-Control'],
        set: { 'X-Set': 'a b' },
        rename: { 'X-Own': 'X-New' },
      }),
    ],
    server: { ...FIVE, fields: { 'X-Own': 'yes' } },
    responseFields: ['Cache-Control', 'X-Set', 'X-Own', 'X-New'],
    seen: {
      client: '5 events, complete (no Cache-Control, X-Set: a b, no X-Own, X-New: yes)',
      server: '1 request, complete',
    },
  },
  {
    name: 'the request is delivered twice',
    faults: [duplicate({ on })],
    server: { events: 2, pace: 'at-once' },
    seen: { client: '2 events, complete from the first 1', server: '2 requests, complete' },
    differs: {
      nginx: {
        client: '2 events, complete from the first 2',
        because: 'it delivers again when the first attempt has failed, so that the client gets the second answer',
      },
    },
  },
  {
    name: 'two servers by turns',
    faults: [alternate({})],
    server: { events: 2, pace: 'at-once' },
    exchanges: 2,
    seen: {
      client: '2 events, complete from the first 1; 2 events, complete from the second 1',
      server: '2 requests (1 and 1), complete',
    },
  },
];

/** What is held equal between the embedded link and the real proxies. */
export const ROWS: readonly Row[] = [...WITHOUT_FAULT, ...ENDINGS, ...HOLES, ...PACE, ...BUFFERS, ...HTTP];
