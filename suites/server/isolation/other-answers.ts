import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { answersWithOwnSecret } from '../../../harness/checkers/secrets-stay-home.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { pingAfter } from '../../support/resumption.js';
import { shareSecret } from '../../support/secret.js';

const OTHERS = ['other-number', 'other-text'];

const whileAsked = serverCase({
  id: 'isolation/server-requests/other-ids',
  title: 'A question is answered by the response with its id alone',
  about:
    'While the server waits for the answer to a question, the client posts responses with other ids and another text. They ' +
    'are acknowledged or refused; the call ends with the answer that has the id of the question.',
  fix: 'Look the waiting request up by the id of the response, with its type, and ignore a response that fits none.',
  requirements: ['guarantee.no-crossing', 'guarantee.settles', 'http.post.response-202', 'guarantee.recovers'],
  revisions: ['2025-06-18', '2025-11-25'],
  needs: ['sse-answers', 'tool:faultline_ask'],
  async script(context: ServerContext) {
    const session = await context.connect({ name: 'asked', serverRequests: 'ignore' });
    const message = shareSecret(context, 'asked', 'question');
    const call = session.callTool('faultline_ask', { message }, { label: 'asked/ask' });
    const question = await call.message('the question', ({ method }) => method === 'elicitation/create');
    context.require(question?.id !== undefined && question.id !== null, 'the server asked nothing');
    const respond = async (label: string, id: string | number, answer: string): Promise<void> => {
      await session.respond(id, { action: 'accept', content: { answer } }, { label: `asked/${label}` }).head();
    };
    await respond('other-number', 987_654, 'the answer to something else');
    await respond('other-text', 'no-such-question', 'the answer to something else');
    await respond('respond', question.id, message);
    await call.answer();
    await pingAfter(session, 'asked/after');
  },
  judges: [
    answersWithOwnSecret('asked/ask'),
    answersCall('asked/ask', 'guarantee.settles', { with: 'result' }),
    ...OTHERS.map((name) =>
      copesWith(`asked/${name}`, { rule: 'http.post.response-202', allowed: [202, '4xx'], severity: 'warn' }),
    ),
    laterCallsWork(['asked/after']),
  ],
});

export const cases: ServerCase[] = [whileAsked];
