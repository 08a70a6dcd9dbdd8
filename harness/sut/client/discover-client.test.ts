import { expect, test } from 'vitest';
import { streamChannel } from './channel.js';
import type { LaunchClient } from './channel.js';
import { discoverClient } from './discover-client.js';
import type { ClientDiscovery } from './discover-client.js';
import { readLines } from './testing/read-lines.js';

type Line = Readonly<Record<string, unknown>>;

/** Finds out about an adapter inside of this process that answers each line so. */
function discover(
  answer: (line: Line) => Promise<Line | undefined> | Line | undefined,
  revisions = ['2025-06-18'],
): Promise<ClientDiscovery> {
  const launch: LaunchClient = () =>
    streamChannel(async ({ stdin, stdout }) => {
      const say = (line: object): void => void stdout.write(`${JSON.stringify(line)}\n`);
      say({
        event: 'ready',
        name: 'fake',
        version: '1',
        ops: ['connect', 'close'],
        revisions,
        transports: ['streamable-http'],
      });
      await readLines(stdin, (text) => {
        const line = JSON.parse(text) as Line;
        void Promise.resolve(answer(line)).then((said) => {
          if (said !== undefined) say({ id: line['id'], ...said });
        });
      });
      return 0;
    });
  return discoverClient({ command: '', driver: 'adapter' }, { deadlineMs: 500, launch });
}

function reasonOf(discovery: ClientDiscovery): string {
  return discovery.ok ? '' : discovery.reason;
}

test('a client that answers ok to everything has connected nowhere', async () => {
  const discovery = await discover(() => ({ ok: true, result: { protocolVersion: '2025-06-18', serverInfo: null } }));
  expect(reasonOf(discovery)).toBe('connect was answered with ok, but no initialize arrived at the server');
});

test('a client that cannot connect to a correct server is told with its own words', async () => {
  const discovery = await discover(() => ({ ok: false, error: { message: 'no network' } }));
  expect(reasonOf(discovery)).toBe('connect at 2025-06-18 against a correct server failed: no network');
  expect(reasonOf(await discover(() => undefined))).toBe(
    'connect at 2025-06-18 against a correct server failed: there was no answer in time',
  );
});

test('a client that speaks none of the revisions asked for is told so', async () => {
  expect(reasonOf(await discover(() => undefined, ['2026-07-28']))).toBe(
    'the client speaks 2026-07-28, none of those to be checked (2025-03-26, 2025-06-18, 2025-11-25)',
  );
});

test('a client may offer another revision than it was told to: the server chooses', async () => {
  const discovery = await discover(async ({ op, url }) => {
    if (op === 'connect') await initialize(String(url), '2025-11-25');
    return { ok: true, result: {} };
  });
  expect(discovery).toMatchObject({ ok: true, profile: { byRevision: { '2025-06-18': {} } } });
});

test('what a client does is found out: it opens no GET stream, ends no session, resumes nothing', async () => {
  const discovery = await discover(async ({ op, url }) => {
    if (op === 'connect') await initialize(String(url), '2025-06-18');
    return { ok: true, result: { protocolVersion: '2025-06-18', serverInfo: null } };
  });
  expect(discovery).toMatchObject({
    ok: true,
    profile: {
      name: 'fake',
      driver: 'adapter',
      byRevision: {
        '2025-06-18': {
          opensGetStream: false,
          deletesSession: false,
          resumes: false,
          tellsConnected: false,
          tellsProgress: false,
          capabilities: { roots: {} },
        },
      },
    },
  });
});

async function initialize(url: string, protocolVersion: string): Promise<void> {
  const params = { protocolVersion, capabilities: { roots: {} }, clientInfo: { name: 'fake', version: '1' } };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  });
  await response.text();
}
