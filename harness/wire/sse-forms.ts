import { concatBytes, utf8 } from './bytes.js';

/** An event as a correct parser dispatches it (WHATWG HTML, section 9.2.6). */
export interface DispatchedEvent {
  readonly type: string;
  readonly data: string;
  /** The last event id at the time of its dispatch. */
  readonly lastEventId: string;
}

/** One legal way to write an event stream, and what it means. */
export interface SseForm {
  /** Stable, such as `crlf/no-space/data-first/multi-line/closed`. */
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Every offset at which the stream can be divided in two. */
  readonly splits: readonly number[];
  readonly events: readonly DispatchedEvent[];
  /** What the stream leaves behind for a reconnect. */
  readonly lastEventId: string;
  readonly retryMs: number | undefined;
}

/** Makes the data of the nth message, from 1: one line of JSON that begins with `{` and holds `text` in a string. */
export type FormMessage = (nth: number, text: string) => string;

type Field = readonly [name: string, value: string];

/** A block and what it does: without `event` nothing is dispatched. */
interface Block {
  readonly fields: readonly Field[];
  readonly event?: DispatchedEvent;
  /** Last event id and reconnection time after it, where it changes them. */
  readonly lastEventId?: string;
  readonly retryMs?: number;
}

const LINE_ENDINGS: Readonly<Record<string, readonly string[]>> = {
  lf: ['\n'],
  crlf: ['\r\n'],
  cr: ['\r'],
  // CR is followed by CRLF: an LF for a blank line after it would make one CRLF of the two.
  mixed: ['\r\n', '\n', '\r'],
};
const SPACES: Readonly<Record<string, string>> = { space: ' ', 'no-space': '' };
const ORDERS = ['data-last', 'data-first'] as const;
const TAILS = ['closed', 'unterminated'] as const;

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);
const FIRST_ID = 'first';

function message(data: string, extra: readonly Field[] = [], type = 'message'): Block {
  const event = { type, data, lastEventId: FIRST_ID };
  const lines = data.split('\n').map((line): Field => ['data', line]);
  return { fields: [['id', FIRST_ID], ...extra, ...lines], event, lastEventId: FIRST_ID };
}

/** What the stream holds in front of a plain second message. */
const CONTENTS: Readonly<Record<string, (make: FormMessage) => readonly Block[]>> = {
  plain: (make) => [message(make(1, 'plain'))],
  'multi-line': (make) => [message(make(1, 'lines').replace('{', '{\n'))],
  'line-separator': (make) => [message(make(1, 'a\u2028b\u2029c\u0085d'))],
  'multi-byte': (make) => [message(make(1, 'é€\u{1f600}'))],
  bom: (make) => [message(make(1, 'bom'))],
  comment: (make) => [message(make(1, 'comment'), [['', 'data: no data']])],
  'comment-alone': (make) => [{ fields: [['', 'ping']] }, message(make(1, 'after a comment'))],
  'retry-only': (make) => [{ fields: [['retry', '1234']], retryMs: 1234 }, message(make(1, 'after retry'))],
  priming: (make) => [
    {
      fields: [
        ['id', 'primed'],
        ['data', ''],
      ],
      event: { type: 'message', data: '', lastEventId: 'primed' },
      lastEventId: 'primed',
    },
    message(make(1, 'primed')),
  ],
  'id-only': (make) => [message(make(1, 'id')), { fields: [['id', 'alone']], lastEventId: 'alone' }],
  'id-reset': (make) => [message(make(1, 'reset')), { fields: [['id', '']], lastEventId: '' }],
  'unknown-event': (make) => [
    message('no message', [['event', 'faultline-unknown']], 'faultline-unknown'),
    message(make(1, 'after it')),
  ],
  'named-message': (make) => [message(make(1, 'named'), [['event', 'message']])],
  'unknown-field': (make) => [message(make(1, 'field'), [['faultline', 'x']])],
  'nul-in-id': (make) => [message(make(1, 'nul')), { fields: [['id', 'a\0b']] }],
  'junk-retry': (make) => [message(make(1, 'junk'), [['retry', '12x']])],
};

const DEFAULT_MESSAGE: FormMessage = (nth, text) =>
  JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: { nth, text } } });

/**
 * Every form: the product of 4 line endings, a space or none after the colon, 2 orders of fields, 16 contents and 2
 * ends, 512 in all. Bounded by what a form holds: one content, a plain message, and an end; contents are not combined
 * with one another. Each form can be divided at each of its (some 300) offsets, at one at a time.
 */
export function allForms(make: FormMessage = DEFAULT_MESSAGE): SseForm[] {
  const forms: SseForm[] = [];
  for (const ending of Object.keys(LINE_ENDINGS))
    for (const space of Object.keys(SPACES))
      for (const order of ORDERS)
        for (const content of Object.keys(CONTENTS))
          for (const tail of TAILS) forms.push(formOf(make, ending, space, order, content, tail));
  return forms;
}

/**
 * The form of an id, with other messages than those of {@link allForms}.
 * @throws Error for an id that no form has
 */
export function formNamed(id: string, make: FormMessage = DEFAULT_MESSAGE): SseForm {
  const [ending = '', space = '', order, content = '', tail] = id.split('/');
  const isOrder = ORDERS.find((known) => known === order);
  const isTail = TAILS.find((known) => known === tail);
  if (!(ending in LINE_ENDINGS) || !(space in SPACES) || !(content in CONTENTS) || !isOrder || !isTail) {
    throw new Error(`no form of an event stream is called ${id}`);
  }
  return formOf(make, ending, space, isOrder, content, isTail);
}

/**
 * Some of {@link allForms}, each at most once. Every content comes up before any comes up again, so that a small sample
 * is a broad one.
 * @param random numbers in [0, 1)
 */
export function sampleForms(random: () => number, count: number, make?: FormMessage): SseForm[] {
  const groups = new Map<string, SseForm[]>();
  for (const form of shuffled(allForms(make), random)) {
    const content = form.id.split('/')[3] ?? '';
    groups.set(content, [...(groups.get(content) ?? []), form]);
  }
  const rounds = shuffled([...groups.values()], random);
  const sample: SseForm[] = [];
  for (let round = 0; sample.length < count && rounds.some((forms) => round < forms.length); round += 1) {
    sample.push(...rounds.flatMap((forms) => forms[round] ?? []));
  }
  return sample.slice(0, Math.max(0, count));
}

function formOf(
  make: FormMessage,
  ending: string,
  space: string,
  order: (typeof ORDERS)[number],
  content: string,
  tail: (typeof TAILS)[number],
): SseForm {
  const second: Block = {
    fields: [['data', make(2, 'second')]],
    event: { type: 'message', data: make(2, 'second'), lastEventId: '' },
  };
  const blocks = [...(CONTENTS[content]?.(make) ?? []), second];
  const meaning = meaningOf(blocks);
  const lines = blocks.flatMap(({ fields }) => [...ordered(fields, order).map((field) => lineOf(field, space)), '']);
  const lost: readonly Field[] = [
    ['id', 'lost'],
    ['data', make(3, 'lost')],
  ];
  if (tail === 'unterminated') lines.push(...ordered(lost, order).map((field) => lineOf(field, space)));
  const cycle = LINE_ENDINGS[ending] ?? ['\n'];
  const body = utf8(lines.map((line, index) => line + (cycle[index % cycle.length] ?? '\n')).join(''));
  const bytes = content === 'bom' ? concatBytes([BOM, body]) : body;
  const splits = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1);
  return { id: [ending, space, order, content, tail].join('/'), bytes, splits, ...meaning };
}

/** The events of blocks; one that sets no id has that of the blocks before it. */
function meaningOf(blocks: readonly Block[]): Pick<SseForm, 'events' | 'lastEventId' | 'retryMs'> {
  const events: DispatchedEvent[] = [];
  let lastEventId = '';
  let retryMs: number | undefined;
  for (const block of blocks) {
    lastEventId = block.lastEventId ?? lastEventId;
    retryMs = block.retryMs ?? retryMs;
    if (block.event !== undefined) events.push({ ...block.event, lastEventId });
  }
  return { events, lastEventId, retryMs };
}

function ordered(fields: readonly Field[], order: (typeof ORDERS)[number]): Field[] {
  const data = fields.filter(([name]) => name === 'data');
  const others = fields.filter(([name]) => name !== 'data');
  return order === 'data-first' ? [...data, ...others] : [...others, ...data];
}

function lineOf([name, value]: Field, space: string): string {
  return `${name}:${SPACES[space] ?? ''}${value}`;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [mixed[last], mixed[other]];
    if (a === undefined || b === undefined) continue;
    mixed[last] = b;
    mixed[other] = a;
  }
  return mixed;
}
