import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { counterIs } from '../../../harness/checkers/counter-is.js';
import { leavesEmbedded } from '../../../harness/checkers/executes-embedded.js';
import { staysUp } from '../../../harness/checkers/stays-up.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { pingText, requestText, templateOf } from '../../support/request-template.js';
import { SMUGGLING_FORMS, smuggledText } from '../../support/smuggling.js';
import type { SmugglingForm } from '../../support/smuggling.js';
import { tellVerbatim } from '../../support/verbatim.js';

const HIDDEN = 'hidden';
const FIX =
  'Use an HTTP library that follows RFC 9112 strictly (not a lenient mode of it): refuse ambiguous lengths with 400 and close the connection.';

function formCase(form: SmugglingForm): ServerCase {
  return serverCase({
    id: `malformed/smuggling/${form.name}`,
    title: `A request with ${form.wrong} does not smuggle another one in`,
    about: `Sends a request with ${form.wrong}, so that two readers can disagree on where its body ends, with another request hidden there. It is refused, or the connection is closed${form.endless === true ? ', or the rest is waited for' : ''}; behind a proxy that reads it otherwise, the hidden request would run in the name of somebody else.`,
    fix: FIX,
    needs: ['link:bytes'],
    requirements: ['guarantee.no-injection', 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.no-crash'],
    once: true,
    async script(context) {
      const session = await context.connect();
      const template = await templateOf(context, session);
      const bytes = smuggledText(form, template, pingText('visible'), pingText(HIDDEN));
      const after = requestText(template, pingText('after'));
      await tellVerbatim(context, { label: form.name, bytes, after, mayWait: form.endless === true });
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      leavesEmbedded(form.name, HIDDEN, {
        ...(form.readable === true && { severity: 'warn' }),
        ...(form.endless === true && { later: 'later' }),
      }),
      copesWith(form.name, {
        rule: 'guarantee.clean-errors',
        allowed: ['4xx', 501],
        tolerated: ['2xx'],
        mayClose: true,
        ...(form.endless === true && { mayWait: 'later' }),
      }),
      staysUp(),
      laterCallsWork(['later'], 'guarantee.no-crash'),
    ],
  });
}

const unreadable = SMUGGLING_FORMS.filter((form) => form.readable !== true);

export const cases: ServerCase[] = [
  ...SMUGGLING_FORMS.map(formCase),
  serverCase({
    id: 'malformed/smuggling/no-side-effect',
    title: 'Hidden requests have no effect',
    about:
      'Hides calls of a tool that counts in requests whose length can be read in two ways, and reads the counter in the end.',
    fix: FIX,
    requirements: ['guarantee.no-injection'],
    once: true,
    needs: ['link:bytes', 'tool:faultline_add', 'tool:faultline_read'],
    async script(context) {
      const session = await context.connect();
      const template = await templateOf(context, session);
      const key = context.nonce('smuggled');
      const params = { name: 'faultline_add', arguments: { key } };
      const hidden = JSON.stringify({ jsonrpc: '2.0', id: HIDDEN, method: 'tools/call', params });
      for (const form of unreadable) {
        const bytes = smuggledText(form, template, pingText('visible'), hidden);
        const after = requestText(template, pingText('after'));
        await tellVerbatim(context, { label: form.name, bytes, after, mayWait: form.endless === true });
      }
      await session.callTool('faultline_read', { key }, { label: 'read' }).answer();
    },
    judges: [counterIs('read', 0, 'guarantee.no-injection')],
  }),
];
