import type { ResponseView } from '../history/view.js';
import { headerValue } from '../wire/http-head.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';

const TEXT_SHOWN = 120;

/** A text shortened to one line for a finding. */
export function oneLine(text: string, limit: number = TEXT_SHOWN): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** A message in a few words: `result of 3`, `error -32601 of 3`, `notifications/progress`. */
export function describeMessage(message: ClassifiedMessage): string {
  const id = message.id === undefined ? '' : ` of id ${JSON.stringify(message.id)}`;
  switch (message.kind) {
    case 'result':
      return `result${id}`;
    case 'error':
      return `error ${String(message.code)}${id}`;
    case 'request':
      return `request ${message.method ?? '?'}${id}`;
    case 'notification':
      return `notification ${message.method ?? '?'}`;
    case 'invalid':
      return `invalid message (${message.problems.join('; ')})`;
  }
}

/** A response in a few words, for the `seen` of a finding. */
export function describeResponse(response: ResponseView): string {
  const { head, end } = response;
  const ending =
    end === undefined ? 'still open' : end.ending === 'complete' ? 'complete' : `ended by ${end.ending.toUpperCase()}`;
  if (head === undefined) return end === undefined ? 'nothing came' : `nothing came, connection ${ending}`;
  const type = headerValue(head.headers, 'content-type');
  const parts = [`status ${head.status}${type === undefined ? '' : ` ${type}`}`];
  const messages = response.messages.map((record) => describeMessage(record.message));
  if (messages.length > 0) parts.push(messages.slice(0, 4).join(', ') + (messages.length > 4 ? ', …' : ''));
  else if (response.body !== undefined && response.body.sizeBytes > 0)
    parts.push(`body "${oneLine(response.body.text)}"`);
  else if (response.events.length > 0) parts.push(`${response.events.length} event(s) without a message`);
  else parts.push('empty body');
  parts.push(ending);
  return parts.join(', ');
}
