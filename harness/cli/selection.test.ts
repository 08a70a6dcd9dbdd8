import { expect, test } from 'vitest';
import type { ServerCase } from '../engine/case.js';
import { serverCase } from '../engine/case.js';
import { chooseCases } from './selection.js';

function sample(id: string, changes: Partial<ServerCase> = {}): ServerCase {
  return serverCase({
    ...{ id, title: id, about: '', fix: '', requirements: [] },
    ...{ script: () => Promise.resolve(), judges: [] },
    ...changes,
  });
}

const CASES = [
  sample('http/accept/both', { faults: [{ kind: 'latency' }] }),
  sample('http/accept/none', { revisions: ['2025-11-25'] }),
  sample('resumability/reset/no-loss', { faults: [{ kind: 'reset' }] }),
];
const ALL = { cases: [], suites: [], faults: [] };

test.each([
  [{ ...ALL }, 3],
  [{ ...ALL, cases: ['http/*'] }, 2],
  [{ ...ALL, cases: ['http/accept'] }, 2],
  [{ ...ALL, cases: ['**/no-loss'] }, 1],
  [{ ...ALL, suites: ['resumability'] }, 1],
  [{ ...ALL, faults: ['reset', 'latency'] }, 2],
])('%j selects %i', (selection, count) => {
  expect(chooseCases(CASES, selection)).toHaveLength(count);
});

test.each([
  [
    { ...ALL, cases: ['http/*', 'http/acept/*'] },
    undefined,
    "--case: 'http/acept/*' matches no case; did you mean http/accept?",
  ],
  [
    { ...ALL, cases: ['reset/no-los'] },
    undefined,
    "--case: 'reset/no-los' matches no case; did you mean resumability/reset/no-loss?",
  ],
  [{ ...ALL, suites: ['htp'] }, undefined, "--suite: there is no suite 'htp'; did you mean http?"],
  [
    { ...ALL, faults: ['rest'] },
    undefined,
    "--fault: there is no case that runs under the fault 'rest'; did you mean reset?",
  ],
  [
    { ...ALL, suites: ['http'], faults: ['reset'] },
    undefined,
    'no case is selected by --suite http --fault reset together',
  ],
  [
    { ...ALL, cases: ['http/accept/none'] },
    ['2025-06-18'],
    'no case is selected by --case http/accept/none --revision 2025-06-18 together',
  ],
  [ALL, ['2024-11-05'], 'no case is selected by --revision 2024-11-05'],
] as const)('%j at %j selects nothing and says so', (selection, revisions, message) => {
  expect(() => chooseCases(CASES, selection, revisions)).toThrow(message);
});
