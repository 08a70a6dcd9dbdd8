import type { ResponseView } from '../history/view.js';
import type { Checker } from './checker.js';
import { oneLine } from './describe.js';
import { checker } from './judge.js';

const RULE = 'guarantee.no-injection';

/** A header name that no server sends of its own accord: where it turns up, a value has broken out of its line. */
export const INJECTED_HEADER = 'Faultline-Injected';

/** Values that become a header of their own wherever they are decoded, or cut at a line end, on their way into a head. */
export const INJECTIONS: readonly string[] = [
  `%0d%0a${INJECTED_HEADER}:%20yes`,
  `\u560d\u560a${INJECTED_HEADER}: yes`,
  `value\\r\\n${INJECTED_HEADER}: yes`,
];

function injectedInto(server: ResponseView): string | undefined {
  const { head, events } = server;
  const wanted = INJECTED_HEADER.toLowerCase();
  const field = head?.headers.find(([name]) => name.trim().toLowerCase() === wanted);
  if (field !== undefined) return `the header ${field.join(': ')}`;
  const broken = head?.headers.find(([, value]) => /[\r\n]/.test(value));
  if (broken !== undefined) return `a line end in the header ${oneLine(broken.join(': '))}`;
  const event = events.find(({ event: block }) => block.event?.toLowerCase().includes(wanted) === true);
  return event === undefined ? undefined : 'an event of its own';
}

/** No value of the exchanges got out of its place: into a header of the answer, or into an event of its own. */
export function injectsNothing(labels: readonly string[]): Checker {
  return checker(`injects-nothing(${labels.join(', ')})`, [RULE], (view, judge) => {
    for (const label of labels) {
      const server = view.exchange(label)?.server;
      judge.saw(server?.head, server?.end);
      const seen = server === undefined ? undefined : injectedInto(server);
      if (seen === undefined) continue;
      const expected = `what ${label} sent stays a value`;
      judge.breach(RULE, { expected, seen, events: [server?.head] });
    }
  });
}
