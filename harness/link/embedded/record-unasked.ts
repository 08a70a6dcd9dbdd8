import type { EventSink } from '../../history/recorder.js';
import type { HttpUnit } from '../../wire/http-parser.js';

/** Records bytes of a server that are no response and that came while no request was open. */
export function recordUnasked(recorder: EventSink, connection: string, unit: HttpUnit): void {
  if (unit.kind !== 'problem' || unit.rest.length === 0) return;
  const { message, offset } = unit;
  recorder.record({
    kind: 'problem',
    side: 'server',
    connection,
    layer: 'http',
    code: 'unasked-bytes',
    message,
    offset,
  });
}
