import { messagesOfServer } from './attribution.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'subs.list-changed';

/**
 * Not every one of `rounds` listings of `list`, under the labels `<list>-<round>`, is followed by the news that the list
 * has changed before the next one. A list may change by itself meanwhile, though hardly between any two listings.
 */
export function announcesNoListing(list: string, rounds: number): Checker {
  return checker(`announces-no-listing(${list})`, [RULE], (view, judge) => {
    const answers = Array.from({ length: rounds }, (_, index) => view.exchange(`${list}-${index + 1}`)?.request);
    const asked = answers.filter((request) => request !== undefined);
    judge.saw(view.exchange('get')?.server.head);
    if (asked.length < rounds) return;
    const news = messagesOfServer(view).filter(
      ({ message }) => message.method === `notifications/${list}/list_changed`,
    );
    const followed = asked.filter((request, index) => {
      const until = asked[index + 1]?.index ?? Infinity;
      return news.some((record) => record.index > request.index && record.index < until);
    });
    if (followed.length < rounds) return;
    judge.breach(RULE, {
      expected: `notifications/${list}/list_changed comes when the list has changed`,
      seen: `it came after each of ${rounds} listings`,
      events: news,
    });
  });
}
