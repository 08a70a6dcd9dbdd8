import { answersCall } from '../../../harness/checkers/answers-call.js';
import { namesProgressToken, sendsNoProgress } from '../../../harness/checkers/progress-of-call.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const COUNT = 3;

/** Tokens that are legal and that careless code loses or changes. */
const TOKENS: Readonly<Record<string, string | number>> = {
  zero: 0,
  'empty-text': '',
  'digits-as-text': '42',
  number: 42,
  unicode: 'прогресс-🪪',
};

export const cases: ServerCase[] = [
  serverCase({
    id: 'json-rpc/progress/without-token',
    title: 'A call without a progress token brings no progress',
    about:
      'Calls a tool that reports progress, without asking for it. No progress notification is sent, because none could name a token.',
    fix: 'Send progress only where the request has a token in its metadata.',
    requirements: ['progress.active-token-only'],
    needs: ['tool:faultline_emit'],
    once: true,
    async script(ctx) {
      const session = await ctx.connect();
      await session.callTool('faultline_emit', { count: COUNT, key: ctx.nonce('emit') }, { label: 'call' }).answer();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [sendsNoProgress('call'), answersCall('call', 'jsonrpc.response.required', { with: 'any' })],
  }),
  ...Object.entries(TOKENS).map(([name, progressToken]) =>
    serverCase({
      id: `json-rpc/progress/token/${name}`,
      title: `A progress token comes back in value and type (${name})`,
      about: `Asks for progress under the token ${JSON.stringify(progressToken)}. Every progress notification of the call names exactly this token.`,
      fix: 'Keep the token as it was parsed, test for its absence with "=== undefined", and send it back unchanged.',
      requirements: ['progress.token-type', 'progress.active-token-only'],
      needs: ['tool:faultline_emit'],
      once: true,
      async script(ctx) {
        const session = await ctx.connect();
        const args = { count: COUNT, key: ctx.nonce('emit') };
        await session.callTool('faultline_emit', args, { label: 'call', progressToken }).answer();
      },
      judges: [
        namesProgressToken('call', progressToken, COUNT),
        answersCall('call', 'jsonrpc.response.required', { with: 'result' }),
      ],
    }),
  ),
];
