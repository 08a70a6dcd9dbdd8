import type { ClientEvent, HistoryEvent } from '../history/events.js';
import { isObject } from '../wire/jsonrpc.js';

/** How an operation of a client ended. `none`: it did not. `gone`: its process did first. */
export type Ending = 'ok' | 'failed' | 'none' | 'gone';

/** One operation of a client, put together from what was written to it and what it answered. */
export interface OperationView {
  readonly label: string;
  readonly op: string;
  readonly beganAtMs: number;
  /** When it ended, or was no longer waited for; absent where the history stops before that. */
  readonly endedAtMs?: number;
  /** Index of the event that tells so. */
  readonly endedAt?: number;
  readonly ending: Ending;
  readonly result: Readonly<Record<string, unknown>>;
  /** What the user was told of a failure, unchanged. */
  readonly error: string;
}

const NOTHING: Readonly<Record<string, unknown>> = {};

function textOf(result: Readonly<Record<string, unknown>>): string {
  const { content } = result;
  const texts = (Array.isArray(content) ? content : []).map((block: unknown) =>
    isObject(block) && typeof block['text'] === 'string' ? block['text'] : '',
  );
  return texts.join('\n');
}

/** The object that a probe tool answered with; empty where it is none. */
export function toolObject({ result }: OperationView): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(textOf(result));
    return isObject(value) ? value : NOTHING;
  } catch {
    return NOTHING;
  }
}

function ended(answer: ClientEvent): Pick<OperationView, 'ending' | 'result' | 'error'> {
  const value = isObject(answer.value) ? answer.value : NOTHING;
  if (answer.what === 'noise') return { ending: 'failed', result: NOTHING, error: answer.reason ?? '' };
  if (value['ok'] === true) {
    const result = isObject(value['result']) ? value['result'] : NOTHING;
    // A tool that tells of an error has been called in vain.
    if (result['isError'] === true) return { ending: 'failed', result, error: textOf(result) };
    return { ending: 'ok', result, error: '' };
  }
  const error = isObject(value['error']) ? value['error'] : NOTHING;
  return { ending: 'failed', result: NOTHING, error: typeof error['message'] === 'string' ? error['message'] : '' };
}

/** The operations of a history by their labels. Pure. */
export function viewOperations(events: readonly HistoryEvent[]): ReadonlyMap<string, OperationView> {
  const clients = events.flatMap((event) => (event.kind === 'client' ? [event] : []));
  const exit = clients.find(({ what }) => what === 'exit');
  const views = clients.flatMap((event): OperationView[] => {
    const { what, label, op = '', id, t } = event;
    if (what !== 'operation' || label === undefined) return [];
    // What comes once nobody waits for it any more, such as when the client is closed, is no end.
    const missed = events.find((other) => other.kind === 'probe' && other.what === 'deadline' && other.name === label);
    const answer = clients.find(
      (other) => isAnswerTo(other, id) && other.index > event.index && other.index < (missed?.index ?? Infinity),
    );
    const begun = { label, op, beganAtMs: t };
    if (answer !== undefined) return [{ ...begun, endedAtMs: answer.t, endedAt: answer.index, ...ended(answer) }];
    const open = { ...begun, result: NOTHING, error: '' };
    const end = missed ?? exit;
    const when = end === undefined ? {} : { endedAtMs: end.t, endedAt: end.index };
    return [{ ...open, ...when, ending: end === undefined || missed !== undefined ? 'none' : 'gone' }];
  });
  return new Map(views.map((view) => [view.label, view]));
}

function isAnswerTo({ what, id, code }: ClientEvent, asked: number | undefined): boolean {
  return id === asked && (what === 'answer' || (what === 'noise' && code === 'bad-answer'));
}
