import type { ResponseEvent, HistoryEvent } from '../history/events.js';
import type { HistoryView } from '../history/view.js';
import { headerValue } from '../wire/http-head.js';
import { oneLine } from './describe.js';
import type { Checker } from './checker.js';
import { idStrength } from './id-strength.js';
import { checker } from './judge.js';

const UNGUESSABLE = 'http.session.id-unguessable';
const UNPREDICTABLE = 'security.session-unpredictable';

/** A shorter id occurs in other texts by chance. */
const MIN_SEARCHED_LENGTH = 8;
/** Fewer ids than this say too little. */
const MIN_SAMPLE = 16;
/** What counters and clocks leave open is below; nothing that was meant to be random is. */
const FORETOLD_BITS = 32;
/** 64 bits are what OWASP asks of a session id; the estimate of a sample scatters by less than the rest. */
const WEAK_BITS = 60;

type Issued = { readonly id: string; readonly head: ResponseEvent & HistoryEvent };

/** The session ids that the exchanges `<prefix>...` were given, in the order of their answers. */
export function issuedIds(view: HistoryView, prefix: string): Issued[] {
  return [...view.exchanges.values()]
    .flatMap(({ label, server }): Issued[] => {
      const id = server.head && headerValue(server.head.headers, 'mcp-session-id');
      return server.head === undefined || id === undefined || !label.startsWith(prefix)
        ? []
        : [{ id, head: server.head }];
    })
    .sort((left, right) => left.head.index - right.head.index);
}

/**
 * Session ids, sampled by the exchanges `<prefix>...`, do not repeat and cannot be foretold (transports, Session
 * Management; security best practices, Session Hijacking). Evident predictability fails, mere weakness warns
 * (ambiguity `session-id-strength`).
 */
export function issuesStrongIds(prefix: string): Checker {
  return checker(`issues-strong-ids(${prefix})`, [UNGUESSABLE, UNPREDICTABLE], (view, judge) => {
    const issued = issuedIds(view, prefix);
    const expected = 'session ids that nobody can foretell';
    if (issued.length < MIN_SAMPLE) {
      judge.inconclusive(UNPREDICTABLE, expected, `only ${issued.length} ids were issued`);
      return;
    }
    const heads = issued.map(({ head }) => head);
    judge.saw(...heads);
    const { repeated, bits } = idStrength(issued.map(({ id }) => id));
    const examples = issued.slice(0, 3).map(({ id }) => `"${oneLine(id, 60)}"`);
    const seen = `about ${Math.round(bits)} bits vary among ${issued.length} ids, such as ${examples.join(', ')}`;
    const events = heads.slice(0, 3);
    if (repeated > 0) {
      const seenTwice = `${repeated} of ${issued.length} ids were issued before`;
      judge.breach(UNPREDICTABLE, { expected: 'a new id for each session', seen: seenTwice, events });
    } else if (bits < FORETOLD_BITS) judge.breach(UNPREDICTABLE, { expected, seen, events });
    else if (bits < WEAK_BITS) judge.breach(UNGUESSABLE, { expected, seen, events, severity: 'warn' });
  });
}

/** The answer to `label`, which brought along a session id of its own choice, does not name that id as its session. */
export function choosesOwnId(label: string): Checker {
  const expected = 'a session id that the server made';
  return checker(`chooses-own-id(${label})`, [UNPREDICTABLE], (view, judge) => {
    const { request, server } = view.exchange(label) ?? {};
    const head = server?.head;
    const offered = request && headerValue(request.headers, 'mcp-session-id');
    if (head === undefined || offered === undefined) {
      judge.inconclusive(UNPREDICTABLE, expected, 'there was no answer');
      return;
    }
    judge.saw(head);
    if (headerValue(head.headers, 'mcp-session-id') !== offered) return;
    judge.breach(UNPREDICTABLE, { expected, seen: 'the id that the client had chosen', events: [head] });
  });
}

/** Session ids occur in no body and in no header but their own: what is logged and cached beside it gives them away. */
export function keepsIdsInTheirHeader(): Checker {
  const expected = 'the session id occurs in its header alone';
  return checker('keeps-ids-in-their-header', [UNPREDICTABLE], (view, judge) => {
    const ids = new Set(
      issuedIds(view, '')
        .map(({ id }) => id)
        .filter((id) => id.length >= MIN_SEARCHED_LENGTH),
    );
    for (const { label, server } of view.exchanges.values()) {
      judge.saw(server.head);
      for (const id of ids) {
        const places = [
          ...(server.head?.headers ?? []).flatMap(([name, value]) =>
            name.toLowerCase() !== 'mcp-session-id' && value.includes(id) ? [`the header ${name}`] : [],
          ),
          ...(server.body?.text.includes(id) === true ? ['the body'] : []),
          ...(server.events.some(({ event }) => event.data.includes(id)) ? ['an event'] : []),
        ];
        if (places.length === 0) continue;
        const seen = `${label} has it in ${places.join(' and ')}`;
        judge.breach(UNPREDICTABLE, { expected, seen, events: [server.head], severity: 'warn' });
      }
    }
  });
}
