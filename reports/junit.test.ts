import { describe, expect, test } from 'vitest';
import { compareWithBaseline } from './baseline-compare.js';
import { renderJunit } from './junit.js';
import { buildReport } from './report.js';
import { sampleFacts, sampleFinding, sampleResult, SAMPLE_RESULTS } from './testing/sample-results.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const TOKEN = /<\?xml[^>]*\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

function unescape(text: string): string {
  expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|#9|#10|#13);)/);
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#10;', '\n')
    .replaceAll('&amp;', '&');
}

/** A strict reader of the XML that JUnit files consist of; throws for anything that is not well formed. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let position = 0;
  for (const match of xml.matchAll(TOKEN)) {
    position = match.index + match[0].length;
    const [, closing, name = '', attributeText = '', empty, text] = match;
    const parent = open.at(-1)!;
    if (text !== undefined) parent.text += unescape(text);
    else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else if (name !== '') {
      const pairs = Array.from(attributeText.matchAll(/([\w-]+)="([^"]*)"/g), ([, key, value]) => [
        key!,
        unescape(value!),
      ]);
      const element: Element = {
        name,
        attributes: Object.fromEntries(pairs) as Record<string, string>,
        children: [],
        text: '',
      };
      parent.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (position !== xml.length || open.length !== 1)
    throw new Error(`not well formed near ${xml.slice(position, position + 80)}`);
  return root.children[0]!;
}

function all(element: Element, name: string): Element[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => all(child, name))];
}

const report = buildReport(sampleFacts(), SAMPLE_RESULTS, '0.1.0');

function caseOf(root: Element, name: string): Element {
  return all(root, 'testcase').find(({ attributes }) => attributes['name'] === name)!;
}

test('suites and cases carry the names of the report, and the counts are those of the elements', () => {
  const root = parse(renderJunit(report, { strict: false }));
  expect(root.name).toBe('testsuites');
  expect(root.children.map(({ name, attributes }) => `${name} ${attributes['name']!}`)).toEqual([
    ...['testsuite http', 'testsuite resumability', 'testsuite sessions', 'testsuite streams', 'testsuite tools'],
  ]);
  for (const element of [root, ...root.children]) {
    const count = (name: string): string => String(all(element, name).length);
    expect(element.attributes).toMatchObject({
      tests: count('testcase'),
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    });
  }
  expect(caseOf(root, 'http/content-type/answer [2025-11-25]').attributes).toEqual({
    classname: 'http',
    name: 'http/content-type/answer [2025-11-25]',
    time: '0.100',
  });
});

test.each([
  ['resumability/reset-mid-stream/no-loss [2025-11-25]', ['failure', 'system-out']],
  ['streams/idle-cut/recovers [2025-11-25]', ['error', 'system-out']],
  ['streams/slow-reader/back-pressure [2025-11-25]', ['error', 'system-out']],
  ['tools/emit/order [2025-11-25]', ['skipped']],
  ['http/errors/unknown-session [2025-11-25]', ['system-out']],
  ['http/origin/foreign [2025-11-25]', []],
])('%s has %j', (name, children) => {
  const root = parse(renderJunit(report, { strict: false }));
  expect(caseOf(root, name).children.map((child) => child.name)).toEqual(children);
});

test('a failure says what was expected and seen, and how to see it again', () => {
  const [failure, output] = caseOf(
    parse(renderJunit(report, { strict: false })),
    'http/content-type/answer [2025-11-25]',
  ).children;
  expect(failure!.attributes['type']).toBe('http.post.json-content-type');
  expect(failure!.text).toContain('seen: status 500 text/html, body "<h1>Internal Server Error</h1>"');
  expect(output!.text).toContain('reproduce: faultline server --url');
});

test('a warning is a failure under strict', () => {
  const warned = caseOf(parse(renderJunit(report, { strict: true })), 'http/errors/unknown-session [2025-11-25]');
  expect(warned.children.map(({ name }) => name)).toEqual(['failure', 'system-out']);
});

test('an expected failure is skipped with the reason, a stale entry is a failure', () => {
  const comparison = compareWithBaseline(report.cases, {
    schemaVersion: 1,
    target: {},
    expected: [
      { case: 'http/content-type/answer', verdict: 'fail', reason: 'an <old> proxy' },
      { case: 'http/origin/foreign', verdict: 'fail', reason: 'once' },
    ],
  });
  const root = parse(renderJunit(report, { strict: false, comparison }));
  const [skipped] = caseOf(root, 'http/content-type/answer [2025-11-25]').children;
  expect(skipped).toMatchObject({ name: 'skipped', attributes: { message: 'expected failure: an <old> proxy' } });
  const [stale] = caseOf(root, 'http/origin/foreign: fail').children;
  expect(stale).toMatchObject({ name: 'failure', attributes: { type: 'stale-baseline' } });
});

test('a run that never began is an error, so that no dashboard shows it green', () => {
  const failed = buildReport(sampleFacts({ problem: 'nothing listens' }), [], '1', { status: 'unreachable' });
  const root = parse(renderJunit(failed, { strict: false }));
  expect(all(root, 'error')[0]!.attributes).toEqual({ message: 'nothing listens', type: 'unreachable' });
});

describe('what XML 1.0 does not allow', () => {
  test('is left out, and the rest is escaped', () => {
    const seen = 'a\u0000b\u001Bc\uD800d]]>e\uFFFEf"\'&\u{1F600}\r\n\tg';
    const result = sampleResult('a/b', {
      verdict: 'fail',
      message: seen,
      findings: [sampleFinding('x', 'fail', { seen })],
    });
    const xml = renderJunit(buildReport(sampleFacts(), [result], '1'), { strict: false });
    // eslint-disable-next-line no-control-regex -- the characters that must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    expect(xml).not.toContain(']]>');
    const [failure] = all(parse(xml.replaceAll('&#13;', '').replaceAll('&#9;', ' ')), 'failure');
    expect(failure!.attributes['message']).toBe('abcd]]>ef"\'&\u{1F600}\n g');
  });
});
