import { expect, test } from 'vitest';
import { writeHistory } from '../harness/history/jsonl.js';
import { createRedactor } from '../harness/history/redact.js';
import { secretsIn } from '../harness/history/secrets.js';
import { diffReports } from './diff.js';
import { renderDiff } from './diff-text.js';
import { glyphs } from './glyphs.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { buildReport } from './report.js';
import { renderTerminal } from './terminal.js';
import { renderTimeline } from './timeline.js';
import { sampleEvents, sampleFacts, sampleFinding, sampleResult, SAMPLE_RULES } from './testing/sample-results.js';

const TOKEN = 'tok-0123456789abcdef';
const HEADERS = { Authorization: `Bearer ${TOKEN}` };
const URL_TEXT = 'http://ann:s3cretpass@localhost/mcp?api_key=k3y-in-url';
const SECRETS = [TOKEN, 's3cretpass', 'k3y-in-url', 'command-s3cret'];

const events = sampleEvents([
  {
    kind: 'request',
    side: 'server',
    connection: 's1',
    exchange: 'x',
    method: 'POST',
    target: '/mcp?api_key=k3y-in-url',
    headers: [['Authorization', HEADERS.Authorization]],
  },
  {
    kind: 'response-body',
    side: 'server',
    exchange: 'x',
    sizeBytes: 9,
    text: `you sent ${TOKEN} and {"p":"s3cretpass"}`,
  },
  { kind: 'probe', what: 'fact', name: TOKEN, value: { [TOKEN]: [URL_TEXT] } },
]);
const result = sampleResult('a/b', {
  verdict: 'fail',
  title: 'A title',
  message: `seen: ${TOKEN}`,
  reproduce: `faultline server --url "${URL_TEXT}" --header "Authorization: Bearer ${TOKEN}" --command "SECRET=command-s3cret x"`,
  findings: [sampleFinding('x', 'fail', { seen: `${TOKEN} came back from ${URL_TEXT}`, events: [0, 1, 2] })],
  events,
});
const command = 'SECRET=command-s3cret x';
const redactor = createRedactor(secretsIn({ headers: HEADERS, url: URL_TEXT, command }));
const facts = sampleFacts({
  target: { ...sampleFacts().target, url: URL_TEXT, command },
  problem: `failed with ${TOKEN}`,
});
const report = buildReport(facts, [result], '1', { redactor, status: 'finished' });
const empty = buildReport(sampleFacts(), [], '1');
const terminal = {
  strict: false,
  columns: 200,
  colour: false,
  glyphs: glyphs(true),
  rules: SAMPLE_RULES,
  verbose: true,
};

test.each([
  ['JSON', () => renderJson(report)],
  ['JUnit', () => renderJunit(report, { strict: false })],
  ['Markdown', () => renderMarkdown(report, { strict: false, rules: SAMPLE_RULES })],
  ['terminal', () => renderTerminal(report, terminal)],
  ['timeline', () => renderTimeline(report.cases[0]!, terminal).join('\n')],
  ['diff', () => renderDiff(diffReports(empty, report), terminal)],
  ['history', () => writeHistory(events, redactor)],
])('no secret gets into the %s', (_, render) => {
  const text = render();
  expect(text).toContain('***');
  for (const secret of SECRETS) expect(text).not.toContain(secret);
});
