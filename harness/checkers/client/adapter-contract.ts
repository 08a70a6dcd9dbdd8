import type { ClientEvent, HistoryEvent } from '../../history/events.js';
import type { HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import { checker } from '../judge.js';
import type { Judge } from '../judge.js';
import { resultFlaw } from './result-flaw.js';

const RULE = 'guarantee.adapter-contract';
/** How long an adapter may take to end after its input has (contracts: client adapter, "End"). */
const END_MS = 5_000;
const UNKNOWN_OP = /^(unknown|unrecogni[sz]ed|no such) op(eration)?\b/i;

type Said = ClientEvent & HistoryEvent;

function groupsOf<Key>(said: readonly Said[], keyOf: (event: Said) => Key): Map<Key, Said[]> {
  const groups = new Map<Key, Said[]>();
  for (const event of said) {
    const group = groups.get(keyOf(event));
    if (group === undefined) groups.set(keyOf(event), [event]);
    else group.push(event);
  }
  return groups;
}

function nameOf({ label, op, id }: Said): string {
  return label ?? op ?? `the line ${id ?? 'null'}`;
}

/** One finding for each kind of line that the contract does not have; the first of them speaks for the others. */
function judgeNoise(said: readonly Said[], judge: Judge): void {
  const noise = groupsOf(
    said.filter(({ what }) => what === 'noise'),
    ({ code }) => code,
  );
  for (const [code, lines] of noise) {
    const [first] = lines;
    const text = oneLine(first?.text ?? '');
    judge.breach(RULE, {
      expected: 'the adapter prints nothing but answers, each once, and events of the contract',
      seen: `${code ?? 'noise'} ${lines.length} x: ${first?.reason ?? ''}${text === '' ? '' : ` (${text})`}`,
      events: lines,
    });
  }
}

function claimsOf(said: readonly Said[]): readonly unknown[] {
  const hello = said.find(({ what }) => what === 'ready')?.value;
  return isObject(hello) && Array.isArray(hello['ops']) ? hello['ops'] : [];
}

function judgeAnswers(said: readonly Said[], judge: Judge): void {
  const claims = claimsOf(said);
  const inFlight = new Map<number, Said>();
  for (const event of said) {
    const { what, id, op, value } = event;
    if (what === 'operation' && id !== undefined) inFlight.set(id, event);
    const begun = id === undefined ? undefined : inFlight.get(id);
    if (id !== undefined && (what === 'answer' || what === 'noise')) inFlight.delete(id);
    if (what !== 'answer') continue;
    const { ok, result, error } = isObject(value) ? value : {};
    const flaw = ok === true && op !== undefined ? resultFlaw(op, result) : undefined;
    if (flaw !== undefined) {
      judge.breach(RULE, {
        expected: `the result of ${op ?? 'it'} as the contract has it`,
        seen: flaw,
        events: [event],
      });
    }
    const message = isObject(error) ? error['message'] : undefined;
    if (claims.includes(op) && typeof message === 'string' && UNKNOWN_OP.test(message)) {
      const expected = 'the ready line names only operations that there are';
      judge.breach(RULE, { expected, seen: `${op ?? 'it'} was answered "${oneLine(message)}"`, events: [event] });
    }
    // What was written after the close, such as a second one, may wait for it.
    const open = [...inFlight.values()].find(({ index }) => begun !== undefined && index < begun.index);
    if (op === 'close' && ok === true && open !== undefined) {
      const expected = 'what is in flight is answered before close';
      judge.breach(RULE, { expected, seen: `${nameOf(open)} was not`, events: [open, event] });
    }
  }
}

/** After the end of its input an adapter ends with status 0, in time; it does not end for a line that it cannot read. */
function judgeEnd(view: HistoryView, said: readonly Said[], judge: Judge): void {
  const exit = said.find(({ what }) => what === 'exit');
  const killed = said.find(({ what }) => what === 'killed');
  const closed = said.find(({ what }) => what === 'stdin-closed');
  if (closed === undefined) {
    const last = said.findLast(({ what, index }) => what === 'operation' && index < (exit?.index ?? Infinity));
    const isRaw = last !== undefined && last.op === undefined;
    if (exit === undefined || killed !== undefined || !isRaw) return;
    const expected = 'a line that cannot be read is answered with an error, and the adapter goes on';
    judge.breach(RULE, { expected, seen: 'the adapter ended', events: [last, exit] });
    return;
  }
  const end = killed ?? exit ?? view.events.at(-1);
  if (end === undefined || (exit?.index ?? Number.POSITIVE_INFINITY) < closed.index) return;
  const tookMs = end.t - closed.t;
  if (tookMs > END_MS + judge.lagMs) {
    const expected = `the adapter ends within ${END_MS / 1000} s after its input has`;
    judge.breach(RULE, { expected, seen: `it was still there after ${Math.round(tookMs)} ms`, events: [closed, end] });
  } else if (exit !== undefined && killed === undefined && exit.status !== 0) {
    const seen = exit.signal === null || exit.signal === undefined ? `status ${exit.status ?? 'unknown'}` : exit.signal;
    judge.breach(RULE, { expected: 'the adapter ends with status 0', seen, events: [closed, exit] });
  }
}

/**
 * Every adapter keeps the contract: it answers each line once and in the form of its operation, prints nothing that the
 * contract does not have, claims no operation that it lacks, and ends with its input. A finding is against the adapter
 * and says nothing of the client in it.
 */
export function keepsAdapterContract(): Checker {
  return checker('adapter-contract', [RULE], (view, judge) => {
    for (const [, said] of groupsOf(view.clients, ({ client }) => client)) {
      judge.saw(...said.filter(({ what }) => what === 'ready' || what === 'answer' || what === 'event'));
      judgeNoise(said, judge);
      judgeAnswers(said, judge);
      judgeEnd(view, said, judge);
    }
  });
}
