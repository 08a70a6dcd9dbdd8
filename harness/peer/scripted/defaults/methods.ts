import { isObject } from '../../../wire/jsonrpc.js';
import { invalidParams, type Method, type MethodCall, type Outcome } from './method-call.js';
import { TOOLS, ToolFailure } from './tools.js';

const COUNTER_URI = 'faultline://counter';
const RESOURCE_NOT_FOUND = -32002;
const EMPTY: Outcome = { result: {} };

function listTools(): Outcome {
  const tools = Object.entries(TOOLS).map(([name, { description, properties, required }]) => ({
    name,
    description,
    inputSchema: { type: 'object', properties, required },
  }));
  return { result: { tools } };
}

function content(text: string, isError = false): Outcome {
  return { result: { content: [{ type: 'text', text }], ...(isError ? { isError } : {}) } };
}

async function callTool(call: MethodCall): Promise<Outcome> {
  const { name, arguments: given = {} } = call.params;
  const tool = typeof name === 'string' && Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
  if (tool === undefined) return invalidParams(`no such tool: ${String(name)}`);
  if (!isObject(given)) return invalidParams('arguments must be an object');
  // A read of a counter must not change it.
  if (name !== 'faultline_read') call.countExecution();
  try {
    return content(JSON.stringify(await tool.run(given, call)));
  } catch (error) {
    if (error instanceof ToolFailure) return content(error.message, true);
    throw error;
  }
}

function readResource({ params, state }: MethodCall): Outcome {
  if (params.uri !== COUNTER_URI) {
    return { error: { code: RESOURCE_NOT_FOUND, message: 'Resource not found', data: { uri: params.uri } } };
  }
  const text = String(state.executions(COUNTER_URI));
  return { result: { contents: [{ uri: COUNTER_URI, mimeType: 'text/plain', text }] } };
}

function subscribe({ params, session }: MethodCall): Outcome {
  session?.subscriptions.add(String(params.uri));
  return EMPTY;
}

function unsubscribe({ params, session }: MethodCall): Outcome {
  session?.subscriptions.delete(String(params.uri));
  return EMPTY;
}

const METHODS: Readonly<Record<string, Method>> = {
  ping: () => EMPTY,
  'tools/list': listTools,
  'tools/call': callTool,
  'resources/list': () => ({
    result: { resources: [{ uri: COUNTER_URI, name: 'counter', mimeType: 'text/plain' }] },
  }),
  'resources/templates/list': () => ({ result: { resourceTemplates: [] } }),
  'resources/read': readResource,
  'resources/subscribe': subscribe,
  'resources/unsubscribe': unsubscribe,
  'prompts/list': () => ({ result: { prompts: [] } }),
  'prompts/get': ({ params }) => invalidParams(`no such prompt: ${String(params.name)}`),
  'logging/setLevel': () => EMPTY,
  'completion/complete': () => ({ result: { completion: { values: [], total: 0, hasMore: false } } }),
};

/** Does what a request asks for. */
export function callMethod(method: string, call: MethodCall): Outcome | Promise<Outcome> {
  const known = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  return known?.(call) ?? { error: { code: -32601, message: `Method not found: ${method}` } };
}
