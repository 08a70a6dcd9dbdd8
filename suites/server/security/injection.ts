import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { INJECTED_HEADER, INJECTIONS, injectsNothing } from '../../../harness/checkers/reflections.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { namedRequest, pingText, templateOf } from '../../support/request-template.js';

const RULE = 'guarantee.no-injection';

/** Headers whose values servers read and like to repeat in their answers. */
const HEADERS = ['Mcp-Session-Id', 'MCP-Protocol-Version', 'Last-Event-ID', 'Origin', 'X-Request-Id'] as const;

interface Attempt {
  readonly label: string;
  readonly header: string;
  readonly value: string;
  readonly method: 'POST' | 'GET';
}

const ATTEMPTS: readonly Attempt[] = HEADERS.flatMap((header) =>
  INJECTIONS.map((value, index): Attempt => {
    const method = header === 'Last-Event-ID' ? 'GET' : 'POST';
    return { label: `${header.toLowerCase()}-${index + 1}`, header, value, method };
  }),
);
const LABELS = ATTEMPTS.map(({ label }) => label);

/** Ids, which a server repeats in its answer, that would end an event and begin another one if they were not escaped. */
const BREAKING_IDS: Readonly<Record<string, string>> = {
  'id-with-line-ends': `id\r\n\r\nevent: ${INJECTED_HEADER}\r\ndata: {}\r\n\r\n`,
  'id-with-fields': `id\nid: stolen\nretry: 1\nevent: ${INJECTED_HEADER}`,
  'id-with-separators': `id\u2028\u2029\u0085event: ${INJECTED_HEADER}`,
};

export const cases: ServerCase[] = [
  serverCase({
    id: 'security/injection/header-values',
    title: 'Header values cannot add headers to the answer',
    about:
      'Sends encoded line ends, followed by a header of our own, as session id, protocol version, Last-Event-ID, Origin and request id. A server that decodes such a value and repeats it in its answer lets its author write the head.',
    fix: 'Do not decode header values; check what you repeat in a header against the characters that it may have.',
    needs: ['link:bytes'],
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const template = await templateOf(context, session);
      for (const { label, header, value, method } of ATTEMPTS) {
        const socket = await context.socket(label);
        const changes = { method, without: [header.toLowerCase()], lines: [`${header}: ${value}`] };
        const isGet = method === 'GET';
        const text = namedRequest(template, label, isGet ? '' : pingText(label), { ...changes, length: !isGet });
        await socket.write(text);
        await socket.head();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      injectsNothing(LABELS),
      ...LABELS.map((label) =>
        copesWith(label, { rule: RULE, allowed: ['2xx', '4xx'], severity: 'warn', mayClose: true }),
      ),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'security/injection/event-values',
    title: 'Values in a message cannot add events to the stream',
    about:
      'Calls under ids that hold line ends and fields of an event stream. The answer repeats the id exactly, inside of one event.',
    fix: 'Write messages with a JSON serialiser (which escapes line ends) and put nothing else of the client into a stream.',
    requirements: [RULE],
    async script(context) {
      const session = await context.connect();
      for (const [label, id] of Object.entries(BREAKING_IDS)) {
        await session.request('ping', undefined, { label, id }).answer();
      }
    },
    judges: [
      injectsNothing(Object.keys(BREAKING_IDS)),
      ...Object.keys(BREAKING_IDS).map((label) => answersCall(label, RULE, { with: 'any' })),
    ],
  }),
];
