import type { HistoryView } from '../../../history/view.js';
import { isObject } from '../../../wire/jsonrpc.js';
import { isHandshake, isResponse, messagesOfServer, paramsOf } from '../../attribution.js';
import type { RecordedMessage } from '../../attribution.js';
import type { Checker } from '../../checker.js';
import { describeMessage } from '../../describe.js';
import { checker } from '../../judge.js';
import { handshakeBefore, hasSeveralClients, requestsInOrder } from '../handshakes.js';
import { messagesOfClient } from './messages.js';

const NEGOTIATED = 'lifecycle.operate.negotiated-capabilities';
const DECLARES = 'capability.client-declares';

/** The server capability that a method of the client needs (basic/lifecycle, Capability Negotiation). */
const NEEDS: readonly (readonly [prefix: string, capability: string])[] = [
  ['tools/', 'tools'],
  ['resources/', 'resources'],
  ['prompts/', 'prompts'],
  ['logging/', 'logging'],
  ['completion/', 'completions'],
];

type Result = Readonly<Record<string, unknown>>;

/**
 * The client capability that fulfilling a request of the server needs. A list of no roots, and a question that is turned
 * down, may come from a client that does not have the feature: they fulfil nothing.
 */
const FULFILS: readonly (readonly [method: string, capability: string, fulfils: (result: Result) => boolean])[] = [
  ['sampling/createMessage', 'sampling', () => true],
  ['elicitation/create', 'elicitation', ({ action }) => action === 'accept'],
  ['roots/list', 'roots', ({ roots }) => Array.isArray(roots) && roots.length > 0],
];

/** The capability that a result shows to be there, whether it was declared or not. */
function shown(question: RecordedMessage | undefined, reply: RecordedMessage): string | undefined {
  const [, capability, fulfils] = FULFILS.find(([method]) => method === question?.message.method) ?? [];
  const result = isObject(reply.message.value) ? reply.message.value['result'] : undefined;
  return isObject(result) && fulfils?.(result) === true ? capability : undefined;
}

function advertised(view: HistoryView, record: RecordedMessage): Readonly<Record<string, unknown>> | undefined {
  const exchange = view.exchange(record.exchange);
  const handshake = exchange && handshakeBefore(view, exchange);
  for (const { message } of handshake?.exchange.server.messages ?? []) {
    const result = isObject(message.value) ? message.value['result'] : undefined;
    if (isObject(result) && isObject(result['capabilities'])) return result['capabilities'];
  }
  return undefined;
}

/** Capabilities of the newest handshake before an event. */
function declared(view: HistoryView, index: number): Readonly<Record<string, unknown>> | undefined {
  const handshake = requestsInOrder(view).findLast((one) => isHandshake(one) && one.request.index < index);
  const record = handshake?.sent.find(({ message }) => message.method === 'initialize');
  const capabilities = record && paramsOf(record)['capabilities'];
  return isObject(capabilities) ? capabilities : undefined;
}

/** The client uses what the server offers and fulfils what it declared itself, and nothing else. */
export function usesNegotiatedFeatures(): Checker {
  return checker('uses-negotiated-features', [NEGOTIATED, DECLARES], (view, judge) => {
    const messages = messagesOfClient(view);
    judge.saw(messages[0]);
    if (hasSeveralClients(view)) return;
    for (const record of messages) {
      const { method = '', kind } = record.message;
      const capability = kind === 'request' ? NEEDS.find(([prefix]) => method.startsWith(prefix))?.[1] : undefined;
      const offers = capability === undefined ? undefined : advertised(view, record);
      if (capability === undefined || offers === undefined || offers[capability] !== undefined) continue;
      const expected = `no ${method} to a server without the capability ${capability}`;
      judge.breach(NEGOTIATED, { expected, seen: `one on ${record.exchange}`, events: [record] });
    }
    const asked = messagesOfServer(view).filter(({ message }) => message.kind === 'request');
    for (const reply of messages.filter((record) => isResponse(record) && record.message.kind === 'result')) {
      const question = asked.find(({ message }) => message.id === reply.message.id);
      const capability = shown(question, reply);
      const own = capability === undefined ? undefined : declared(view, reply.index);
      if (capability === undefined || own === undefined || own[capability] !== undefined) continue;
      const expected = `what is fulfilled was declared: ${capability}`;
      judge.breach(DECLARES, {
        expected,
        seen: `${describeMessage(reply.message)}, undeclared`,
        events: [question, reply],
      });
    }
  });
}
