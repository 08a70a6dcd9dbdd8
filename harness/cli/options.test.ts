import { describe, expect, test } from 'vitest';
import { checkServerOptions } from './options.js';
import type { RawServerOptions } from './raw-options.js';
import { UsageError } from './usage-error.js';

const url = 'http://localhost:3000/mcp';

test('defaults', () => {
  expect(checkServerOptions({ url })).toEqual({
    target: { url: new URL(url), headers: {} },
    isUrlGiven: true,
    topology: 'embedded',
    backend: 'embedded',
    cases: [],
    suites: [],
    faults: [],
    seed: 1,
    concurrency: 16,
    threads: 1,
    timeScale: 1,
    outputs: {},
    strict: false,
    quiet: false,
    verbose: false,
  });
});

test('an image says itself where its server listens', () => {
  const { target, isUrlGiven, topology } = checkServerOptions({ image: 'a/b', topology: 'containers' });
  expect({ image: target.image, isUrlGiven, topology }).toEqual({
    image: 'a/b',
    isUrlGiven: false,
    topology: 'containers',
  });
});

test('everything at once', () => {
  const options = checkServerOptions({
    url: 'https://host/mcp?x=1',
    command: 'node server.js',
    revision: ['2025-11-25,2025-06-18', '2025-11-25'],
    case: ['a/*'],
    suite: ['a'],
    fault: ['reset'],
    transport: 'streamable-http',
    topology: 'embedded',
    header: ['X-Tenant: acme: one', 'Authorization:Bearer x'],
    json: 'r.json',
    junit: 'r.xml',
    history: 'h',
    seed: '7',
    shard: '2/3',
    concurrency: '4',
    threads: '2',
    timeScale: '0.5',
    tool: 'echo',
    toolArgs: '{"text":"x"}',
    strict: true,
  });
  expect(options).toMatchObject({
    target: {
      headers: { 'X-Tenant': 'acme: one', Authorization: 'Bearer x' },
      command: 'node server.js',
      userTool: { name: 'echo', args: { text: 'x' } },
    },
    revisions: ['2025-06-18', '2025-11-25'],
    seed: 7,
    shard: { index: 2, count: 3 },
    concurrency: 4,
    threads: 2,
    timeScale: 0.5,
    outputs: { json: 'r.json', junit: 'r.xml', history: 'h' },
    strict: true,
  });
});

describe('a value that can not be used is refused with one line', () => {
  test.each<[RawServerOptions, RegExp]>([
    [{}, /^the target is missing: --url /],
    [{ command: 'x' }, /^--command also needs --url/],
    [{ url: 'localhost/mcp' }, /^--url: 'localhost\/mcp' is not a URL; did you mean http:\/\/localhost\/mcp\?$/],
    [
      { url: 'localhost:3000/mcp' },
      /^--url: must begin with http:\/\/ or https:\/\/.*did you mean http:\/\/localhost:3000\/mcp\?$/,
    ],
    [{ url: 'ftp://host/mcp' }, /^--url: must begin with http:\/\/ or https:\/\/, found 'ftp:'$/],
    [{ url: 'http://ann:pw@host' }, /^--url: holds a user name or password/],
    [{ url, stdio: 'x' }, /^--stdio is not available in this version$/],
    [{ stdio: 'x' }, /^--stdio is not available in this version$/],
    [{ url, html: 'x' }, /^--html is not available in this version$/],
    [{ url, transport: 'http-sse' }, /^--transport http-sse is not available in this version$/],
    [{ url, transport: 'http' }, /^--transport: 'http' is unknown; did you mean http-sse\?$/],
    [{ image: 'a/b' }, /^--image needs --topology containers$/],
    [{ image: 'a/b', topology: 'containers', secondUrl: url }, /^--second-url: with --image the harness starts the/],
    [{ url, secondUrl: 'localhost' }, /^--second-url: 'localhost' is not a URL; did you mean http:\/\/localhost\?$/],
    [{ image: 'a/b', topology: 'containers', command: 'x' }, /^--image and --command both start the server/],
    [{ url, topology: 'containers', backend: 'nginx' }, /^--backend: the links of --topology containers are its own$/],
    [{ url, topology: 'embeded' }, /^--topology: 'embeded' is unknown; did you mean embedded\?$/],
    [{ url, revision: ['2025-06-19'] }, /^--revision: '2025-06-19' is not a revision; did you mean 2025-06-18\?$/],
    [{ url, revision: [''] }, /^--revision: '' is not a revision/],
    [{ url, header: ['secret-without-colon'] }, /^--header: a header is written "Name: value"/],
    [{ url, header: ['bad name: x'] }, /^--header: the name before the colon is not a header name$/],
    [{ url, header: ['X-A: a\nb'] }, /^--header: the value of X-A holds a character that no header may have$/],
    [{ url, header: ['Mcp-Session-Id: 1'] }, /^--header: Mcp-Session-Id is set by the harness itself$/],
    [{ url, header: ['X-A: 1', 'x-a: 2'] }, /^--header: x-a was given twice$/],
    [{ url, seed: '-1' }, /^--seed: must be a whole number from 0 to 4294967295, found '-1'$/],
    [{ url, seed: '1.5' }, /^--seed: /],
    [{ url, seed: '' }, /^--seed: /],
    [{ url, concurrency: '0' }, /^--concurrency: must be a whole number from 1 to 256/],
    [{ url, timeScale: '0' }, /^--time-scale: must be a number greater than 0/],
    [{ url, timeScale: 'Infinity' }, /^--time-scale: /],
    [{ url, timeScale: 'NaN' }, /^--time-scale: /],
    [{ url, shard: '0/2' }, /^--shard: must be written I\/N/],
    [{ url, shard: '3/2' }, /^--shard: /],
    [{ url, shard: '1' }, /^--shard: /],
    [{ url, toolArgs: '{}' }, /^--tool-args also needs --tool$/],
    [{ url, tool: 'x', toolArgs: '{' }, /^--tool-args: is not JSON$/],
    [{ url, tool: 'x', toolArgs: '[]' }, /^--tool-args: must be a JSON object/],
    [{ url, json: 'same', junit: 'same' }, /^two outputs can't go to the same file same$/],
  ])('%j', (raw, message) => {
    const check = (): unknown => checkServerOptions(raw);
    expect(check).toThrow(UsageError);
    expect(check).toThrow(message);
    expect(check).not.toThrow(/\n/);
  });
});

test('a header that can not be used is not repeated, since it may be a credential', () => {
  expect(() => checkServerOptions({ url, header: ['Bearer abc123'] })).toThrow(/^(?!.*abc123)/);
});
