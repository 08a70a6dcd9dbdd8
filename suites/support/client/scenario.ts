import type { Checker } from '../../../harness/checkers/checker.js';
import { boundedAttempts, requests } from '../../../harness/checkers/client/bounded-attempts.js';
import { callsOnce, executionsFact } from '../../../harness/checkers/client/calls-once.js';
import { endsRun } from '../../../harness/checkers/client/ends-run.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ClientNeed } from '../../../harness/sut/client/needs.js';
import { scenarioNamed, serveScenario } from '../../../harness/sut/client/official-scenarios.js';

/** The scenarios that cases of the suite play. */
export type Scenario = 'initialize' | 'tools_call' | 'sse-retry';

/** Label of the run of a client in each of these cases. */
export const RUN = 'run';

/** The tool of the scenario `tools_call`. */
export const ADD = 'add_numbers';
/** The tool of the scenario `sse-retry`. */
export const RECONNECT = 'test_reconnection';

/** What a case needs that plays a scenario. */
export function playing(scenario: Scenario, ...more: readonly ClientNeed[]): ClientNeed[] {
  return ['op:run', `scenario:${scenario}`, ...more];
}

/**
 * Lets the client play a scenario, once, and waits for the end of its process. `arrange` puts in front of the server of
 * the scenario what makes it another one.
 */
export async function play(
  context: ClientContext,
  scenario: Scenario,
  arrange: (context: ClientContext) => void = () => undefined,
  limitMs?: number,
): Promise<void> {
  const { server, client, url, revision } = context;
  serveScenario(server, scenarioNamed(scenario));
  arrange(context);
  await client.start('run', { url, scenario, revision }, { label: RUN }).outcome(limitMs);
  for (const tool of [ADD, RECONNECT]) context.fact(executionsFact(tool), server.executions(tool));
}

/**
 * Time, in ms, for a client that has no result to wait for any more: in proportion to what a whole run takes it. It may
 * have a limit of its own beyond that, so that one which is still there is warned of.
 */
export function patienceOf({ offers }: ClientContext): number {
  return 4000 + 3 * offers.callMs;
}

/** A message as an event whose data is written over two lines, with CR LF as ends of lines. */
export function eventOverTwoLines(message: object, head = ''): string {
  return `${head}data: ${JSON.stringify(message).replace(',', ',\r\ndata: ')}\r\n\r\n`;
}

/** Judges of a run that has to succeed. */
export function succeeds(rule: string, does?: string): Checker[] {
  return [
    endsRun(RUN, { with: 'ok', rule, ...(does !== undefined && { does }) }),
    boundedAttempts('requests', requests()),
  ];
}

/** Judges of a run in which the call of `tool` cannot be answered: it ends, it storms nobody, and it calls once. */
export function givesUp(tool: string): Checker[] {
  return [endsRun(RUN, { with: 'any', does: 'tools/call' }), boundedAttempts('requests', requests()), callsOnce(tool)];
}

/** The requirements that {@link givesUp} stands for. */
export const GIVES_UP = ['guarantee.settles', 'guarantee.bounded-retries', 'guarantee.at-most-once'] as const;
