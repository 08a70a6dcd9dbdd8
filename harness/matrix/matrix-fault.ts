import type { FaultSpec, Match } from '../faults/fault.js';
import {
  answer,
  blackHole,
  buffer,
  cleanEnd,
  fragment,
  idleCut,
  latency,
  reset,
  restart,
  truncate,
} from '../faults/index.js';

/** A fault as a matrix tries it: what is put on the link, and which call it is to meet. */
export interface MatrixFault {
  readonly name: string;
  /** What is done, in a few words. */
  readonly title: string;
  readonly specs: readonly FaultSpec[];
  /** Whether it is there from the beginning, or put on the link once the pair is connected. */
  readonly armed: 'before-connect' | 'before-call';
  /** The probe tool that is called: one with an effect that can be counted, or one that streams. */
  readonly call: 'add' | 'emit';
  /** How long the server works on the call, where it offers the probe tools. */
  readonly workMs: number;
  /** The server is started anew by it, and forgets what it counted. */
  readonly restartsServer?: true;
  /** It strikes in an event stream; a pair that uses none can't be met by it. */
  readonly needsStream?: true;
}

/** The first tool call after the fault was put on the link. */
const CALL: Match = { method: 'POST', rpc: 'tools/call', nth: 1 };

const OUTAGE_MS = 800;
const IDLE_MS = 400;

function fault(
  name: string,
  title: string,
  specs: readonly FaultSpec[],
  more: Partial<Omit<MatrixFault, 'name' | 'title' | 'specs'>> = {},
): MatrixFault {
  return { name, title, specs, armed: 'before-call', call: 'add', workMs: 0, ...more };
}

/**
 * The faults of a matrix, each of which tells something that the others do not. Whatever strikes "in the answer" does so
 * wherever the pair puts its answers, in a JSON body or an event stream.
 */
export const MATRIX_FAULTS: readonly MatrixFault[] = [
  fault('none', 'nothing is broken', [], { armed: 'before-connect' }),
  fault('latency', 'each piece comes 150 ms late', [latency({ direction: 'both', delayMs: 150, jitterMs: 50 })], {
    armed: 'before-connect',
  }),
  fault(
    'fragments',
    'everything reaches the client in pieces of 7 bytes',
    [fragment({ direction: 'to-client', sizeBytes: 7 })],
    {
      armed: 'before-connect',
    },
  ),
  fault('buffering', 'a proxy holds each answer until 4 KiB or its end', [buffer({ honoursAccelBuffering: false })], {
    armed: 'before-connect',
    call: 'emit',
    workMs: 300,
    needsStream: true,
  }),
  fault('503', 'a proxy answers the call with 503 and a page', [
    answer({ on: CALL, status: 503, body: 'html', retryAfterS: 1 }),
  ]),
  fault('404', 'the call is answered with 404, as by a server that has lost the session', [
    answer({ on: CALL, status: 404, body: 'empty' }),
  ]),
  fault('reset', 'the connection is reset in the middle of the answer', [reset({ on: CALL, at: { bodyBytes: 20 } })], {
    workMs: 200,
  }),
  fault(
    'clean-end',
    'the response ends in good order, without the answer',
    [cleanEnd({ on: CALL, at: 'response-head' })],
    {
      workMs: 200,
    },
  ),
  fault(
    'stream-cut',
    'the stream of the answer is closed after its second event',
    [truncate({ on: CALL, at: { events: 2 } })],
    { call: 'emit', workMs: 400, needsStream: true },
  ),
  fault(
    'idle-cut',
    'a proxy closes whatever is silent for 400 ms',
    [idleCut({ silenceMs: IDLE_MS, ending: 'fin', phase: 'any' })],
    { workMs: 3 * IDLE_MS },
  ),
  fault('black-hole', 'nothing passes once the call was sent, until it is over', [
    blackHole({ on: CALL, at: 'request-sent', direction: 'both', heal: 'loss-free' }),
  ]),
  fault(
    'outage',
    'all connections are reset and refused for 800 ms; the server knows nothing of it',
    [restart({ id: 'outage', on: CALL, at: 'request-sent', downMs: OUTAGE_MS })],
    { workMs: 200 },
  ),
  fault(
    'restart',
    'the server is started anew and has forgotten every session',
    [restart({ on: CALL, at: 'request-sent', downMs: OUTAGE_MS })],
    { workMs: 200, restartsServer: true },
  ),
];
