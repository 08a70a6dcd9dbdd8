import { bringsAllNotifications } from '../../../harness/checkers/progress-complete.js';
import { reportsProgressRightly } from '../../../harness/checkers/invariants/progress.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { emit } from '../../support/emission.js';
import { pingAfter } from '../../support/resumption.js';

const TOKENS: Readonly<Record<string, string | number>> = {
  text: 'a text token',
  number: 4711,
  zero: 0,
  empty: '',
  digits: '42',
  large: Number.MAX_SAFE_INTEGER,
};
const NAMES = Object.keys(TOKENS);

const types = serverCase({
  id: 'progress/tokens/types',
  title: 'Progress tokens of every legal kind come back unchanged',
  about:
    'Calls with tokens that are texts, numbers, 0, an empty text and a text of digits ask for progress. Each notification ' +
    'has to bear the token of its request, with its value and type. No progress for 0 or "" is a warning.',
  fix: 'Store the token as it came and test whether it is there, not whether it is true; do not turn it into a text.',
  requirements: [
    'progress.token-type',
    'progress.active-token-only',
    'progress.increasing',
    'progress.stops',
    'progress.message',
    'guarantee.order',
  ],
  needs: ['sse-answers', 'tool:faultline_emit'],
  async script(context) {
    const session = await context.connect();
    await Promise.all(
      Object.entries(TOKENS).map(([name, progressToken]) =>
        emit(context, session, name, { count: 3 }, { progressToken }).answer(),
      ),
    );
  },
  judges: [
    reportsProgressRightly(),
    ...NAMES.map((name) => bringsAllNotifications(name, { rule: 'progress.token-type', severity: 'warn' })),
  ],
});

const absent = serverCase({
  id: 'progress/tokens/absent',
  title: 'A request without a progress token gets no progress',
  about:
    'Ordinary requests, and a call that would have progress to report, are sent without a token. No progress may come.',
  fix: 'Send progress only for requests whose _meta has a progressToken.',
  requirements: [
    'progress.active-token-only',
    'progress.token-type',
    'progress.stops',
    'progress.increasing',
    'progress.message',
  ],
  needs: ['sse-answers', 'tool:faultline_emit'],
  async script(context) {
    const session = await context.connect();
    if (context.profile.getStream) await session.listen({ label: 'get' }).head(300);
    await session.request('tools/list', undefined, { label: 'list' }).answer();
    const args = { count: 4, key: context.nonce('silent') };
    await session.callTool('faultline_emit', args, { label: 'call' }).answer();
    await pingAfter(session, 'after');
  },
  judges: [reportsProgressRightly()],
});

export const cases: ServerCase[] = [types, absent];
