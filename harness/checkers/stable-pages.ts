import type { HistoryView } from '../history/view.js';
import { isObject } from '../wire/jsonrpc.js';
import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'pagination.server-stable';

function namesOn(view: HistoryView, label: string, list: string): string[] | undefined {
  const value = responsesTo(view, label)[0]?.message.value;
  const result = isObject(value) ? value['result'] : undefined;
  const items: unknown = isObject(result) ? result[list] : undefined;
  if (!Array.isArray(items)) return undefined;
  return items.map((item: unknown) => (isObject(item) ? String(item['name'] ?? item['uri']) : JSON.stringify(item)));
}

/**
 * The pages `<list>/page-1`, `<list>/page-2`, ... of a list have no member in common, and `<list>/again` repeats the second
 * one (server/utilities/pagination, Implementation Guidelines).
 */
export function pagesAreStable(list: string): Checker {
  const again = `${list}/again`;
  return checker(`pages-are-stable(${list})`, [RULE], (view, judge) => {
    const labels = [...view.exchanges.keys()].filter((label) => label.startsWith(`${list}/page-`));
    const pages = labels.map((label) => namesOn(view, label, list));
    judge.saw(...labels.map((label) => responsesTo(view, label)[0]), responsesTo(view, again)[0]);
    const second = pages[1];
    const repeated = namesOn(view, again, list);
    if (second === undefined || repeated === undefined || pages.includes(undefined)) {
      const expected = 'every page of the list is answered';
      judge.breach(RULE, {
        expected,
        seen: 'a page without a list',
        events: labels.map((label) => view.exchange(label)?.server.head),
      });
      return;
    }
    const names = pages.flatMap((page) => page ?? []);
    const doubled = names.find((name, index) => names.indexOf(name) !== index);
    if (doubled !== undefined) {
      judge.breach(RULE, {
        expected: 'no two pages have a member in common',
        seen: `"${doubled}" twice`,
        events: labels.map((label) => view.exchange(label)?.server.head),
      });
    }
    if (JSON.stringify(second) === JSON.stringify(repeated)) return;
    const expected = 'the same cursor gives the same page';
    const seen = `${second.length} members, then ${repeated.length} others`;
    judge.breach(RULE, { expected, seen, events: [responsesTo(view, again)[0]] });
  });
}
