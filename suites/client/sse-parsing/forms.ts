import { readsForms, FORM_FACT } from '../../../harness/checkers/client/reads-forms.js';
import type { FormFact } from '../../../harness/checkers/client/reads-forms.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { allForms, formNamed } from '../../../harness/wire/sse-forms.js';
import type { SseForm } from '../../../harness/wire/sse-forms.js';
import { responseLine } from '../../support/client/tool-results.js';

/** What streams hold, with the rules that it is about and what to tell the maintainer of a parser. */
interface Subject {
  readonly name: string;
  readonly contents: readonly string[];
  /** The first is the one that a reader breaks who gets it wrong. */
  readonly rules: readonly [string, ...string[]];
  readonly title: string;
  readonly fix: string;
  readonly reproduces?: readonly string[];
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'line-endings',
    contents: ['plain'],
    rules: ['sse.line-endings', 'sse.crlf-split', 'sse.dispatch-on-blank', 'sse.field-split'],
    title: 'Event streams are read with every line ending',
    fix: 'Take LF, CR LF and CR alone as ends of lines, also when CR and LF come in different reads.',
    reproduces: ['B283', 'B284'],
  },
  {
    name: 'data-lines',
    contents: ['multi-line'],
    rules: ['sse.data-join'],
    title: 'A message over several data lines is one message',
    fix: 'Join the data lines of an event with LF before parsing them.',
    reproduces: ['B286', 'B287'],
  },
  {
    name: 'line-separators',
    contents: ['line-separator'],
    rules: ['sse.line-endings'],
    title: 'U+2028, U+2029 and U+0085 are no ends of lines',
    fix: 'Split lines at CR and LF alone; do not use a function that knows more line ends, such as splitlines.',
    reproduces: ['B289'],
  },
  {
    name: 'split-characters',
    contents: ['multi-byte'],
    rules: ['sse.chunking-irrelevant', 'sse.utf8', 'transport.utf8'],
    title: 'Characters may be split between two reads',
    fix: 'Decode the stream with a streaming UTF-8 decoder, not each read by itself.',
  },
  {
    name: 'byte-order-mark',
    contents: ['bom'],
    rules: ['sse.bom'],
    title: 'A byte order mark at the start is dropped',
    fix: 'Drop one byte order mark at the start of the stream.',
  },
  {
    name: 'comments',
    contents: ['comment', 'comment-alone'],
    rules: ['sse.comment'],
    title: 'Comments are ignored',
    fix: 'Ignore each line that begins with a colon, whatever it holds; a block of comments alone is no event.',
  },
  {
    name: 'empty-data',
    contents: ['priming'],
    rules: ['sse.data-empty'],
    title: 'An event with empty data is no error',
    fix: 'Do not parse empty data as JSON: such an event only carries an id.',
  },
  {
    name: 'unknown-events',
    contents: ['unknown-event'],
    rules: ['sse.event-type-dispatch'],
    title: 'Events of unknown types are ignored',
    fix: 'Hand on events of the type message alone; do not parse the data of others.',
    reproduces: ['B291'],
  },
  {
    name: 'named-messages',
    contents: ['named-message'],
    rules: ['sse.event-type'],
    title: 'An event that is named message is one',
    fix: 'Take an event without a type and one of the type message as the same.',
  },
  {
    name: 'odd-fields',
    contents: ['unknown-field', 'junk-retry', 'nul-in-id', 'retry-only', 'id-only', 'id-reset'],
    rules: ['sse.field-unknown', 'sse.field-without-colon', 'sse.retry-digits', 'sse.no-data-no-event'],
    title: 'Fields that say nothing do no harm',
    fix: 'Ignore fields that the format does not have, values that they may not have, and blocks without data.',
  },
];

/** Forms of a subject in a quick run. */
const SAMPLE = 6;
/** Of the offsets of a form at which readers go wrong. */
const TELLING_SPLITS = 3;
/** Size of the pieces, in bytes, in which a full run writes a form. */
const STRIDE_BYTES = 16;

const FORMS = allForms();

const CR = 0x0d;
const LF = 0x0a;

function contentOf({ id }: SseForm): string {
  return id.split('/')[3] ?? '';
}

/** Offsets inside of a character; where there is none, those between a CR and its LF. */
function tellingSplits({ bytes, splits }: SseForm): readonly number[] {
  const insideCharacter = splits.filter((at) => ((bytes[at] ?? 0) & 0xc0) === 0x80);
  if (insideCharacter.length > 0) return insideCharacter;
  return splits.filter((at) => bytes[at - 1] === CR && bytes[at] === LF);
}

function byLot<Item>(context: ClientContext, items: readonly Item[]): Item[] {
  const drawn = items.map((item) => ({ item, lot: context.random() }));
  return drawn.sort((left, right) => left.lot - right.lot).map(({ item }) => item);
}

/** Sizes, in bytes, of the pieces in which a form is written; the last one is repeated. */
type Pieces = readonly [first: number, ...further: number[]];

/** Chooses where the bytes of a form, as they are written, are split. */
type Split = (written: SseForm) => Pieces;

function pick(places: readonly number[], lot: number): number {
  return places[Math.floor(lot * places.length)] ?? 1;
}

/** Two pieces, with the split at one of those places. */
function inTwo({ bytes }: SseForm, places: readonly number[], lot: number): Pieces {
  const at = Math.min(pick(places, lot), bytes.length - 1);
  return [at, bytes.length];
}

/** Some places to split a form at: one anywhere, and some of those where readers go wrong. */
function someSplits(context: ClientContext): readonly Split[] {
  const anywhere = context.random();
  const telling = Array.from({ length: TELLING_SPLITS }, () => context.random());
  return [
    (written) => inTwo(written, written.splits, anywhere),
    ...telling.map(
      (lot): Split =>
        (written) =>
          inTwo(written, tellingSplits(written), lot),
    ),
  ];
}

/** Together these split a form at every byte; each of them at every so many, which costs so many times fewer calls. */
function allSplits(): readonly Split[] {
  return Array.from({ length: STRIDE_BYTES }, (_, offset): Split => () => [offset + 1, STRIDE_BYTES]);
}

/** The forms of a subject, with the places at which each is split: a seeded choice from every content, or all. */
function formsToTry(
  context: ClientContext,
  contents: readonly string[],
): { form: SseForm; splits: readonly Split[] }[] {
  return contents.flatMap((content) => {
    const own = FORMS.filter((form) => contentOf(form) === content);
    if (context.full) return own.map((form) => ({ form, splits: [...someSplits(context), ...allSplits()] }));
    const chosen = byLot(context, own).slice(0, Math.max(2, Math.ceil(SAMPLE / contents.length)));
    return chosen.map((form) => ({ form, splits: someSplits(context) }));
  });
}

/** The text that the answer of a form holds. */
function textIn({ id }: SseForm): string {
  for (const { data } of formNamed(id, (nth, text) => JSON.stringify({ nth, text })).events) {
    if (!data.startsWith('{')) continue;
    const { nth, text } = JSON.parse(data) as { nth: number; text: string };
    if (nth === 1) return text;
  }
  throw new Error(`the form ${id} holds no first message`);
}

async function tryForm(context: ClientContext, form: SseForm, split: Split, label: string): Promise<boolean> {
  const { server } = context;
  const text = textIn(form);
  server.on(
    { rpc: 'tools/call' },
    (exchange) => {
      const make = (nth: number, said: string): string =>
        nth === 1
          ? responseLine(exchange.id, said)
          : JSON.stringify({
              jsonrpc: '2.0',
              method: 'notifications/message',
              // A text, which every client can hand on.
              params: { level: 'info', data: said },
            });
      const written = formNamed(form.id, make);
      const pieces = split(written);
      const [first, further = written.bytes.length] = pieces;
      const more = first + further < written.bytes.length ? ` and every ${further} after them` : '';
      const fact: FormFact = { label, form: `${form.id}, split after ${first} bytes${more}`, text };
      context.fact(FORM_FACT, fact);
      exchange.stream();
      exchange.write(written.bytes, { pieces });
      return exchange.end();
    },
    { times: 1 },
  );
  // A reader that is stuck waits for ever; on a busy machine one that is not may take its time.
  const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
  const outcome = await context.call('faultline_echo', { text }, { label, timeoutMs }).outcome();
  return outcome.kind === 'ok';
}

function caseOf({ name, contents, rules, title, fix, reproduces }: Subject): ClientCase {
  const [rule] = rules;
  return clientCase({
    id: `sse-parsing/${name}/forms`,
    title,
    about:
      'Answers calls with event streams in all forms: line endings, a space after the colon or none, either order of the fields, split into reads at any byte, and with an unfinished event at the end, which must be dropped. A quick run takes a seeded sample, --full takes every form and splits it at every byte. Ends at the first that is not read.',
    fix,
    requirements: [...rules, 'sse.eof-discards'],
    ...(reproduces !== undefined && { reproduces }),
    needs: ['op:callTool'],
    once: true,
    budgetMs: 900_000,
    async script(context) {
      await context.connected();
      let count = 0;
      for (const { form, splits } of formsToTry(context, contents)) {
        for (const split of splits) {
          count += 1;
          if (!(await tryForm(context, form, split, `form-${count}`))) return;
        }
      }
    },
    judges: [readsForms(rule)],
  });
}

export const cases: ClientCase[] = SUBJECTS.map(caseOf);
