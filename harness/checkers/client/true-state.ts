import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { lastClaim } from './claims.js';
import { handshakesOf } from './handshakes.js';
import { describeEnd, operation } from './operations.js';

const TRUE_STATE = 'guarantee.true-state';

/**
 * What the client said last under `state`, before it was told to make the `call`, was true: it did not say that it is
 * connected, or the call worked (contracts: client adapter, "What `connected` is judged by"). Only for a state that was
 * asked for after the end of the server could be seen by the client.
 */
export function saysTrue(state: string, call: string): Checker {
  return checker(`says-true(${state})`, [TRUE_STATE], (view, judge) => {
    const expected = 'a client that says that it is connected, or a call that fails, but not both';
    const claim = lastClaim(view, state);
    const next = operation(view, call);
    if (claim === undefined || next?.answer === undefined) {
      judge.inconclusive(TRUE_STATE, expected, 'the state was not told, or the call not made');
      return;
    }
    judge.saw(claim.answer, next.answer);
    if (claim.connected !== true || next.end.kind === 'ok') return;
    judge.breach(TRUE_STATE, {
      expected,
      seen: `the client said that it is connected, and the next call ${describeEnd(next.end)}`,
      events: [claim.answer, next.told, next.answer],
    });
  });
}

/** The last answer to `state`, asked for after the `call`, is that the client is connected, where the call worked. */
export function saysWorking(state: string, call: string): Checker {
  return checker(`says-working(${state})`, [TRUE_STATE], (view, judge) => {
    const expected = 'a client for which a call has just worked says that it is connected';
    const claim = lastClaim(view, state);
    const last = operation(view, call);
    judge.saw(claim?.answer, last?.answer);
    if (claim?.connected !== false || last?.end.kind !== 'ok') return;
    judge.breach(TRUE_STATE, { expected, seen: 'it says that it is not', events: [last.answer, claim.answer] });
  });
}

/** The last answer to `state` is that the client is connected, or not. `weight` is what another answer comes to. */
export function says(state: string, connected: boolean, weight: 'fail' | 'warn' = 'fail'): Checker {
  return checker(`says(${state}, ${connected})`, [TRUE_STATE], (view, judge) => {
    const expected = `the client says that it is ${connected ? '' : 'not '}connected`;
    const claim = lastClaim(view, state);
    if (claim === undefined) {
      judge.inconclusive(TRUE_STATE, expected, 'the state was not told');
      return;
    }
    judge.saw(claim.answer);
    if (claim.connected === undefined || claim.connected === connected) return;
    const seen = `it says that it is ${claim.connected ? '' : 'not '}connected`;
    judge.breach(TRUE_STATE, { expected, seen, events: [claim.answer], severity: weight });
  });
}

/** The session id and the version that the client tells are those of its newest handshake that was answered. */
export function saysSession(state: string): Checker {
  return checker(`says-session(${state})`, [TRUE_STATE], (view, judge) => {
    const expected = 'the session id and the version of the newest handshake';
    const claim = lastClaim(view, state);
    const newest = handshakesOf(view).findLast(
      ({ answeredIndex }) => answeredIndex !== undefined && answeredIndex < (claim?.answer.index ?? 0),
    );
    if (claim === undefined || newest === undefined) {
      judge.inconclusive(TRUE_STATE, expected, 'the state was not told after a handshake');
      return;
    }
    judge.saw(claim.answer);
    const isSession = claim.sessionId === undefined || claim.sessionId === newest.sessionId;
    const isVersion = claim.protocolVersion === undefined || claim.protocolVersion === newest.negotiated;
    if (isSession && isVersion) return;
    judge.breach(TRUE_STATE, {
      expected,
      seen: isSession ? `version ${claim.protocolVersion ?? ''}` : 'the id of another session',
      events: [newest.exchange.request, claim.answer],
    });
  });
}
