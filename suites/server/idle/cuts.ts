import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import { streamReopens } from '../../../harness/checkers/opens-stream.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { idleCut } from '../../../harness/faults/index.js';
import { AFTERMATH, aftermath, judgesOfAftermath } from '../../support/aftermath.js';
import { connectionOver } from '../../support/connection-end.js';
import { openListening, reopenListening } from '../../support/listening.js';
import { CONTINUATION, CONTINUATION_FIX } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

/** Shorter than any keep-alive interval, so that the cut comes whatever the server sends. */
const IDLE_MS = 400;
/** A call is silent for longer than the proxy bears. */
const CALL_MS = 1200;
const OTHER = 'other';
const REOPEN = { attempts: 8, pauseMs: 250 };

type Ending = 'fin' | 'rst';
const WORD: Readonly<Record<Ending, string>> = { fin: 'closes', rst: 'resets' };

const FIX =
  'Take the end of a connection as nothing but that: keep the session, its other streams and its running calls, and free what belonged to the connection alone.';

function callCase(ending: Ending): ServerCase {
  return serverCase({
    id: `idle/cut/call-${ending}`,
    title: `A proxy that ${WORD[ending]} the connection of a silent call harms nothing else`,
    about: `Two silent calls of one session, one after the other, lose their connections because a proxy ${WORD[ending]} what is idle for ${IDLE_MS} ms, before the response head or after it, as the server makes it. All other calls are answered.`,
    fix: FIX,
    requirements: [...AFTERMATH, 'http.stream.disconnect-anytime'],
    reproduces: ['B006', 'B041'],
    once: true,
    waits: true,
    needs: ['tool:faultline_sleep'],
    faults: [idleCut({ on: { exchange: 'silent' }, silenceMs: IDLE_MS, ending, phase: 'any' })],
    async script(context) {
      const other = await context.connect({ name: OTHER });
      const session = await context.connect();
      for (let turn = 1; turn <= 2; turn += 1) {
        const call = session.callTool('faultline_sleep', { ms: CALL_MS }, { label: 'silent' });
        await call.ended();
        await connectionOver(context, call.label);
      }
      await aftermath(context, session, other);
    },
    judges: judgesOfAftermath(OTHER, true),
  });
}

function resumedCase(ending: Ending): ServerCase {
  return serverCase({
    id: `idle/cut/resumed-${ending}`,
    title: `The result of a silent call can be fetched after a proxy ${ending === 'fin' ? 'closed' : 'reset'} its connection`,
    about: `A proxy ${WORD[ending]} the connection of a silent call for being idle while the call goes on. The client comes back with the id of the priming event and gets the result, which is what that event is for.`,
    fix: CONTINUATION_FIX,
    requirements: [...CONTINUATION, 'http.stream.priming-event', 'http.stream.disconnect-not-cancel'],
    reproduces: ['B076', 'B161'],
    revisions: ['2025-11-25'],
    waits: true,
    needs: ['event-ids', 'sse-answers', 'tool:faultline_sleep'],
    faults: [idleCut({ on: { exchange: 'silent' }, silenceMs: IDLE_MS, ending, phase: 'after-head' })],
    async script(context) {
      const session = await context.connect();
      const call = session.callTool('faultline_sleep', { ms: CALL_MS }, { label: 'silent' });
      await call.ended();
      await resumeUntilAnswered(context, session, call);
      await pingAfter(session, 'later');
    },
    judges: [continuesStream('silent', { withoutId: 'http.stream.priming-event' })],
  });
}

function getCase(ending: Ending): ServerCase {
  return serverCase({
    id: `idle/cut/get-${ending}`,
    title: `A GET stream that a proxy ${ending === 'fin' ? 'closed' : 'reset'} for being idle can be opened again, and again`,
    about: `A proxy ${WORD[ending]} the connection of a silent GET stream after ${IDLE_MS} ms, and does so again with the next one. Each time a new GET opens a stream, and calls are answered all the while. A refusal for a moment is tolerated.`,
    fix: FIX,
    requirements: [...AFTERMATH, 'http.get.either-may-close'],
    reproduces: ['B006', 'B111', 'B135', 'B136'],
    once: true,
    waits: true,
    needs: ['get-stream'],
    faults: [idleCut({ on: { method: 'GET' }, silenceMs: IDLE_MS, ending, phase: 'after-head' })],
    async script(context) {
      const other = await context.connect({ name: OTHER });
      const session = await context.connect();
      const first = await openListening(context, session, 'first');
      await first.ended();
      const second = await reopenListening(context, session, { ...REOPEN, prefix: 'second-' });
      await second?.ended();
      const third = await reopenListening(context, session, { ...REOPEN, prefix: 'third-' });
      await aftermath(context, session, other);
      third?.abort();
    },
    judges: [
      ...judgesOfAftermath(OTHER, true),
      streamReopens('second-', 'guarantee.recovers'),
      streamReopens('third-', 'guarantee.recovers'),
    ],
  });
}

export const cases: ServerCase[] = [
  callCase('fin'),
  callCase('rst'),
  resumedCase('fin'),
  resumedCase('rst'),
  getCase('fin'),
  getCase('rst'),
];
