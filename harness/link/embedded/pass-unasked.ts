import type { EventSink } from '../../history/recorder.js';
import type { HttpUnit } from '../../wire/http-parser.js';
import type { Pipe } from './pipe.js';

/** What a server says while no request is open goes on to the client, who is to cope with it, and leaves a trace. */
export function passUnasked(recorder: EventSink, connection: string, unit: HttpUnit, toClient: Pipe): void {
  const bytes = unit.kind === 'problem' ? unit.rest : unit.kind === 'end' ? undefined : unit.bytes;
  if (bytes === undefined || bytes.length === 0) return;
  if (unit.kind === 'problem') {
    const { message, offset } = unit;
    const where = { side: 'server', connection, layer: 'http' } as const;
    recorder.record({ kind: 'problem', ...where, code: 'unasked-bytes', message, offset });
  }
  toClient.push([{ kind: 'raw', bytes }]);
}
