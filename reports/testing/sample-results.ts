import type { Finding, Severity } from '../../harness/checkers/checker.js';
import type { CaseResult, RunFacts } from '../../harness/engine/result.js';
import type { EventBody, HistoryEvent } from '../../harness/history/events.js';
import type { RuleBook } from '../rule-book.js';

/** Hand-made results for the tests of the writers. */

export function sampleFacts(changes: Partial<RunFacts> = {}): RunFacts {
  return {
    seed: 42,
    topology: 'embedded',
    startedAt: '2025-11-20T10:00:00.000Z',
    durationMs: 12_345.678,
    target: {
      role: 'server',
      transport: 'streamable-http',
      url: 'http://localhost:3001/mcp',
      name: 'everything',
      version: '1.4.0',
      revisions: ['2025-06-18', '2025-11-25'],
    },
    ...changes,
  };
}

export function sampleFinding(rule: string, severity: Severity, changes: Partial<Finding> = {}): Finding {
  return { checker: 'sample', rule, severity, expected: 'the one', seen: 'the other', events: [], ...changes };
}

export function sampleResult(id: string, changes: Partial<CaseResult> = {}): CaseResult {
  const suite = id.split('/')[0] ?? id;
  const revision = changes.revision ?? '2025-11-25';
  return {
    id,
    title: `Title of ${id}`,
    suite,
    role: 'server',
    transport: 'streamable-http',
    revision,
    faults: [],
    requirements: [],
    verdict: 'pass',
    message: 'as expected',
    durationMs: 100,
    reproduce: `faultline server --url http://localhost:3001/mcp --revision ${revision} --case ${id} --seed 42`,
    findings: [],
    events: [],
    ...changes,
  };
}

/** A history with indexes and times of its own, one event every ten milliseconds. */
export function sampleEvents(bodies: readonly EventBody[]): HistoryEvent[] {
  return bodies.map((body, index) => ({ index, t: index * 10, ...body }));
}

/** A cut stream that the server resumes from the wrong place: the history behind the sample failures. */
export const CUT_STREAM: readonly HistoryEvent[] = sampleEvents([
  { kind: 'fault', fault: 'reset', status: 'planned' },
  { kind: 'connection', side: 'server', connection: 's1', what: 'open', from: 'link' },
  {
    kind: 'request',
    side: 'server',
    connection: 's1',
    exchange: 'call',
    method: 'POST',
    target: '/mcp',
    headers: [
      ['Authorization', 'Bearer sk-live-0123456789abcdef'],
      ['Mcp-Session-Id', '3f1c9f52-5a1b-4c8e-9d35-0a1b2c3d4e5f'],
    ],
  },
  {
    kind: 'response',
    side: 'server',
    connection: 's1',
    exchange: 'call',
    by: 'sut',
    status: 200,
    headers: [['Content-Type', 'text/event-stream']],
  },
  {
    kind: 'message',
    side: 'server',
    exchange: 'call',
    direction: 'to-client',
    carrier: 'sse',
    message: { kind: 'notification', method: 'notifications/progress', problems: [], value: {} },
    batched: false,
    eventId: 'a-1',
  },
  { kind: 'fault', fault: 'reset', status: 'fired', exchange: 'call', detail: 'after event 1' },
  { kind: 'connection', side: 'client', connection: 'c1', what: 'rst', from: 'link' },
  {
    kind: 'request',
    side: 'server',
    connection: 's2',
    exchange: 'resume',
    method: 'GET',
    target: '/mcp',
    headers: [['Last-Event-ID', 'a-1']],
  },
  {
    kind: 'message',
    side: 'server',
    exchange: 'resume',
    direction: 'to-client',
    carrier: 'sse',
    message: { kind: 'result', id: 3, problems: [], value: {} },
    batched: false,
    eventId: 'a-4',
  },
  { kind: 'probe', what: 'deadline', name: 'message 2 of call', waitedMs: 2000 },
]);

const LOST: Finding = sampleFinding('guarantee.no-loss', 'fail', {
  expected: 'the progress messages 2 to 4 are replayed on the stream that resumed the call, each once and in order',
  seen: 'message 1, then the result of id 3; messages 2, 3 and 4 came on no stream within 2000 ms',
  events: [4, 8, 9],
});

const REPLAY: Finding = sampleFinding('http.resume.server-replay', 'warn', {
  expected: 'what was sent after a-1 comes again',
  seen: 'nothing came again',
  events: [8],
});

const LOST_TITLE = 'A stream that is reset after its first event is resumed without loss';

function lost(revision: '2025-06-18' | '2025-11-25'): CaseResult {
  return sampleResult('resumability/reset-mid-stream/no-loss', {
    revision,
    title: LOST_TITLE,
    verdict: 'fail',
    message: `expected: ${LOST.expected}; seen: ${LOST.seen}`,
    requirements: ['guarantee.no-loss', 'http.resume.server-replay', 'http.resume.no-cross-stream'],
    faults: [{ kind: 'reset' }],
    findings: [LOST, REPLAY],
    events: CUT_STREAM,
    durationMs: 2_310.4,
  });
}

function accept(revision: '2025-06-18' | '2025-11-25'): CaseResult {
  const finding = sampleFinding('http.post.json-content-type', 'fail', {
    expected: 'status 415 or another 4xx',
    seen: 'status 500 text/html, body "<h1>Internal Server Error</h1>", complete',
  });
  return sampleResult('http/content-type/answer', {
    revision,
    title: 'The answer is labelled as what it is',
    verdict: 'fail',
    message: `expected: ${finding.expected}; seen: ${finding.seen}`,
    requirements: ['http.post.json-content-type'],
    findings: [finding],
  });
}

/** Results of every verdict. */
export const SAMPLE_RESULTS: readonly CaseResult[] = [
  lost('2025-11-25'),
  lost('2025-06-18'),
  accept('2025-11-25'),
  sampleResult('http/origin/foreign', { requirements: ['security.origin'] }),
  sampleResult('http/origin/foreign', { revision: '2025-06-18', requirements: ['security.origin'] }),
  sampleResult('http/errors/unknown-session', {
    verdict: 'warn',
    message: 'expected: 404; seen: 400',
    requirements: ['http.session.404'],
    findings: [
      sampleFinding('http.session.404', 'warn', { expected: 'status 404', seen: 'status 400, empty body, complete' }),
    ],
  }),
  ...(['2025-06-18', '2025-11-25'] as const).map((revision) =>
    sampleResult('tools/emit/order', {
      revision,
      verdict: 'skip',
      message: 'the server offers no tool faultline_emit',
      requirements: ['guarantee.order'],
      durationMs: 0,
    }),
  ),
  sampleResult('sessions/restart/unknown', {
    verdict: 'skip',
    message: 'the harness cannot restart the server (give --command together with --url)',
  }),
  ...(['2025-06-18', '2025-11-25'] as const).map((revision) =>
    sampleResult('streams/idle-cut/recovers', {
      revision,
      verdict: 'inconclusive',
      message: 'the fault was planned but not seen on the wire: idleCut',
    }),
  ),
  sampleResult('streams/slow-reader/back-pressure', { verdict: 'error', message: 'TypeError: socket is not open' }),
];

/** Rules for the samples, so that no test depends on the wording of the catalogue. */
export const SAMPLE_RULES: RuleBook = (rule, revision) => {
  switch (rule) {
    case 'guarantee.no-loss':
      return { text: 'Both sides: deliver every message of a resumable stream, whatever happened to it.' };
    case 'http.post.json-content-type':
      return {
        text: 'Server: label a JSON answer as application/json.',
        level: 'MUST',
        url: `https://modelcontextprotocol.io/specification/${revision}/basic/transports#sending-messages-to-the-server`,
      };
    case 'http.session.404':
      return { text: 'Server: answer 404 to a session that has ended.', level: 'SHOULD' };
    default:
      return undefined;
  }
};
