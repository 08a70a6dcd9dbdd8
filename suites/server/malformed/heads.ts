import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { answersInOrder } from '../../../harness/checkers/executes-embedded.js';
import { injectsNothing } from '../../../harness/checkers/reflections.js';
import { staysUp } from '../../../harness/checkers/stays-up.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { pingText, requestText, templateOf } from '../../support/request-template.js';
import type { RequestChanges, RequestTemplate } from '../../support/request-template.js';
import { tellVerbatim } from '../../support/verbatim.js';

const KIB = 1024;
const REQUIREMENTS = ['guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.no-crash'];

/** A head that is wrong, or odd, in one place. */
interface HeadForm {
  readonly name: string;
  readonly write: (template: RequestTemplate, body: string) => string;
  /** True: HTTP lets a server read it in spite of that. */
  readonly readable: boolean;
}

function changed(name: string, readable: boolean, changes: RequestChanges): HeadForm {
  return { name, readable, write: (template, body) => requestText(template, body, changes) };
}

function rewritten(
  name: string,
  readable: boolean,
  rewrite: (text: string, template: RequestTemplate) => string,
): HeadForm {
  return { name, readable, write: (template, body) => rewrite(requestText(template, body), template) };
}

const OVERSIZED: readonly HeadForm[] = [
  changed('header-of-16-kib', true, { lines: [`X-Long: ${'x'.repeat(16 * KIB)}`] }),
  changed('header-of-64-kib', true, { lines: [`X-Long: ${'x'.repeat(64 * KIB)}`] }),
  changed('header-name-of-16-kib', true, { lines: [`X-${'x'.repeat(16 * KIB)}: y`] }),
  changed('headers-by-the-thousand', true, {
    lines: Array.from({ length: 1000 }, (_, index) => `X-Many-${index}: ${index}`),
  }),
  rewritten('target-of-64-kib', true, (text, { target }) =>
    text.replace(` ${target} `, ` ${target}?${'x'.repeat(64 * KIB)} `),
  ),
];

const ILLEGAL: readonly HeadForm[] = [
  changed('zero-byte', false, { lines: ['X-Odd: a\u0000b'] }),
  changed('bare-carriage-return', true, { lines: ['X-Odd: a\rFaultline-Injected: yes'] }),
  changed('folded-line', true, { lines: ['X-Odd: a', ' folded'] }),
  changed('space-before-colon', false, { lines: ['X-Odd : a'] }),
  changed('no-colon', false, { lines: ['this line has none'] }),
  changed('no-name', false, { lines: [': nameless'] }),
  changed('control-characters', true, { lines: ['X-Odd: \u0001\u0002\u0007\u007f'] }),
  rewritten('bare-line-feeds', true, (text) => text.replaceAll('\r\n', '\n')),
  rewritten('folded-first-line', false, (text) => text.replace('\r\nHost:', '\r\n Host:')),
];

const WRONG: readonly HeadForm[] = [
  rewritten('no-host', false, (text) => text.replace(/\r\nHost: [^\r\n]*/, '')),
  rewritten('two-hosts', false, (text) => text.replace('\r\nHost:', '\r\nHost: evil.example\r\nHost:')),
  changed('unknown-version', true, { version: 'HTTP/9.9' }),
  changed('no-version', false, { version: '' }),
  changed('lower-case-method', true, { method: 'post' }),
  changed('method-with-blank', false, { method: 'PO ST' }),
  rewritten('two-blanks', true, (text) => text.replace('POST ', 'POST  ')),
  changed('length-with-sign', false, { length: false, lines: ['Content-Length: +40'] }),
  changed('negative-length', false, { length: false, lines: ['Content-Length: -1'] }),
  changed('length-in-words', false, { length: false, lines: ['Content-Length: forty'] }),
  changed('length-beyond-64-bits', false, { length: false, lines: ['Content-Length: 99999999999999999999999'] }),
];

function familyCase(name: string, title: string, about: string, fix: string, forms: readonly HeadForm[]): ServerCase {
  return serverCase({
    id: `malformed/head/${name}`,
    title,
    about,
    fix,
    needs: ['link:bytes'],
    requirements: [...REQUIREMENTS, 'guarantee.no-injection'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const template = await templateOf(context, session);
      for (const form of forms) {
        await tellVerbatim(context, { label: form.name, bytes: form.write(template, pingText(form.name)) });
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...forms.map((form) =>
        copesWith(form.name, {
          rule: 'guarantee.clean-errors',
          allowed: form.readable ? ['2xx', '4xx', 501, 505] : ['4xx', 501, 505],
          tolerated: ['2xx'],
          mayClose: true,
        }),
      ),
      injectsNothing(forms.map((form) => form.name)),
      staysUp(),
      laterCallsWork(['later'], 'guarantee.no-crash'),
    ],
  });
}

const STRICT = 'Leave the reading of heads to an HTTP library in its strict mode, and limit their size.';

export const cases: ServerCase[] = [
  familyCase(
    'oversized',
    'A head that is too large is refused cleanly',
    'Sends heads with a header of 16 and 64 KiB, a name of 16 KiB, a thousand headers, and a target of 64 KiB: served, or refused with 431, 414 or another 4xx, or the connection is closed.',
    STRICT,
    OVERSIZED,
  ),
  familyCase(
    'illegal-characters',
    'A head with illegal characters or lines is refused cleanly',
    'Sends heads with NUL, bare CR and LF, control characters, folded lines, a space before a colon, and lines without colon or name. What HTTP forbids is refused; nothing of it becomes a header of the answer.',
    STRICT,
    ILLEGAL,
  ),
  familyCase(
    'wrong-values',
    'A head that makes no sense is refused cleanly',
    'Sends heads without Host, with two of them, with an unknown version or method, and with lengths that are no numbers or too large ones.',
    STRICT,
    WRONG,
  ),
  serverCase({
    id: 'malformed/pipelined/in-order',
    title: 'Requests that are sent without waiting are answered in their order',
    about:
      'Writes three pings at once on one connection. Each is answered, in their order and on its own; or the connection is closed after an answer, and the client has to send the rest again.',
    fix: 'Leave the connection to an HTTP library; answer one request after the other, or say Connection: close.',
    needs: ['link:bytes'],
    requirements: ['guarantee.framing-exact', 'guarantee.no-hang', 'guarantee.no-crash'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const template = await templateOf(context, session);
      const ids = ['first', 'other', 'third'];
      const bytes = ids.map((id) => requestText(template, pingText(id))).join('');
      await tellVerbatim(context, { label: 'pipelined', bytes, answers: ids.length });
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      copesWith('pipelined', { rule: 'guarantee.framing-exact', allowed: ['2xx'], severity: 'warn' }),
      answersInOrder('pipelined', ['first', 'other', 'third']),
      staysUp(),
      laterCallsWork(['later'], 'guarantee.no-crash'),
    ],
  }),
];
