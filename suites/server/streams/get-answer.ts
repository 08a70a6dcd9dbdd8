import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { opensStreamOr405, streamStaysOpen, streamsOrRefuses } from '../../../harness/checkers/opens-stream.js';
import { servesStreamsUncached } from '../../../harness/checkers/stream-headers.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const RULE = 'http.get.sse-or-405';

/** Accept headers with which no client should open a stream. */
const WRONG_ACCEPT: Readonly<Record<string, string | null>> = {
  'get-without-accept': null,
  'get-for-json': 'application/json',
};

export const cases: ServerCase[] = [
  serverCase({
    id: 'streams/get/stream-or-405',
    title: 'GET opens an event stream at once, or is refused with 405',
    about:
      'Opens a GET stream on a fresh session, to which the server has nothing to say. The head of an event stream comes all the same, or status 405 says that there is none; any other answer leaves a client guessing.',
    fix: 'Answer 405 where no GET stream is offered. Where it is, flush the head (200, text/event-stream) before the first event.',
    requirements: [RULE, 'http.endpoint.single-path'],
    reproduces: ['B306', 'B313'],
    async script(context) {
      const session = await context.connect();
      const stream = session.listen({ label: 'get' });
      await stream.head();
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [opensStreamOr405('get'), streamStaysOpen('get', 'later'), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'streams/get/accept',
    title: 'GET without text/event-stream in Accept is refused or served cleanly',
    about: 'Sends GETs whose Accept header is missing or names JSON alone, as browsers, crawlers and health checks do.',
    fix: 'Answer 406 (or 405), or open the stream; never answer with something that is no event stream.',
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    reproduces: ['B313'],
    async script(context) {
      const session = await context.connect();
      for (const [label, accept] of Object.entries(WRONG_ACCEPT)) {
        const stream = session.listen({ label, headers: { Accept: accept } });
        await stream.head();
        stream.abort();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...Object.keys(WRONG_ACCEPT).flatMap((label) => [
        copesWith(label, { rule: RULE, allowed: [200, 400, 405, 406, 415], tolerated: ['4xx'], severity: 'warn' }),
        streamsOrRefuses(label),
      ]),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'streams/headers/uncached',
    title: 'Event streams are marked as not to be cached or transformed',
    about:
      'Looks at the headers of every event stream that a ping and a GET bring. Without Cache-Control, caches and compressing proxies may hold events back; X-Accel-Buffering: no, which nginx honours, is noted.',
    fix: 'Send Cache-Control: no-cache, no-transform (and X-Accel-Buffering: no) with every event stream.',
    requirements: ['guarantee.delivered-in-time'],
    reproduces: ['B079'],
    once: true,
    needs: ['sse-answers'],
    async script(context) {
      const session = await context.connect();
      await session.request('ping', undefined, { label: 'ping' }).ended();
      const stream = session.listen({ label: 'get' });
      await stream.head();
      stream.abort();
    },
    judges: [servesStreamsUncached()],
  }),
];
