import { describe, expect, test } from 'vitest';
import type { Behaviour as ClientBehaviour } from '../../fixtures/clients/gold/behaviour.js';
import type { Behaviour as ServerBehaviour } from '../../fixtures/servers/gold/index.js';
import { goldClient, goldServer } from '../../fixtures/testing/gold-participants.js';
import { MATRIX_FAULTS } from './matrix-fault.js';
import type { CellOutcome } from './outcome.js';
import type { CellResult, MatrixOutcome } from './result.js';
import { CELL_LIMITS } from './run-cell.js';
import { runMatrix } from './run-matrix.js';

interface Pair {
  readonly client?: Partial<ClientBehaviour>;
  readonly server?: Partial<ServerBehaviour>;
  readonly callMs?: number;
  readonly graceMs?: number;
}

function run(faults: readonly string[], { client, server, ...limits }: Pair = {}): Promise<MatrixOutcome> {
  return runMatrix({
    clients: [goldClient('client', client)],
    servers: [goldServer('server', server)],
    faults: MATRIX_FAULTS.filter(({ name }) => faults.includes(name)),
    seed: 1,
    concurrency: 8,
    limits: { ...CELL_LIMITS, ...limits },
    signal: new AbortController().signal,
    onCell: () => undefined,
  });
}

async function cellUnder(fault: string, pair: Pair): Promise<CellResult> {
  const { cells, status } = await run([fault], pair);
  expect(status).toBe('finished');
  const [cell] = cells;
  if (cell === undefined) throw new Error('there is no cell');
  return cell;
}

const GOLD: Readonly<Record<string, CellOutcome>> = {
  none: 'survived',
  latency: 'survived',
  fragments: 'survived',
  buffering: 'survived',
  503: 'recovered',
  404: 'survived',
  reset: 'recovered',
  'clean-end': 'recovered',
  'stream-cut': 'survived',
  'idle-cut': 'survived',
  'black-hole': 'timed-out',
  outage: 'recovered',
  restart: 'recovered',
};

test('the gold pair under every fault, each of which is seen on the wire', async () => {
  const { cells, status, clients, servers } = await run(MATRIX_FAULTS.map(({ name }) => name));
  expect(status).toBe('finished');
  expect(Object.fromEntries(cells.map(({ fault, outcome }) => [fault, outcome]))).toEqual(GOLD);
  expect(clients).toMatchObject([{ name: 'client', version: expect.stringMatching(/^\d/) as string }]);
  expect(servers).toMatchObject([{ name: 'server', product: 'faultline-gold' }]);
});

describe('a pair of which one is broken', () => {
  test.for<[CellOutcome, string, string, Pair]>([
    ['mute', '503', 'client', { client: { failureText: () => '', httpErrorText: () => '' } }],
    ['reconnect', 'restart', 'client', { client: { opensNewSession: false, connected: () => false } }],
    ['lied', 'restart', 'client', { client: { opensNewSession: false, connected: () => true } }],
    [
      'stuck',
      'clean-end',
      'client',
      { client: { failsOnCut: false, limitGiven: () => 60_000 }, callMs: 600, graceMs: 1_500 },
    ],
    ['twice', 'reset', 'client', { client: { repeatsFailed: ({ name }) => name !== 'ServerError' } }],
    ['twice', 'none', 'server', { server: { runsHandlerTwice: true } }],
    ['broken', 'none', 'pair', { server: { maxConcurrentCalls: 0 } }],
  ])('%s under %s, which is laid to %s', async ([outcome, fault, blame, pair]) => {
    const { message, evidence, ...cell } = await cellUnder(fault, pair);
    expect({ outcome: cell.outcome, blame: cell.blame }, `${message}; ${evidence ?? ''}`).toEqual({ outcome, blame });
  });
});
