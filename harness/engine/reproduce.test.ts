import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { reproduceCommand } from './reproduce.js';
import { reproduceClientCommand } from './reproduce-client.js';
import type { BackendRequest } from '../link/open-backend.js';
import type { CaseEnvironment } from './run-options.js';

type Target = CaseEnvironment['target'];

function command(target: Partial<Target>, timeScale = 1): string {
  const environment = {
    target: { url: new URL('http://localhost:3000/mcp'), headers: {}, ...target },
    seed: 5,
    timeScale,
  };
  return reproduceCommand(environment, 'sessions/delete/twice', '2025-06-18');
}

/** What a shell makes of the command: its words. */
function words(text: string): string[] {
  const script = `set -- ${text}; for word in "$@"; do printf '%s\\n' "$word"; done`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n').slice(0, -1);
}

describe('the command that repeats a case', () => {
  test('names the case, the revision and the seed', () => {
    expect(command({})).toBe(
      'faultline server --url http://localhost:3000/mcp --revision 2025-06-18 --case sessions/delete/twice --seed 5',
    );
  });

  test.each([
    'http://localhost:3000/mcp?a=1&b=$HOME',
    "http://localhost:3000/it's",
    'http://localhost:3000/`id`/$(id)/;id',
  ])('gives %s to the shell as one word', (url) => {
    expect(words(command({ url: new URL(url) }))[3]).toBe(new URL(url).href);
  });

  test('keeps a command with quotes, and puts it before the URL', () => {
    const own = `node server.js --name "it's $me" 'a b'`;
    expect(words(command({ command: own })).slice(1, 4)).toEqual(['server', '--command', own]);
  });

  test('names the second instance, unless the harness starts it', () => {
    const secondTarget = { url: new URL('http://localhost:3001/mcp'), headers: {} };
    const target = { url: new URL('http://localhost:3000/mcp'), headers: {} };
    const of = (image?: string): string =>
      reproduceCommand(
        { target: { ...target, ...(image && { image }) }, secondTarget, seed: 5, timeScale: 1 },
        'a/b',
        '2025-06-18',
      );
    expect(of()).toContain('--url http://localhost:3000/mcp --second-url http://localhost:3001/mcp --revision');
    expect(of('a/b')).not.toContain('--second-url');
  });

  test('names headers without their values', () => {
    const text = command({ headers: { Authorization: 'Bearer hush', 'X-Tenant': 'secret' } });
    expect(words(text)).toEqual(expect.arrayContaining(['Authorization: ***', 'X-Tenant: ***']));
    expect(text).not.toMatch(/hush|secret/);
  });

  test('names the tool that may be called, and the time scale where it is not 1', () => {
    const args = { path: "it's", n: 1 };
    const text = words(command({ userTool: { name: 'read file', args } }, 0.5));
    expect(text[text.indexOf('--tool') + 1]).toBe('read file');
    expect(JSON.parse(text[text.indexOf('--tool-args') + 1] ?? '')).toEqual(args);
    expect(text.slice(-2)).toEqual(['--time-scale', '0.5']);
  });
});

test('that of a client in a container names its image in the place of a command', () => {
  const containers = { image: 'a/b', network: 'n', gateway: '172.18.0.1', labels: {} };
  const target = { command: 'docker run -i --rm a/b', driver: 'adapter', containers } as const;
  const backend = { name: 'containers' } as unknown as BackendRequest;
  expect(reproduceClientCommand({ target, seed: 5, timeScale: 1, backend }, 'answers/one', '2025-06-18')).toBe(
    'faultline client --topology containers --image a/b --revision 2025-06-18 --case answers/one --seed 5',
  );
});
