import { isObject } from '../wire/jsonrpc.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';

const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;

/** Capabilities that the probe declares: it can be asked for a form, and for nothing else. */
export const PROBE_CAPABILITIES: Readonly<Record<string, unknown>> = { elicitation: {} };

function answerTo(request: ClassifiedMessage): Record<string, unknown> {
  if (request.method === 'ping') return { result: {} };
  if (request.method !== 'elicitation/create') {
    return { error: { code: METHOD_NOT_FOUND, message: `the client does not offer ${request.method ?? 'this'}` } };
  }
  const params = isObject(request.value) ? request.value['params'] : undefined;
  // A client that did not declare the URL mode must refuse it (client/elicitation of 2025-11-25, error handling).
  if (isObject(params) && params['mode'] === 'url') {
    return { error: { code: INVALID_PARAMS, message: 'the client does not offer elicitation by URL' } };
  }
  return { result: { action: 'accept', content: { answer: 'faultline' } } };
}

/**
 * The message by which a correct client answers a request of the server; undefined for a message that is no request
 * with a usable id.
 */
export function replyTo(message: ClassifiedMessage): Readonly<Record<string, unknown>> | undefined {
  if (message.kind !== 'request' || message.id === undefined || message.id === null) return undefined;
  return { jsonrpc: '2.0', id: message.id, ...answerTo(message) };
}
