import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONFIG_FILE_NAME, loadConfig, mergeOptions, parseConfig } from './config.js';
import { UsageError } from './usage-error.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('names and values are those of the options', () => {
  const config = parseConfig(
    JSON.stringify({
      url: 'http://h',
      case: 'a/*',
      suite: ['a', 'b'],
      seed: 7,
      timeScale: 0.5,
      toolArgs: { a: 1 },
      strict: true,
    }),
    'x',
  );
  expect(config).toEqual({
    url: 'http://h',
    case: ['a/*'],
    suite: ['a', 'b'],
    seed: '7',
    timeScale: '0.5',
    toolArgs: '{"a":1}',
    strict: true,
  });
});

test.each([
  ['{', /^x: not JSON: /],
  ['[]', /^x: .*expected object/],
  ['{"revison":"2025-11-25"}', /^x: revison is not an option; did you mean revision\?$/],
  ['{"time-scale":1}', /^x: time-scale is not an option; did you mean timeScale\?$/],
  ['{"strict":"yes"}', /^x: strict: .*expected boolean/],
  ['{"case":[1]}', /^x: case.*/],
])('%s is refused in one line', (text, message) => {
  expect(() => parseConfig(text, 'x')).toThrow(UsageError);
  expect(() => parseConfig(text, 'x')).toThrow(message);
});

test('the file in the working directory is read if it is there', () => {
  expect(loadConfig(undefined, folder)).toEqual({});
  writeFileSync(path.join(folder, CONFIG_FILE_NAME), '{"$schema":"./schema.json","url":"http://h"}');
  expect(loadConfig(undefined, folder)).toEqual({ url: 'http://h' });
});

test('a file that was named must be there', () => {
  expect(() => loadConfig('other.json', folder)).toThrow("--config: other.json can't be read (ENOENT)");
});

test('the command line wins, lists and all', () => {
  expect(
    mergeOptions({ case: ['c'], suite: [], seed: '1' }, { case: ['a', 'b'], suite: ['s'], seed: '2', quiet: true }),
  ).toEqual({
    case: ['c'],
    suite: ['s'],
    seed: '1',
    quiet: true,
  });
});
