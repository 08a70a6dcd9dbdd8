import { carriesMessagesInEvents } from '../../../harness/checkers/invariants/event-data.js';
import { keepsResponsesOffGet } from '../../../harness/checkers/invariants/no-responses-on-get.js';
import { sendsOnOneStream } from '../../../harness/checkers/invariants/one-stream.js';
import { keepsMessagesWithTheirCall } from '../../../harness/checkers/invariants/related-messages.js';
import { keepsSseGrammar } from '../../../harness/checkers/invariants/sse-grammar.js';
import { endsStreamsAfterResponse } from '../../../harness/checkers/invariants/stream-end.js';
import { makesEventIdsUnique } from '../../../harness/checkers/invariants/unique-event-ids.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { busySession } from '../../support/busy-session.js';

export const cases: ServerCase[] = [
  serverCase({
    id: 'invariants/event-streams/grammar',
    title: 'Every event stream keeps to the grammar',
    about:
      'Reads every event stream of every case byte by byte: UTF-8, known fields, ids without NUL, retry values of digits, and a blank line after the last event.',
    fix: 'Write each message as one line of JSON behind "data: ", end each event with a blank line, and write keep-alives as comments (": text").',
    requirements: ['sse.emit.wellformed', 'sse.emit.complete-before-close', 'transport.utf8'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress'),
    judges: [keepsSseGrammar()],
  }),
  serverCase({
    id: 'invariants/event-streams/data',
    title: 'Every event carries a JSON-RPC message or nothing',
    about:
      'Looks at the data of every event: clients read each one of the default type as a JSON-RPC message, and look for messages in no other type.',
    fix: 'Send keep-alives as comments, leave the event field out or write "message", and put complete JSON into the data.',
    requirements: ['jsonrpc.follow-2.0', 'guarantee.no-loss'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress'),
    judges: [carriesMessagesInEvents()],
  }),
  serverCase({
    id: 'invariants/event-streams/event-ids',
    title: 'An event id stands for one event of its session',
    about:
      'Collects the event ids of all streams of a session: none is used for two events. What a resumed stream repeats keeps its id.',
    fix: 'Number the events over the whole session, or put the name of the stream into the id.',
    requirements: ['http.resume.event-id-unique'],
    needs: ['event-ids'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress'),
    judges: [makesEventIdsUnique()],
  }),
  serverCase({
    id: 'invariants/event-streams/end',
    title: 'The stream of a request ends after its response',
    about:
      'Waits for the end of each stream that answers a POST. A stream that stays open for seconds after its last response holds a connection that nobody needs.',
    fix: 'End the response body as soon as the responses to all requests of the POST have been written.',
    requirements: ['http.stream.end-after-response'],
    needs: ['sse-answers'],
    invariant: true,
    waits: true,
    script: (ctx) => busySession(ctx, 'progress'),
    judges: [endsStreamsAfterResponse()],
  }),
  serverCase({
    id: 'invariants/event-streams/no-response-on-get',
    title: 'No response comes on a GET stream that resumes nothing',
    about:
      'Keeps a GET stream open beside ordinary requests: their responses come on their own exchanges and not on that stream.',
    fix: 'Write each response to the exchange of its request. The GET stream is for messages that belong to no request.',
    requirements: ['http.get.no-responses'],
    reproduces: ['B194'],
    needs: ['get-stream'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress'),
    judges: [keepsResponsesOffGet()],
  }),
  serverCase({
    id: 'invariants/event-streams/one-stream',
    title: 'A message goes out on one stream only',
    about: 'Keeps several streams of one session open and looks for messages that come on two of them.',
    fix: 'Choose one stream for each message: that of the call it is about, else one of the GET streams. Do not broadcast.',
    requirements: ['http.multi.one-stream-per-message'],
    needs: ['sse-answers'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress', 'ask'),
    judges: [sendsOnOneStream()],
  }),
  serverCase({
    id: 'invariants/event-streams/related',
    title: 'Messages about a call stay on its stream',
    about:
      'Runs calls that send progress and log messages at the same time: none of these shows up on the stream of another call or on a GET stream.',
    fix: 'Bind progress and log messages to the request whose handler sends them, and route them to the stream of that request.',
    requirements: ['http.stream.messages-related', 'http.get.messages-unrelated'],
    reproduces: ['B192'],
    needs: ['sse-answers'],
    invariant: true,
    script: (ctx) => busySession(ctx, 'listen', 'progress'),
    judges: [keepsMessagesWithTheirCall()],
  }),
];
