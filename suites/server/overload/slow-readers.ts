import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { slowReader } from '../../../harness/faults/index.js';

/** More than the kernel's buffers of both hops take, so that the server itself meets the back-pressure. */
const BLOB_BYTES = 8 * 1024 * 1024;
/** Nothing on the wire tells when the buffers on the way are full: this is time for the server to fill them. */
const FILL_MS = 400;
/**
 * How long a stalled stream is kept: what waits for its reader is to be seen to wait, and must not be let go by the end
 * of the stream itself.
 */
function holdMs({ answerDeadlineMs }: Pick<ServerContext, 'answerDeadlineMs'>): number {
  return Math.max(30_000, 4 * answerDeadlineMs);
}

const EVENT_BYTES = 4096;
const EVENTS = 4000;
/** Part of the events, which a reader that keeps up gets first: it shows how long this server takes for all of them. */
const PACE_EVENTS = 500;
const LONGEST_FILL_MS = 10_000;

function blobResult(result: Readonly<Record<string, unknown>>): string | undefined {
  return result['isError'] === true ? 'a result flagged as error' : undefined;
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'overload/slow-reader/large-answer',
    title: 'A client that stops reading a large answer holds up nobody else',
    about:
      'Asks for an answer of 8 MiB and stops reading after 64 KiB. While the server cannot write on, another call of the session and one of another session must be answered. Then reading goes on and the answer arrives whole.',
    fix: 'Write with back-pressure per connection; never wait for one client in code that others pass through.',
    requirements: ['guarantee.isolation', 'guarantee.recovers'],
    reproduces: ['B086', 'B169', 'B248'],
    once: true,
    alone: true,
    needs: ['tool:faultline_blob'],
    faults: [slowReader({ on: { exchange: 'large' }, afterBytes: 65_536 })],
    async script(context) {
      const session = await context.connect();
      const deadlineMs = holdMs(context);
      const large = session.callTool('faultline_blob', { bytes: BLOB_BYTES }, { label: 'large', deadlineMs });
      await context.fired('slowReader');
      await context.silence(FILL_MS);
      await session.request('ping', undefined, { label: 'meanwhile' }).answer();
      const other = await context.connect({ name: 'other' });
      await other.request('ping', undefined, { label: 'meanwhile-elsewhere' }).answer();
      await context.fault('slowReader').heal();
      await large.answer(deadlineMs);
    },
    judges: [
      laterCallsWork(['meanwhile', 'meanwhile-elsewhere'], 'guarantee.isolation'),
      answersCall('large', 'guarantee.recovers', { with: 'result', result: blobResult }),
    ],
  }),
  serverCase({
    id: 'overload/slow-reader/many-events',
    title: 'A client that stops reading its stream of events holds up nobody else',
    about: `Lets a call send ${EVENTS} notifications of 4 KiB and stops reading after the first 64 KiB. The server may throttle the call or drop the connection, but must go on serving others, and the same session.`,
    fix: 'Let a producer wait for the drain of its own connection, or drop that connection beyond a limit; keep no unbounded queue and no lock that others share.',
    requirements: ['guarantee.isolation', 'progress.rate-limit'],
    reproduces: ['B169', 'B248'],
    once: true,
    alone: true,
    needs: ['tool:faultline_emit', 'sse-answers'],
    faults: [slowReader({ on: { exchange: 'stream' }, afterBytes: 65_536 })],
    async script(context) {
      const session = await context.connect();
      const deadlineMs = holdMs(context);
      const pace = { count: PACE_EVENTS, payloadBytes: EVENT_BYTES };
      const begunAt = performance.now();
      await session
        .callTool('faultline_emit', pace, { label: 'pace', progressToken: 'pace', deadlineMs })
        .answer(deadlineMs);
      const allMs = ((performance.now() - begunAt) * EVENTS) / PACE_EVENTS;
      session.callTool(
        'faultline_emit',
        { count: EVENTS, payloadBytes: EVENT_BYTES },
        { label: 'stream', progressToken: 'stream', deadlineMs },
      );
      await context.fired('slowReader');
      await context.silence(Math.min(Math.max(FILL_MS, allMs), LONGEST_FILL_MS));
      await session.request('ping', undefined, { label: 'meanwhile' }).answer();
      const other = await context.connect({ name: 'other' });
      await other.request('ping', undefined, { label: 'meanwhile-elsewhere' }).answer();
      context.cut('stream', 'rst');
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      laterCallsWork(['meanwhile', 'meanwhile-elsewhere'], 'guarantee.isolation'),
      laterCallsWork(['later'], 'progress.rate-limit'),
    ],
  }),
];
