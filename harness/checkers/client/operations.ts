import type { ClientEvent, HistoryEvent } from '../../history/events.js';
import type { HistoryView } from '../../history/view.js';
import { isObject } from '../../wire/jsonrpc.js';

type Recorded = ClientEvent & HistoryEvent;

/** How an operation ended, as the history tells it. `open`: there is no answer in it. `gone`: the process ended first. */
export type OperationEnd =
  | { readonly kind: 'ok'; readonly result: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly code?: number;
      readonly status?: number;
      readonly name?: string;
    }
  | { readonly kind: 'open' }
  | { readonly kind: 'gone' };

/** One operation that a client was told, put together from the history. */
export interface OperationView {
  readonly client: string;
  readonly id: number;
  readonly label: string;
  readonly op: string;
  /** The other fields of the line. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly told: Recorded;
  /** The first answer, and those that came after it. */
  readonly answer: Recorded | undefined;
  readonly furtherAnswers: readonly Recorded[];
  readonly end: OperationEnd;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function endOf(answer: Recorded | undefined, isGone: boolean): OperationEnd {
  if (answer === undefined) return { kind: isGone ? 'gone' : 'open' };
  const { ok, result, error } = record(answer.value);
  if (ok === true) return { kind: 'ok', result: record(result) };
  const { message, code, status, name } = record(error);
  return {
    kind: 'failed',
    message: typeof message === 'string' ? message : '',
    ...(typeof code === 'number' && { code }),
    ...(typeof status === 'number' && { status }),
    ...(typeof name === 'string' && { name }),
  };
}

/** A key for what belongs to one operation of one client. */
function keyOf({ client, id }: Pick<Recorded, 'client' | 'id'>): string {
  return `${id ?? ''} ${client}`;
}

function collect({ clients }: HistoryView): OperationView[] {
  const answers = new Map<string, Recorded[]>();
  const exits = new Map<string, number>();
  for (const event of clients) {
    if (event.what === 'exit') exits.set(event.client, event.index);
    if (event.what !== 'answer') continue;
    const own = answers.get(keyOf(event));
    if (own === undefined) answers.set(keyOf(event), [event]);
    else own.push(event);
  }
  return clients
    .filter(({ what }) => what === 'operation')
    .map((told): OperationView => {
      const [answer, ...furtherAnswers] = (answers.get(keyOf(told)) ?? []).filter(({ index }) => index > told.index);
      const isGone = (exits.get(told.client) ?? -1) > told.index;
      return {
        client: told.client,
        id: told.id ?? -1,
        label: told.label ?? '',
        op: told.op ?? '',
        fields: record(told.value),
        told,
        answer,
        furtherAnswers,
        end: endOf(answer, isGone),
      };
    });
}

interface Operations {
  readonly all: readonly OperationView[];
  /** The first of each label. */
  readonly byLabel: ReadonlyMap<string, OperationView>;
}

/** What was put together for a history: it may hold thousands of operations, and is asked for each of them. */
const known = new WeakMap<HistoryView, Operations>();

function operationsIn(view: HistoryView): Operations {
  const earlier = known.get(view);
  if (earlier !== undefined) return earlier;
  const all = collect(view);
  const operations = { all, byLabel: new Map(all.toReversed().map((one) => [one.label, one])) };
  known.set(view, operations);
  return operations;
}

/** Every operation of the history, in the order in which they were told. */
export function operationsOf(view: HistoryView): readonly OperationView[] {
  return operationsIn(view).all;
}

/** The operation of this label; the first, where there are several. */
export function operation(view: HistoryView, label: string): OperationView | undefined {
  return operationsIn(view).byLabel.get(label);
}

/** How an operation ended, as a clause that follows its label. */
export function describeEnd(end: OperationEnd): string {
  switch (end.kind) {
    case 'ok':
      return 'succeeded';
    case 'failed': {
      const details = [
        end.status === undefined ? '' : `status ${end.status}`,
        end.code === undefined ? '' : `code ${end.code}`,
      ].filter((part) => part !== '');
      const text = end.message === '' ? 'an empty message' : `"${end.message}"`;
      return `failed with ${text}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
    }
    case 'open':
      return 'was not answered';
    case 'gone':
      return 'was not answered before the process ended';
  }
}
