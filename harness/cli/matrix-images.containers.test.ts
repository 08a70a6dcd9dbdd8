import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { findEngine } from '../link/containers/engine.js';
import { runCli } from './run-cli.js';
import { fakeIo, fakeSignals } from './testing/fake-io.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-images-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function remains(): Promise<number> {
  const docker = await findEngine();
  const filters = { label: [`faultline.owner=${process.pid}`] };
  const containers = await docker.listContainers({ all: true, filters });
  return containers.length + (await docker.listNetworks({ filters })).length;
}

interface Cell {
  readonly fault: string;
  readonly outcome: string;
  readonly message: string;
}

async function matrix(clients: unknown[], servers: unknown[], faults: string): Promise<readonly Cell[]> {
  writeFileSync(path.join(folder, 'matrix.json'), JSON.stringify({ clients, servers }));
  const args = ['matrix', '--config', 'matrix.json', '--fault', faults, '--json', 'out.json', '--quiet'];
  await runCli(args, fakeIo(folder), { signals: fakeSignals(), exit: () => undefined });
  const report = JSON.parse(readFileSync(path.join(folder, 'out.json'), 'utf8')) as { cells: readonly Cell[] };
  return report.cells;
}

const CLIENT = { name: 'client', image: 'faultline/gold-client' };
const SERVER = { name: 'server', image: 'faultline/gold' };

describe.skipIf(inject('noContainers') !== '')('a matrix of images', () => {
  test('is run from container to container, the server started anew, and nothing left', async () => {
    const cells = await matrix([CLIENT], [SERVER], 'none,restart');
    expect(cells.map(({ fault, outcome }) => [fault, outcome])).toEqual([
      ['none', 'survived'],
      ['restart', 'recovered'],
    ]);
    expect(await remains()).toBe(0);
  });

  test.each([
    [{ ...CLIENT, image: 'faultline/gold' }, SERVER, /^the image faultline\/gold is that of a server/],
    [
      CLIENT,
      { ...SERVER, image: 'faultline/nginx' },
      /^the image faultline\/nginx does not say on which port|^the server/,
    ],
    [CLIENT, { ...SERVER, image: 'faultline/none' }, /^the image faultline\/none is not here and can't be pulled/],
  ])('tells why an image can not take part: %j, %j', async (client, server, message) => {
    const cells = await matrix([client], [server], 'none');
    expect(cells).toMatchObject([{ outcome: 'not-run', message: expect.stringMatching(message) as string }]);
    expect(await remains()).toBe(0);
  });
});
