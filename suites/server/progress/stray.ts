import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { pingAfter } from '../../support/resumption.js';

const RULE = 'progress.track-tokens';

/** Progress that a client might report for requests that the server never made. */
const STRAY: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = {
  'unknown-text': { progressToken: 'no-such-token', progress: 1 },
  'unknown-number': { progressToken: 12_345, progress: 1, total: 2, message: 'half way' },
  falling: { progressToken: 'no-such-token', progress: 0 },
  'no-token': { progress: 1 },
  'null-token': { progressToken: null, progress: 1 },
  'object-token': { progressToken: { a: 1 }, progress: 1 },
  'text-progress': { progressToken: 'no-such-token', progress: 'half' },
  'no-params': undefined,
};
const NAMES = Object.keys(STRAY);

const fromClient = serverCase({
  id: 'progress/stray/from-the-client',
  title: 'Progress for requests that the server never made passes unharmed',
  about:
    'The client reports progress with unknown, missing and malformed tokens. Each notification gets a status, and the ' +
    'session goes on.',
  fix: 'Look a token up among those that the server gave out and ignore the notification when it is not there.',
  requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang', 'guarantee.no-crash', 'guarantee.recovers'],
  async script(context) {
    const session = await context.connect();
    for (const name of NAMES) await session.notify('notifications/progress', STRAY[name], { label: name }).head();
    await pingAfter(session, 'after');
  },
  judges: [...NAMES.map((name) => copesWith(name, { rule: RULE, allowed: ['2xx', '4xx'] })), laterCallsWork(['after'])],
});

export const cases: ServerCase[] = [fromClient];
