import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyMessage, isObject, parseMessages, type JsonRpcKind } from './jsonrpc.js';

fc.configureGlobal({ seed: 20_250_618, numRuns: 300 });

function classify(members: Record<string, unknown>): ReturnType<typeof classifyMessage> {
  return classifyMessage({ jsonrpc: '2.0', ...members });
}

describe('well made messages', () => {
  it.each<[JsonRpcKind, Record<string, unknown>, Record<string, unknown>]>([
    ['request', { id: 1, method: 'ping' }, { id: 1, method: 'ping' }],
    ['request', { id: '', method: 'tools/call', params: {} }, { id: '', method: 'tools/call' }],
    ['request', { id: -5, method: 'vendor/thing' }, { id: -5 }],
    ['notification', { method: 'notifications/initialized' }, { method: 'notifications/initialized' }],
    ['notification', { method: 'ping', id: undefined }, { method: 'ping' }],
    ['result', { id: 0, result: {} }, { id: 0 }],
    ['error', { id: 'a', error: { code: -32600, message: '', data: [] } }, { id: 'a', code: -32600 }],
    ['error', { id: null, error: { code: 1, message: 'm' } }, { id: null, code: 1 }],
    ['error', { error: { code: 1, message: 'm' } }, { id: null, code: 1 }],
  ])('%s %j', (kind, members, expected) => {
    const value = { jsonrpc: '2.0', ...members };
    expect(classifyMessage(value)).toEqual({ kind, ...expected, method: members.method, problems: [], value });
  });
});

describe('breaches', () => {
  it.each<[Record<string, unknown>, JsonRpcKind, string[]]>([
    [{ jsonrpc: 2, id: 1, method: 'm' }, 'request', ['jsonrpc must be the string "2.0"']],
    [{ jsonrpc: undefined, id: 1, result: {} }, 'result', ['jsonrpc must be the string "2.0"']],
    [{ id: null, method: 'm' }, 'request', ['the id of a request must not be null']],
    [{ id: 1.5, method: 'm' }, 'request', ['id must be a string or an integer']],
    [{ id: true, method: 'm' }, 'request', ['id must be a string or an integer']],
    [{ id: 1, method: 'm', params: [] }, 'request', ['params must be an object']],
    [{ method: 'm', params: null }, 'notification', ['params must be an object']],
    [{ id: 1, method: 'notifications/progress' }, 'request', ['a notification must not have an id']],
    [{ id: 1, method: 7 }, 'invalid', ['method must be a string']],
    [{ id: 1, method: 'm', result: {} }, 'request', ['a message with a method must not have a result']],
    [{ method: 'm', error: {} }, 'notification', ['a message with a method must not have an error']],
    [{ id: 1 }, 'invalid', ['a message must have a method, a result or an error']],
    [{ result: {} }, 'result', ['a result must have the id of its request']],
    [{ id: null, result: {} }, 'result', ['the id of a result must not be null']],
    [{ id: 1, result: 'text' }, 'result', ['result must be an object']],
    [{ id: 1, result: null }, 'result', ['result must be an object']],
    [{ id: 1, error: null }, 'error', ['error must be an object']],
    [{ id: 1, error: { code: '1', message: 'm' } }, 'error', ['error.code must be an integer']],
    [{ id: 1, error: { code: 1.5 } }, 'error', ['error.code must be an integer', 'error.message must be a string']],
    [{ id: 1, result: {}, error: null }, 'result', ['a response must not have both a result and an error']],
    [
      { id: 1, result: null, error: { code: 1, message: 'm' } },
      'error',
      ['a response must not have both a result and an error'],
    ],
  ])('%j', (members, kind, problems) => {
    expect(classify(members)).toMatchObject({ kind, problems });
  });

  it.each([[null], [[]], ['text'], [1], [undefined]])('%j is no message', (value) => {
    expect(classifyMessage(value)).toEqual({ kind: 'invalid', problems: ['a message must be a JSON object'], value });
  });

  it('keeps an id that can be answered', () => {
    expect(classify({ id: 7, method: [] }).id).toBe(7);
    expect(classify({ id: 1.5, method: 'm' }).id).toBe(1.5);
    expect(classify({ id: {}, result: {} }).id).toBeNull();
  });
});

describe('parseMessages', () => {
  it('tells single messages, batches and garbage apart', () => {
    expect(parseMessages(' {"jsonrpc":"2.0","method":"m"}\n')).toMatchObject({
      kind: 'single',
      message: { method: 'm' },
    });
    expect(parseMessages('[{"jsonrpc":"2.0","id":1,"result":{}}, 3]')).toMatchObject({
      kind: 'batch',
      messages: [{ kind: 'result', problems: [] }, { kind: 'invalid' }],
    });
    expect(parseMessages('[]')).toEqual({ kind: 'batch', messages: [] });
    expect(parseMessages(' ')).toEqual({ kind: 'unparseable', reason: 'the text is empty' });
    expect(parseMessages('<html>')).toMatchObject({ kind: 'unparseable' });
    expect(parseMessages('{"jsonrpc":"2.0","id":1,"resu')).toMatchObject({ kind: 'unparseable' });
  });

  it('never throws, and classifies all JSON alike from text and as a value', () => {
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom('2.0', 'ping', 1, null, {}));
    const names = fc.constantFrom('jsonrpc', 'id', 'method', 'params', 'result', 'error', '__proto__');
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(names, member), fc.jsonValue()), (value) => {
        const json = JSON.stringify(value);
        const parsed = parseMessages(json);
        const again: unknown = JSON.parse(json);
        if (Array.isArray(again)) expect(parsed).toEqual({ kind: 'batch', messages: again.map(classifyMessage) });
        else expect(parsed).toEqual({ kind: 'single', message: classifyMessage(again) });
      }),
    );
  });
});

it('isObject leaves out null and arrays', () => {
  expect([{}, null, [], 'a'].map(isObject)).toEqual([true, false, false, false]);
});
