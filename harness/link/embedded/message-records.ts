import type { MessageRecord, Side } from '../../history/events.js';
import type { EventSink } from '../../history/recorder.js';
import type { HeaderList } from '../../wire/http-head.js';
import { headerValue } from '../../wire/http-head.js';
import { parseMessages } from '../../wire/jsonrpc.js';

/** Where messages were found. */
export interface MessageOrigin {
  readonly side: Side;
  readonly exchange: string;
  readonly direction: MessageRecord['direction'];
  readonly carrier: MessageRecord['carrier'];
  readonly eventId?: string | undefined;
  /** Body offset of the text. */
  readonly offset: number;
}

/** Records the JSON-RPC messages of a text and what is wrong with them. */
export function recordMessages(recorder: EventSink, origin: MessageOrigin, text: string): void {
  const { side, exchange, direction, carrier, eventId, offset } = origin;
  const parsed = parseMessages(text);
  if (parsed.kind === 'unparseable') {
    const { reason: message } = parsed;
    recorder.record({ kind: 'problem', side, exchange, offset, layer: 'json', code: 'unparseable', message });
    return;
  }
  const batched = parsed.kind === 'batch';
  for (const message of parsed.kind === 'batch' ? parsed.messages : [parsed.message]) {
    const record: MessageRecord = { kind: 'message', side, exchange, direction, carrier, message, batched };
    recorder.record(eventId === undefined ? record : { ...record, eventId });
    for (const problem of message.problems) {
      const code = 'malformed-message';
      recorder.record({ kind: 'problem', side, exchange, offset, layer: 'json-rpc', code, message: problem });
    }
  }
}

/** Media type of a body, in lower case and without parameters; empty where the head names none. */
export function mediaType(headers: HeaderList): string {
  return (headerValue(headers, 'Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Whether a media type is JSON. */
export function isJson(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json');
}

/** Whether a body is coded so that its bytes are not its text. */
export function isEncoded(headers: HeaderList): boolean {
  const coding = headerValue(headers, 'Content-Encoding')?.trim().toLowerCase() ?? '';
  return coding !== '' && coding !== 'identity';
}
