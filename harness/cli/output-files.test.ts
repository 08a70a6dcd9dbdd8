import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkOutputFiles, writeWhole } from './output-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'faultline-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('files in folders that exist are fine, and nothing is written yet', () => {
  checkOutputFiles({ json: 'a.json', junit: path.join(folder, 'b.xml') }, folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('the folder for histories is made', () => {
  checkOutputFiles({ history: 'histories' }, folder);
  expect(statSync(path.join(folder, 'histories')).isDirectory()).toBe(true);
  checkOutputFiles({ history: 'histories' }, folder);
});

test('what can not be written is refused before anything runs', () => {
  mkdirSync(path.join(folder, 'there'));
  writeFileSync(path.join(folder, 'file'), '');
  const check = (outputs: Parameters<typeof checkOutputFiles>[0]) => () => checkOutputFiles(outputs, folder);
  expect(check({ json: 'missing/a.json' })).toThrow('--json: the folder of missing/a.json does not exist');
  expect(check({ updateBaseline: 'file/a.json' })).toThrow(
    '--update-baseline: the folder of file/a.json does not exist',
  );
  expect(check({ markdown: 'there' })).toThrow('--markdown: there is a folder, not a file');
  expect(check({ history: 'file' })).toThrow('--history: file is a file, not a folder');
  expect(check({ history: 'missing/histories' })).toThrow('--history: the folder of missing/histories does not exist');
});

test('a file is replaced as a whole, through a link too, and no draft stays', () => {
  const file = path.join(folder, 'report.json');
  writeWhole(file, 'one');
  symlinkSync(file, path.join(folder, 'link.json'));
  writeWhole(path.join(folder, 'link.json'), 'two');
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(folder).sort()).toEqual(['link.json', 'report.json']);
});

test('a failed write leaves no draft behind', () => {
  expect(() => writeWhole(path.join(folder, 'missing', 'a'), 'x')).toThrow(/ENOENT/);
  expect(existsSync(path.join(folder, 'missing'))).toBe(false);
});
