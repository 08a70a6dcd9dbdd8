import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CellOutcome } from '../matrix/outcome.js';
import type { CellResult, MatrixOutcome } from '../matrix/result.js';
import type { MatrixRequest } from '../matrix/run-matrix.js';
import { runCli } from './run-cli.js';
import { fakeIo, fakeSignals } from './testing/fake-io.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-matrix-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const facts = ({ name }: { readonly name: string }): { name: string } => ({ name });

/** Runs nothing: every cell comes to the same. */
function pretend(outcome: CellOutcome, status: MatrixOutcome['status'] = 'finished') {
  return (request: MatrixRequest): Promise<MatrixOutcome> => {
    const { clients, servers, faults, onCell, seed } = request;
    const cells = faults.flatMap((fault) =>
      clients.flatMap((client) =>
        servers.map((server): CellResult => {
          const names = { client: client.name, server: server.name, fault: fault.name };
          return { ...names, outcome, message: 'seen with token=abcdefgh12', durationMs: 5, events: [] };
        }),
      ),
    );
    for (const cell of cells) onCell(cell);
    return Promise.resolve({
      status,
      startedAt: new Date(0).toISOString(),
      durationMs: 1,
      seed,
      clients: clients.map(facts),
      servers: servers.map(facts),
      faults: faults.map(({ name, title, specs }) => ({ name, title, faults: specs })),
      cells,
    });
  };
}

function config(value: unknown): string {
  writeFileSync(path.join(folder, 'matrix.json'), JSON.stringify(value));
  return 'matrix.json';
}

const PAIR = {
  clients: ['gold', { name: 'mine', command: 'node adapter.js --token abcdefgh12' }],
  servers: [{ name: 'theirs', command: 'serve --port {port}', url: 'http://127.0.0.1:{port}/mcp' }],
};

async function matrix(args: readonly string[], runMatrix = pretend('survived')) {
  const io = fakeIo(folder);
  const code = await runCli(['matrix', ...args], io, { runMatrix, signals: fakeSignals(), exit: () => undefined });
  return { code, out: io.stdout.text(), err: io.stderr.text() };
}

describe('what comes out', () => {
  test.for<[CellOutcome, MatrixOutcome['status'], number]>([
    ['survived', 'finished', 0],
    ['reconnect', 'finished', 0],
    ['twice', 'finished', 1],
    ['inconclusive', 'finished', 4],
    ['not-run', 'unreachable', 3],
    ['survived', 'interrupted', 130],
  ])('%s, %s: exit status %i, with everything written and no credential in it', async ([outcome, status, expected]) => {
    const files = ['--json', 'out.json', '--markdown', 'out.md'];
    const { code, out } = await matrix(['--config', config(PAIR), ...files], pretend(outcome, status));
    expect(code).toBe(expected);
    expect(out).toContain(`exit status ${expected}`);
    const report = JSON.parse(readFileSync(path.join(folder, 'out.json'), 'utf8')) as { cells: unknown[] };
    expect(report).toMatchObject({ schemaVersion: 1, kind: 'matrix', status });
    expect(report.cells).toHaveLength(26);
    const markdown = readFileSync(path.join(folder, 'out.md'), 'utf8');
    expect(markdown).toContain('| mine |');
    expect(JSON.stringify(report) + markdown + out).not.toContain('abcdefgh12');
  });

  test('tables of the width of the terminal, with a key where names are too long for them', async () => {
    const servers = Array.from({ length: 12 }, (_, n) => ({
      name: `a-server-of-${n}`,
      url: `http://127.0.0.1:${n + 1}/`,
    }));
    const { out } = await matrix(['--config', config({ ...PAIR, servers }), '--fault', 'none,reset']);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).toContain('12 a-server-of-11');
  });
});

test('only those that were named take part', async () => {
  const { out } = await matrix(['--config', config(PAIR), '--client', 'mine', '--fault', 'none', '--fault', 'restart']);
  expect(out).toContain('2 cells');
});

describe('what is refused in one line, before anything is started', () => {
  test.for<[readonly string[], string]>([
    [['--fault', 'resett'], 'did you mean reset?'],
    [['--client', 'golt'], 'did you mean gold?'],
    [['--config', 'none.json'], "none.json can't be read (ENOENT)"],
    [['--revision', '2025-11-25,2025-06-18'], 'one revision at a time'],
    [['--concurrency', '0'], 'from 1 to 64'],
    [['--json', 'a', '--markdown', 'a'], 'same file a'],
    [['--json', 'no/such/folder.json'], 'does not exist'],
    [['--what'], '--what'],
  ])('%s', async ([args, expected]) => {
    const { code, err } = await matrix(args);
    expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(err).toContain(expected);
  });

  test.for<[unknown, string]>([
    [{ clients: ['gold', 'gold'] }, 'two clients are called gold'],
    [{ clients: ['goldd'] }, 'did you mean gold?'],
    [{ servers: [{ name: 'a', url: 'localhost:3000' }] }, 'did you mean http://localhost:3000'],
    [{ servers: [{ name: 'a', url: 'http://127.0.0.1:{port}/mcp' }] }, 'its command has to name it, too'],
    [{ servers: [{ name: 'a' }] }, 'a has neither a url, nor an image, nor the name of a reference server'],
    [{ servers: [{ name: 'a', image: 'b', command: 'c' }] }, 'image and command both start the server a: give one of'],
    [{ clients: [{ name: 'a', image: 'b', command: 'c' }] }, 'image and command both start the client a: give one of'],
    [{ servers: [{ name: 'a', command: 'serve' }] }, 'has a command and no url'],
    [{ peers: [] }, 'peers'],
  ])('the configuration %j', async ([value, expected]) => {
    const { code, err } = await matrix(['--config', config(value)]);
    expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(err).toContain(expected);
  });
});
