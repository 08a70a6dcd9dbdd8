import { answersCall } from '../../../harness/checkers/answers-call.js';
import { secretsStayHome } from '../../../harness/checkers/secrets-stay-home.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { shareSecret } from '../../support/secret.js';

export const cases: ServerCase[] = [
  serverCase({
    id: 'security/ownership/answer-of-another',
    title: 'One session cannot answer what the server asked another one',
    about:
      'Lets the server ask the client of one session something, and posts an answer under the same id from a second session before the first one answers. The question is answered by the client that was asked, and the answer of the other goes nowhere.',
    fix: 'Look up the request that a response belongs to in the session that the response came from, never by its id alone.',
    requirements: ['guarantee.no-crossing', 'guarantee.isolation'],
    revisions: ['2025-06-18', '2025-11-25'],
    needs: ['sessions', 'sse-answers', 'tool:faultline_ask'],
    async script(context: ServerContext) {
      const asked = await context.connect({ name: 'asked', serverRequests: 'ignore' });
      const stranger = await context.connect({ name: 'stranger' });
      const call = asked.callTool('faultline_ask', { message: 'Who are you?' }, { label: 'asked/call' });
      const question = await call.message('the question', (message) => message.kind === 'request');
      context.require(question?.id !== undefined && question.id !== null, 'the server asked nothing');
      const answerBy = (name: string): Readonly<Record<string, unknown>> => {
        const answer = shareSecret(context, name, 'answer');
        return { action: 'accept', content: { answer } };
      };
      await stranger.respond(question.id, answerBy('stranger'), { label: 'stranger/answer' }).ended();
      await stranger.request('ping', undefined, { label: 'stranger/ping' }).answer();
      await asked.respond(question.id, answerBy('asked'), { label: 'asked/answer' }).ended();
      await call.answer();
    },
    judges: [secretsStayHome(), answersCall('asked/call', 'guarantee.isolation', { with: 'result' })],
  }),
];
