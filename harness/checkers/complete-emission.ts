import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';
import { numberedCall, positionIn, resumesOf } from './numbered-call.js';

const LOSS = 'guarantee.no-loss';
const DUPLICATE = 'guarantee.no-duplicate';
const ORDER = 'guarantee.order';

/** The rule that a row of positions breaks at the first place where it is not 1, 2, 3, ... */
function ruleBroken(positions: readonly number[], place: number): string {
  const position = positions[place] ?? 0;
  if (position <= place && positions.slice(0, place).includes(position)) return DUPLICATE;
  return positions.includes(place + 1) ? ORDER : LOSS;
}

/** On what the messages of a call may come. */
export interface EmissionExpectation {
  /** True: its stream may have ended before and been resumed, each time right behind what had come. */
  readonly orResumed?: boolean;
}

/** The stream of `label` carries each of its numbered notifications once, in order, and then the result. */
export function emitsCompletely(label: string, { orResumed = false }: EmissionExpectation = {}): Checker {
  return checker(`emits-completely(${label})`, [LOSS, DUPLICATE, ORDER], (view, judge) => {
    const call = numberedCall(view, label);
    const exchange = view.exchange(label);
    if (call === undefined || exchange === undefined) {
      judge.inconclusive(LOSS, `${label} is answered`, 'it was never sent');
      return;
    }
    const carriers = [exchange, ...(orResumed ? resumesOf(view, label) : [])];
    const messages = carriers.flatMap(({ server }) => server.messages);
    const own = messages.flatMap((record) => {
      const position = positionIn(call, record);
      return typeof position === 'number' ? [{ position, record }] : [];
    });
    judge.saw(...own.map(({ record }) => record));
    const positions = own.map(({ position }) => position);
    const wanted = Array.from({ length: call.total + 1 }, (_, index) => index + 1);
    const place = wanted.findIndex((position, index) => positions[index] !== position);
    if (place === -1 && positions.length === wanted.length) return;
    const expected = `${label} brings notifications 1 to ${call.total}, each once and in order, and its result`;
    const rule = place === -1 ? DUPLICATE : ruleBroken(positions, place);
    const shown = positions.map((position) => (position > call.total ? 'result' : String(position))).slice(0, 20);
    const seen = shown.length === 0 ? describeResponse(exchange.server) : shown.join(', ');
    judge.breach(rule, { expected, seen, events: [exchange.server.head, own.at(-1)?.record] });
  });
}
