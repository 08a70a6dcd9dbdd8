import type { RequestHead } from '../../wire/http-head.js';
import type { HttpUnit } from '../../wire/http-parser.js';
import { parseMessages, type ClassifiedMessage } from '../../wire/jsonrpc.js';

/** A request that has arrived completely. */
export interface IncomingRequest {
  readonly head: RequestHead;
  readonly body: string;
  readonly messages: readonly ClassifiedMessage[];
}

/** What is beyond this is read and dropped; such a body holds no messages. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Puts the units of one request together. */
export class RequestCollector {
  readonly #head: RequestHead;
  readonly #parts: Uint8Array[] = [];
  #keptBytes = 0;
  #isCut = false;

  constructor(head: RequestHead) {
    this.#head = head;
  }

  take(unit: HttpUnit): void {
    if (unit.kind !== 'data') return;
    if (this.#keptBytes + unit.bytes.length > BODY_LIMIT_BYTES) {
      this.#isCut = true;
      return;
    }
    this.#keptBytes += unit.bytes.length;
    this.#parts.push(unit.bytes);
  }

  complete(): IncomingRequest {
    const body = Buffer.concat(this.#parts).toString('utf8');
    return { head: this.#head, body, messages: this.#isCut ? [] : messagesOf(body) };
  }
}

function messagesOf(body: string): readonly ClassifiedMessage[] {
  const parsed = parseMessages(body);
  if (parsed.kind === 'unparseable') return [];
  return parsed.kind === 'batch' ? parsed.messages : [parsed.message];
}
