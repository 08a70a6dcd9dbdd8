import { answersCall } from '../../../harness/checkers/answers-call.js';
import { deliversInTime, flushesInTime, sendsHeadEarly } from '../../../harness/checkers/delivered-in-time.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { emit } from '../../support/emission.js';

const RULE = 'guarantee.delivered-in-time';
const INTERVAL_MS = 400;
const COUNT = 3;
const SLEEP_MS = 800;
/** Less than half of the time that the call is silent. */
const HEAD_LEAD_MS = 300;
const FLUSH_INTERVAL_MS = 300;

export const cases: ServerCase[] = [
  serverCase({
    id: 'delivery/events/at-once',
    title: 'An event leaves the server when it is written',
    about: `Has a call send ${COUNT} notifications ${INTERVAL_MS} ms apart. The first was written two intervals before the result, so it has to be on the wire at least one interval before it. Progress that comes together with the result is of no use.`,
    fix: 'Flush after each event; take event streams out of compressing and buffering middleware.',
    requirements: [RULE],
    reproduces: ['B079', 'B085'],
    once: true,
    waits: true,
    needs: ['tool:faultline_emit', 'sse-answers'],
    async script(context) {
      const session = await context.connect();
      await emit(context, session, 'call', { count: COUNT, intervalMs: INTERVAL_MS }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [deliversInTime('call', INTERVAL_MS)],
  }),
  serverCase({
    id: 'delivery/head/call',
    title: 'The head of an event stream leaves before its first event',
    about: `Makes a call that says nothing for ${SLEEP_MS} ms. Where it is answered with an event stream, the head comes at once: proxies and clients bound the time to the head, and the client cannot know whether the call arrived. A JSON answer has nothing to send before.`,
    fix: 'Flush the response head as soon as the stream is opened, and from 2025-11-25 on send the priming event right behind it.',
    requirements: [RULE],
    reproduces: ['B079'],
    once: true,
    waits: true,
    needs: ['tool:faultline_sleep', 'sse-answers'],
    async script(context) {
      const session = await context.connect();
      await session.callTool('faultline_sleep', { ms: SLEEP_MS }, { label: 'call' }).ended();
    },
    judges: [sendsHeadEarly('call', HEAD_LEAD_MS), answersCall('call', RULE, { with: 'result' })],
  }),
  serverCase({
    id: 'delivery/compression/asked-for',
    title: 'A client that accepts gzip gets its events in time all the same',
    about: `Says Accept-Encoding: gzip on a call that sends notifications ${FLUSH_INTERVAL_MS} ms apart. The server may compress the stream or not, but in the middle of the call something has to come: a compressor without a flush holds everything back until the end.`,
    fix: 'Leave text/event-stream uncompressed, or flush the compressor after each event.',
    requirements: [RULE],
    reproduces: ['B078', 'B085'],
    once: true,
    waits: true,
    needs: ['tool:faultline_emit', 'sse-answers'],
    async script(context) {
      const session = await context.connect();
      const headers = { 'Accept-Encoding': 'gzip' };
      await emit(context, session, 'call', { count: 5, intervalMs: FLUSH_INTERVAL_MS }, { headers }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [flushesInTime('call', FLUSH_INTERVAL_MS)],
  }),
];
