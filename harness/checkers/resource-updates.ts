import type { HistoryView } from '../history/view.js';
import type { RecordedMessage } from './attribution.js';
import { paramsOf } from './attribution.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'subs.resource-updated';

function updatesOn(view: HistoryView, label: string): RecordedMessage[] {
  return (view.exchange(label)?.server.messages ?? []).filter(
    ({ message }) => message.method === 'notifications/resources/updated',
  );
}

/** The GET stream `label` of a subscriber brings an update of `uri` (server/resources, Subscriptions). */
export function toldOfUpdates(label: string, uri: string): Checker {
  const expected = `${label} is told that ${uri} changed`;
  return checker(`told-of-updates(${label})`, [RULE], (view, judge) => {
    const server = view.exchange(label)?.server;
    if (server?.head?.status !== 200) {
      judge.inconclusive(RULE, expected, 'the stream was not opened');
      return;
    }
    const updates = updatesOn(view, label);
    judge.saw(server.head, ...updates);
    if (updates.some((record) => paramsOf(record)['uri'] === uri)) return;
    judge.breach(RULE, { expected, seen: describeResponse(server), events: [server.head, ...updates] });
  });
}

/** The GET stream `label` of a client without subscription brings no update behind the mark `since`. */
export function untoldOfUpdates(label: string, since: string): Checker {
  const expected = `${label}, which has no subscription, is told nothing`;
  return checker(`untold-of-updates(${label})`, [RULE], (view, judge) => {
    const head = view.exchange(label)?.server.head;
    const mark = view.probes.find((event) => event.what === 'mark' && event.name === since);
    if (head?.status !== 200 || mark === undefined) {
      judge.inconclusive(RULE, expected, 'the stream was not opened');
      return;
    }
    judge.saw(head);
    const update = updatesOn(view, label).find((record) => record.index > mark.index);
    if (update === undefined) return;
    const seen = `an update of ${String(paramsOf(update)['uri'])}`;
    judge.breach(RULE, { expected, seen, events: [mark, update] });
  });
}
