import type { JsonRpcId } from '../../../harness/wire/jsonrpc.js';

/** The result of a tool call as the probe tools give it: one text block that holds `{"text": text}`. */
export function textResult(text: string): Readonly<Record<string, unknown>> {
  return { content: [{ type: 'text', text: JSON.stringify({ text }) }] };
}

/** The response to a call, as one line of JSON. */
export function responseLine(id: JsonRpcId | undefined, text: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result: textResult(text) });
}
