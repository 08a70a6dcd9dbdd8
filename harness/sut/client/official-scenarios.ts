import type { ScriptedServer, ServedExchange } from '../../peer/scripted/scripted-server.js';
import { isObject } from '../../wire/jsonrpc.js';

/** A scenario of the official conformance suite that the harness makes use of. */
export interface OfficialScenario {
  /** As it stands in `MCP_CONFORMANCE_SCENARIO`. */
  readonly name: string;
  /** The tool that a client calls in it. */
  readonly tool?: string;
  /** Whether a client has done what the scenario is about, by what arrived at the server. */
  readonly isDone: (arrived: readonly ServedExchange[]) => boolean;
}

const RETRY_MS = 50;

function hasSent(arrived: readonly ServedExchange[], method: string): boolean {
  return arrived.some(({ message }) => message?.method === method);
}

/** The scenarios that have to do with transports: a handshake, a call, a stream that is closed before the answer. */
export const OFFICIAL_SCENARIOS: readonly OfficialScenario[] = [
  { name: 'initialize', isDone: (arrived) => hasSent(arrived, 'notifications/initialized') },
  { name: 'tools_call', tool: 'add_numbers', isDone: (arrived) => hasSent(arrived, 'tools/call') },
  {
    name: 'sse-retry',
    tool: 'test_reconnection',
    isDone: (arrived) =>
      arrived.some(
        ({ method, headers }) => method === 'GET' && headers.some(([name]) => name.toLowerCase() === 'last-event-id'),
      ),
  },
];

const NUMBER = { type: 'number' };
const SCHEMAS: Readonly<Record<string, object>> = {
  add_numbers: { type: 'object', properties: { a: NUMBER, b: NUMBER }, required: ['a', 'b'] },
  test_reconnection: { type: 'object', properties: {} },
};

/** The scenario of this name. Throws for one that the harness makes no use of. */
export function scenarioNamed(name: string): OfficialScenario {
  const found = OFFICIAL_SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`unknown scenario: ${name}`);
  return found;
}

function sumOf({ params }: ServedExchange): string {
  const { a, b } = isObject(params['arguments']) ? params['arguments'] : {};
  return `The sum of ${String(a)} and ${String(b)} is ${Number(a) + Number(b)}`;
}

/** The result of the tool of a scenario. */
export function scenarioResult(call: ServedExchange): object {
  const text = call.params['name'] === 'add_numbers' ? sumOf(call) : 'Reconnection test completed successfully';
  return { content: [{ type: 'text', text }] };
}

/** Makes a server offer the tool of a scenario, and what belongs to it. */
export function serveScenario(server: ScriptedServer, { tool }: OfficialScenario): void {
  if (tool === undefined) return;
  server.on({ rpc: 'tools/list' }, (exchange) =>
    exchange.result({ tools: [{ name: tool, description: tool, inputSchema: SCHEMAS[tool] }] }),
  );
  if (tool === 'add_numbers') {
    server.on({ tool }, (exchange) => {
      exchange.countExecution();
      exchange.result(scenarioResult(exchange));
    });
    return;
  }
  let call: ServedExchange | undefined;
  server.on({ tool }, async (exchange) => {
    call = exchange;
    exchange.stream();
    exchange.event({ id: 'faultline-1', data: '', retry: String(RETRY_MS) });
    await exchange.end();
  });
  server.on({ method: 'GET', resumes: true }, async (exchange) => {
    exchange.stream();
    if (call !== undefined) exchange.send({ jsonrpc: '2.0', id: call.id, result: scenarioResult(call) }, 'faultline-2');
    await exchange.end();
  });
}
