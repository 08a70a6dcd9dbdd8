import { createHash } from 'node:crypto';
import type { ExchangeView, HistoryView } from '../history/view.js';
import { isObject } from '../wire/jsonrpc.js';
import type { Checker } from './checker.js';
import { responsesTo } from './answers-call.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';
import { toolAnswerOf } from './tool-answer.js';

const RULE = 'transport.utf8';

/** The arguments of the tool call in an exchange, as they were forwarded. */
function argumentsOf(exchange: ExchangeView | undefined): Readonly<Record<string, unknown>> {
  const value = exchange?.sent[0]?.message.value;
  const params = isObject(value) ? value['params'] : undefined;
  const args = isObject(params) ? params['arguments'] : undefined;
  return isObject(args) ? args : {};
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

type Comparison = (
  answer: Readonly<Record<string, unknown>>,
  args: Readonly<Record<string, unknown>>,
) => string | undefined;

function comparesText(name: string, label: string, expected: string, compare: Comparison): Checker {
  return checker(`${name}(${label})`, [RULE], (view: HistoryView, judge) => {
    const exchange = view.exchange(label);
    const [response] = responsesTo(view, label);
    if (exchange === undefined || response === undefined) {
      const seen = exchange === undefined ? 'the call was never sent' : describeResponse(exchange.server);
      judge.inconclusive(RULE, expected, seen);
      return;
    }
    judge.saw(response);
    const answer = toolAnswerOf(response.message);
    const wrong = answer === undefined ? 'an answer without the text' : compare(answer, argumentsOf(exchange));
    if (wrong !== undefined) judge.breach(RULE, { expected, seen: wrong, events: [response] });
  });
}

/** `faultline_echo` gives back the text of the call, character by character. */
export function echoesText(label: string): Checker {
  return comparesText('echoes-text', label, `${label} gives the text back unchanged`, ({ text }, args) => {
    if (text === args['text']) return undefined;
    const length = typeof text === 'string' ? text.length : 0;
    return `another text, of ${length} instead of ${String(args['text']).length} UTF-16 units`;
  });
}

/** The text of `faultline_blob` has the size that was asked for and the digest that the server names. */
export function deliversBlob(label: string): Checker {
  return comparesText('delivers-blob', label, `${label} brings its text byte by byte`, ({ text, sha256 }, args) => {
    if (typeof text !== 'string') return 'an answer without the text';
    const sizeBytes = Buffer.byteLength(text);
    if (sizeBytes !== args['bytes']) return `${sizeBytes} bytes instead of ${String(args['bytes'])}`;
    return digest(text) === sha256 ? undefined : 'a text whose SHA-256 is not the one that the server names';
  });
}
