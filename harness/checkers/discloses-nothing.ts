import type { ExchangeView } from '../history/view.js';
import type { Checker } from './checker.js';
import { oneLine } from './describe.js';
import { checker } from './judge.js';

const RULE = 'guarantee.no-disclosure';

/** Texts that only the inside of a program produces. */
const INTERNALS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'a stack of JavaScript',
    /\n?\s+at (?:async )?[^\n"(]{1,120}\(?(?:file:\/\/|node:|\/|[A-Z]:\\)[^\n")]{1,200}:\d+:\d+\)?/,
  ],
  ['a traceback of Python', /Traceback \(most recent call last\)|File "[^"\n]{1,200}", line \d+/],
  ['a stack of Java', /\bat [\w.$]{3,120}\([\w]{1,80}\.(?:java|kt|scala):\d+\)/],
  ['a stack of .NET', /\bat [\w.`<>]{3,120}\([^)\n]{0,200}\) in [^\n]{1,200}:line \d+/],
  ['a stack of Go', /\bgoroutine \d+ \[running\]|panic: runtime error/],
  ['a panic of Rust', /\bthread '[^'\n]{1,80}' panicked at\b/],
  ['a trace of PHP', /\b(?:Fatal error|Uncaught \w+)[^\n]{0,300} in \/[^\n]{1,200}(?::| on line )\d+/],
  ['a trace of Ruby', /\/[\w./-]{1,200}\.rb:\d+:in [`']/],
  [
    'the path of a source file',
    /(?:\/(?:home|Users|root|usr|opt|srv|app|var|workspace)\/[\w./@+-]{1,200}|[A-Z]:\\[\w\\. -]{1,200})\.(?:[cm]?[jt]s|py|rb|php|java|go|rs|cs)\b/,
  ],
];

/** Beginnings of files that every system of that kind has. */
const SYSTEM_FILES: readonly RegExp[] = [/\broot:[^:\n]{0,80}:0:0:/, /\[(?:fonts|extensions|mci extensions)\][\r\n]/i];

function textsOf({ server }: ExchangeView): string[] {
  const messages = server.messages.map(({ message }) => JSON.stringify(message.value));
  // In JSON a line break is two characters; the patterns are written for the text itself.
  const unescaped = [...messages, server.body?.text ?? ''].map((text) =>
    text.replaceAll('\\n', '\n').replaceAll('\\"', '"'),
  );
  return [...unescaped, ...(server.head?.headers.map(([, value]) => value) ?? [])];
}

/** What the exchanges were answered with shows nothing of the inside of the server: no stack, no path of its sources. */
export function disclosesNothing(labels: readonly string[]): Checker {
  return checker(`discloses-nothing(${labels.join(', ')})`, [RULE], (view, judge) => {
    for (const label of labels) {
      const exchange = view.exchange(label);
      judge.saw(exchange?.server.head);
      for (const text of exchange === undefined ? [] : textsOf(exchange)) {
        const found = INTERNALS.flatMap(([what, pattern]) => {
          const match = pattern.exec(text);
          return match === null ? [] : [`${what}: "${oneLine(match[0])}"`];
        })[0];
        if (found === undefined) continue;
        const expected = `the answer to ${label} says what is wrong, not where in the program`;
        judge.breach(RULE, { expected, seen: found, events: [exchange?.server.head], severity: 'warn' });
      }
    }
  });
}

/** None of the exchanges, which named paths outside of the endpoint, was answered with a file of the system. */
export function servesNoFiles(labels: readonly string[]): Checker {
  return checker(`serves-no-files(${labels.join(', ')})`, [RULE], (view, judge) => {
    for (const label of labels) {
      const exchange = view.exchange(label);
      judge.saw(exchange?.server.head, exchange?.server.end);
      if (exchange === undefined || !textsOf(exchange).some((text) => SYSTEM_FILES.some((file) => file.test(text))))
        continue;
      const expected = `${label} is no way to the files of the server`;
      judge.breach(RULE, {
        expected,
        seen: 'a file of the system',
        events: [exchange.server.head, exchange.server.body],
      });
    }
  });
}
