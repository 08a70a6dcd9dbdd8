/** A request id as MCP allows it: a string or an integer. */
export type JsonRpcId = string | number;

export type JsonRpcKind = 'request' | 'notification' | 'result' | 'error' | 'invalid';

/** One JSON-RPC message and what is wrong with it. */
export interface ClassifiedMessage {
  /** What the message means to be, as far as its members tell; `problems` says whether it is well made. */
  kind: JsonRpcKind;
  /**
   * The id. Null where it is null, where its type is neither string nor number, and for a response without one;
   * absent for a notification and for an invalid message without id.
   */
  id?: JsonRpcId | null;
  /** The method of a request or notification. */
  method?: string;
  /** `error.code` of an error, whatever its type. */
  code?: unknown;
  /** Each breach in one sentence; empty for a well made message. */
  problems: string[];
  /** The message itself. */
  value: unknown;
}

export type ParsedBody =
  | { kind: 'single'; message: ClassifiedMessage }
  | { kind: 'batch'; messages: ClassifiedMessage[] }
  | { kind: 'unparseable'; reason: string };

/** Whether a value is a JSON object (not null, not an array). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Tells what a parsed JSON value is as a JSON-RPC message and lists every breach of JSON-RPC 2.0 (sections 4 and 5)
 * and of the MCP base protocol ("Messages", the same in every revision: ids are strings or integers and never null in
 * a request, params and results are objects). Members whose value is `undefined` count as absent. Never throws.
 */
export function classifyMessage(value: unknown): ClassifiedMessage {
  if (!isObject(value)) return { kind: 'invalid', problems: ['a message must be a JSON object'], value };
  const problems: string[] = [];
  if (value.jsonrpc !== '2.0') problems.push('jsonrpc must be the string "2.0"');
  if (value.method !== undefined) return classifyCall(value, problems);
  if (value.error !== undefined || value.result !== undefined) return classifyResponse(value, problems);
  problems.push('a message must have a method, a result or an error');
  return { kind: 'invalid', ...invalidId(value.id, problems), problems, value };
}

/**
 * Parses the text of a body, an SSE event or a stdio line. An array is a batch, also an empty one (which JSON-RPC
 * does not allow); whether a batch is allowed at all depends on the revision and is left to the caller.
 */
export function parseMessages(text: string): ParsedBody {
  if (text.trim() === '') return { kind: 'unparseable', reason: 'the text is empty' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'unparseable', reason: error instanceof Error ? error.message : String(error) };
  }
  if (Array.isArray(value)) return { kind: 'batch', messages: value.map((item) => classifyMessage(item)) };
  return { kind: 'single', message: classifyMessage(value) };
}

function classifyCall(value: Record<string, unknown>, problems: string[]): ClassifiedMessage {
  const { id, method, params } = value;
  if (value.result !== undefined) problems.push('a message with a method must not have a result');
  if (value.error !== undefined) problems.push('a message with a method must not have an error');
  if (params !== undefined && !isObject(params)) problems.push('params must be an object');
  if (typeof method !== 'string') {
    problems.push('method must be a string');
    return { kind: 'invalid', ...invalidId(id, problems), problems, value };
  }
  if (id === undefined) return { kind: 'notification', method, problems, value };
  if (method.startsWith('notifications/')) problems.push('a notification must not have an id');
  if (id === null) problems.push('the id of a request must not be null');
  return { kind: 'request', id: readId(id, problems), method, problems, value };
}

function classifyResponse(value: Record<string, unknown>, problems: string[]): ClassifiedMessage {
  const { error, result } = value;
  if (error !== undefined && result !== undefined) problems.push('a response must not have both a result and an error');
  // JSON-RPC 1.0 wrote the member that does not apply as null; such a response is still meant as the other one.
  const isError = error !== undefined && (error !== null || result === undefined);
  const id = readId(value.id, problems);
  if (isError) {
    const code = checkError(error, problems);
    return { kind: 'error', id, ...(code === undefined ? {} : { code }), problems, value };
  }
  if (value.id === undefined) problems.push('a result must have the id of its request');
  if (value.id === null) problems.push('the id of a result must not be null');
  if (!isObject(result)) problems.push('result must be an object');
  return { kind: 'result', id, problems, value };
}

function checkError(error: unknown, problems: string[]): unknown {
  if (!isObject(error)) {
    problems.push('error must be an object');
    return undefined;
  }
  if (!Number.isInteger(error.code)) problems.push('error.code must be an integer');
  if (typeof error.message !== 'string') problems.push('error.message must be a string');
  return error.code;
}

function readId(id: unknown, problems: string[]): JsonRpcId | null {
  if (id === undefined || id === null) return null;
  if (typeof id === 'string') return id;
  if (!Number.isInteger(id)) problems.push('id must be a string or an integer');
  return typeof id === 'number' ? id : null;
}

function invalidId(id: unknown, problems: string[]): { id?: JsonRpcId | null } {
  return id === undefined ? {} : { id: readId(id, problems) };
}
