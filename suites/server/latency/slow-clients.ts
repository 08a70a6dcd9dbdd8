import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { deliversBlob } from '../../../harness/checkers/exact-text.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { bandwidth, slowReader, slowWriter } from '../../../harness/faults/index.js';
import { sizedPing } from '../../support/sized-ping.js';

const RULE = 'guarantee.settles';
const BODY_BYTES = 200;
const BYTE_INTERVAL_MS = 10;
const MIB = 1024 * 1024;
const HALF_MIB_A_SECOND = MIB / 2;
/** More than the buffers of both hops hold, so that the server itself has to wait. */
const LARGE_BYTES = 12 * MIB;
const PAUSE_MS = 2500;
const PATIENCE_MS = 15_000;

export const cases: ServerCase[] = [
  serverCase({
    id: 'latency/slow-writer/body',
    title: 'A request whose body takes two seconds is served',
    about: `Sends a ping of ${BODY_BYTES} bytes whose body reaches the server one byte every ${BYTE_INTERVAL_MS} ms, as over a bad mobile line. Limits against clients that never finish are right, but two seconds are no attack.`,
    fix: 'Bound the time between two pieces of a request body, or the whole of it, by tens of seconds.',
    requirements: [RULE, 'guarantee.recovers'],
    once: true,
    waits: true,
    faults: [slowWriter({ on: { exchange: 'slow' }, pieceBytes: 1, intervalMs: BYTE_INTERVAL_MS })],
    async script(context) {
      const session = await context.connect();
      const body = sizedPing('slow', BODY_BYTES);
      await context.post(body, { label: 'slow', session, deadlineMs: PATIENCE_MS }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      answersCall('slow', RULE, { with: 'result', severity: 'warn' }),
      laterCallsWork(['later'], 'guarantee.recovers'),
    ],
  }),
  serverCase({
    id: 'latency/thin/large-answer',
    title: 'A large answer arrives whole over a slow line',
    about:
      'Asks for a text of 1 MiB over a line of 512 KB/s: it arrives byte by byte as the server made it, which its SHA-256 shows.',
    fix: 'Write large answers with back-pressure, and end a response only when all of it was written.',
    requirements: [RULE, 'transport.utf8'],
    reproduces: ['B047'],
    once: true,
    waits: true,
    needs: ['tool:faultline_blob'],
    faults: [bandwidth({ on: { exchange: 'large' }, direction: 'to-client', bytesPerSecond: HALF_MIB_A_SECOND })],
    async script(context) {
      const session = await context.connect();
      const args = { bytes: MIB, alphabet: 'multibyte' };
      await session.callTool('faultline_blob', args, { label: 'large', deadlineMs: PATIENCE_MS }).ended();
    },
    judges: [answersCall('large', RULE, { with: 'result' }), deliversBlob('large')],
  }),
  serverCase({
    id: 'latency/slow-reader/pause',
    title: 'A client that stops reading for two seconds gets the rest of its answer',
    about: `Asks for an answer of ${LARGE_BYTES / MIB} MiB, stops reading after 64 KiB for ${PAUSE_MS} ms, and reads on. A laptop that was busy for a moment is not a dead client.`,
    fix: 'Give up a connection on which nothing can be written only after tens of seconds.',
    requirements: [RULE, 'guarantee.recovers'],
    once: true,
    waits: true,
    needs: ['tool:faultline_blob'],
    faults: [slowReader({ on: { exchange: 'large' }, afterBytes: 65_536 })],
    async script(context) {
      const session = await context.connect();
      const call = session.callTool(
        'faultline_blob',
        { bytes: LARGE_BYTES },
        { label: 'large', deadlineMs: PATIENCE_MS },
      );
      await context.fired('slowReader');
      await context.silence(PAUSE_MS);
      await context.fault('slowReader').heal();
      await call.ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      answersCall('large', RULE, { with: 'result', severity: 'warn' }),
      laterCallsWork(['later'], 'guarantee.recovers'),
    ],
  }),
];
