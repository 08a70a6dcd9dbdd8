import type { HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { Checker } from '../checker.js';
import { checker } from '../judge.js';
import { describeEnd, operation } from './operations.js';
import { returnedText } from './returns-text.js';

const DISCARDS = 'sse.eof-discards';

/** The name of the facts by which a script says in which form a call was answered. */
export const FORM_FACT = 'form';

/** A call that was answered in some form of an event stream. */
export interface FormFact {
  readonly label: string;
  /** Name of the form, and where its bytes were split. */
  readonly form: string;
  /** The text that the answer holds. */
  readonly text: string;
}

function formsOf(view: HistoryView): FormFact[] {
  return view.probes
    .filter(({ what, name }) => what === 'fact' && name === FORM_FACT)
    .map(({ value }) => value as FormFact);
}

/** Whether a line of the client hands on the message that no blank line ended; that a connection is lost is no such line. */
function isLost(line: unknown): boolean {
  return isObject(line) && isObject(line['params']) && line['params']['data'] === 'lost';
}

/**
 * Each call is answered with the text of its stream, in whatever form that was written (WHATWG HTML, Server-sent
 * events), and what the end of a stream left without its blank line is not handed on: it says `lost`.
 */
export function readsForms(rule: string): Checker {
  return checker('reads-forms', [rule, DISCARDS], (view, judge) => {
    for (const { label, form, text } of formsOf(view)) {
      const one = operation(view, label);
      if (one === undefined || one.end.kind === 'open') continue;
      judge.saw(one.answer);
      const returned = returnedText(one.end);
      if (returned === text) continue;
      const expected = `the answer is read in the form ${form}`;
      const seen =
        returned === undefined ? `the call ${describeEnd(one.end)}` : `the call returned ${JSON.stringify(returned)}`;
      judge.breach(rule, { expected, seen, events: [one.told, one.answer] });
    }
    const lost = view.clients.find(({ what, value }) => what === 'event' && isLost(value));
    if (lost === undefined) return;
    const expected = 'an event without its blank line at the end of the stream is dropped';
    judge.breach(DISCARDS, { expected, seen: 'it was handed to the user', events: [lost] });
  });
}
