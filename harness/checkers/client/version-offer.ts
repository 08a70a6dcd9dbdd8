import { compareRevisions, hasHandshake, isRevision } from '../../spec/revisions.js';
import { isObject } from '../../wire/jsonrpc.js';
import { paramsOf } from '../attribution.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import { checker } from '../judge.js';
import { requestsInOrder } from './handshakes.js';
import { messagesOfClient } from './invariants/messages.js';
import { describeEnd, operation } from './operations.js';

const LATEST = 'lifecycle.version.client-latest';
const DISCONNECTS = 'lifecycle.version.client-disconnect';
const SAYS_SOMETHING = 'guarantee.error-says-something';

/**
 * The version in `initialize` is the newest with a handshake that the adapter names (basic/lifecycle, Version
 * Negotiation). A revision without one cannot be offered by it.
 */
export function offersNewestVersion(): Checker {
  return checker('offers-newest-version', [LATEST], (view, judge) => {
    const hello = view.clients.find(({ what }) => what === 'ready')?.value;
    const named = isObject(hello) && Array.isArray(hello['revisions']) ? (hello['revisions'] as unknown[]) : [];
    const newest = named
      .filter((one): one is string => typeof one === 'string')
      .filter(isRevision)
      .filter(hasHandshake)
      .sort(compareRevisions)
      .at(-1);
    const record = messagesOfClient(view).find(({ message }) => message.method === 'initialize');
    if (record === undefined || newest === undefined) return;
    judge.saw(record);
    const offered = paramsOf(record)['protocolVersion'];
    if (offered === newest) return;
    const seen = `it offers ${oneLine(JSON.stringify(offered ?? null), 40)}`;
    judge.breach(LATEST, { expected: `initialize offers ${newest}`, seen, events: [record] });
  });
}

/** After a version that it does not speak the client fails to connect, says why, and sends nothing but a DELETE. */
export function leavesUnknownVersion(label: string): Checker {
  return checker('leaves-unknown-version', [DISCONNECTS, SAYS_SOMETHING], (view, judge) => {
    const one = operation(view, label);
    const messages = messagesOfClient(view);
    judge.saw(messages[0], one?.answer);
    if (one === undefined || one.end.kind === 'open' || one.end.kind === 'gone') return;
    const expected = 'the client disconnects when the server wants a version that it does not speak';
    if (one.end.kind === 'ok')
      judge.breach(DISCONNECTS, { expected, seen: `${label} succeeded`, events: [one.answer] });
    else if (one.end.message.trim() === '') {
      judge.breach(SAYS_SOMETHING, {
        expected: `${label} fails with an error that says why`,
        seen: `it ${describeEnd(one.end)}`,
        events: [one.answer],
      });
    }
    const further = requestsInOrder(view).find(
      ({ request, sent }) =>
        request.method === 'POST' &&
        sent.some(({ message }) => message.method !== 'initialize' && message.kind !== 'error'),
    );
    if (further === undefined) return;
    judge.breach(DISCONNECTS, { expected, seen: `${further.label} followed`, events: [further.request] });
  });
}
