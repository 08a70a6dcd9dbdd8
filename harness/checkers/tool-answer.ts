import type { HistoryView } from '../history/view.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';
import { isObject } from '../wire/jsonrpc.js';
import type { RecordedMessage } from './attribution.js';
import { responsesTo } from './answers-call.js';

/** The JSON object that a probe tool gave as the text of its only content block; undefined for anything else. */
export function toolAnswerOf(message: ClassifiedMessage): Readonly<Record<string, unknown>> | undefined {
  const result = isObject(message.value) ? message.value['result'] : undefined;
  const content: unknown = isObject(result) ? result['content'] : undefined;
  const block: unknown = Array.isArray(content) ? content[0] : undefined;
  if (!isObject(block) || typeof block['text'] !== 'string') return undefined;
  try {
    const answer: unknown = JSON.parse(block['text']);
    return isObject(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** The newest answer of a tool among the exchanges `label`, `label#2`, ..., and the message that gave it. */
export function lastToolAnswer(
  view: HistoryView,
  label: string,
): { readonly answer: Readonly<Record<string, unknown>>; readonly record: RecordedMessage } | undefined {
  const labels = [...view.exchanges.keys()].filter((name) => name === label || name.startsWith(`${label}#`));
  for (const name of labels.reverse()) {
    const [record] = responsesTo(view, name);
    const answer = record && toolAnswerOf(record.message);
    if (record !== undefined && answer !== undefined) return { answer, record };
  }
  return undefined;
}
