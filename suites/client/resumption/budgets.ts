import { boundedAttempts, requests } from '../../../harness/checkers/client/bounded-attempts.js';
import { postsOnce, resumesFrom, stopsResuming } from '../../../harness/checkers/client/resumes.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { A_LOG_MESSAGE } from '../../support/client/answer-phases.js';
import { responseLine } from '../../support/client/tool-results.js';

/** Milliseconds that the server asks for before the client comes back: short, so that a case is. */
const RETRY_MS = 20;
/** So many GET streams that end at once use up what most clients allow themselves, within this time in ms. */
const FLAPS = 4;
const FLAPPING_MS = 4000;

const flapping = clientCase({
  id: 'resumption/budgets/beside-a-flapping-get-stream',
  title: 'A call is resumed although the GET stream has used up its attempts',
  about:
    'Each GET stream of the session ends as soon as it stands, until the client has asked for some or wants no more. Then the stream of a call is cut after an event with an id. The call is resumed: what the GET stream costs is not taken off what a call may cost.',
  fix: 'Count the attempts of each stream for itself. Whoever turns the GET stream off must not turn off the resumption of calls with it.',
  requirements: ['http.resume.client-get', 'guarantee.no-loss'],
  reproduces: ['B168'],
  needs: ['op:callTool', 'get-stream', 'resumes'],
  once: true,
  server: { offersGetStream: true },
  async script(context: ClientContext): Promise<void> {
    const { server } = context;
    let call: ServedExchange | undefined;
    server.on({ method: 'GET', resumes: false }, async (exchange) => {
      exchange.stream();
      await exchange.end();
    });
    server.on({ method: 'GET', resumes: true }, async (exchange) => {
      exchange.event({ id: 'end', data: responseLine(call?.id, 'resumed') });
      await exchange.end();
    });
    server.on({ rpc: 'tools/call' }, async (exchange) => {
      call = exchange;
      exchange.event({ id: 'one', data: JSON.stringify(A_LOG_MESSAGE), retry: RETRY_MS });
      await exchange.end('fin');
    });
    await context.connected();
    context.require(
      await server.arrival('the GET stream', { method: 'GET' }),
      'the client did not open its GET stream',
    );
    const asked = server.arrival('GET streams', { method: 'GET' }, FLAPS, FLAPPING_MS + context.answerDeadlineMs);
    await Promise.race([asked, context.quiet(FLAPPING_MS)]);
    const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
    await context.call('faultline_echo', { text: 'resumed' }, { label: 'call', timeoutMs, resumable: true }).outcome();
  },
  judges: [
    returnsText('call', 'resumed', 'guarantee.no-loss', 'on the resumed stream'),
    resumesFrom(['one'], 'http.resume.client-get'),
  ],
});

/** Limit of the call that is never answered, in ms. */
const BARREN_LIMIT_MS = 3000;
/** Time, in ms, for what was on its way when the call ended; and after that, for whoever comes back once more. */
const UNDER_WAY_MS = 1000;
const COMES_BACK_MS = 3000;

const BARREN = [
  { name: 'barren-for-ever', does: 'ends in order', ending: 'complete', reproduces: ['B144'] },
  { name: 'cut-for-ever', does: 'breaks off', ending: 'fin', reproduces: [] },
] as const;

const barren = BARREN.map(({ name, does, ending, reproduces }) =>
  clientCase({
    id: `resumption/budgets/${name}`,
    title: `A call whose stream always ${does} without an answer ends, and is left alone then`,
    about: `The stream of a call gives an id and ${does}, and so does each one that continues it: an answer never comes. The call fails by its limit at the latest, the attempts are no storm, and once the call has failed the client does not go on asking.`,
    fix: 'Count the attempts that brought no message, whatever their status, let the pauses between them grow, and tie the loop to the call: when that has ended, nobody needs its stream.',
    requirements: [
      'guarantee.settles',
      'guarantee.error-says-something',
      'guarantee.bounded-retries',
      'guarantee.at-most-once',
    ],
    reproduces,
    revisions: ['2025-11-25'],
    needs: ['op:callTool', 'resumes'],
    once: true,
    waits: true,
    server: { offersGetStream: false },
    async script(context: ClientContext): Promise<void> {
      const prime = async (exchange: ServedExchange): Promise<void> => {
        exchange.event({ id: 'barren', data: '' });
        await exchange.end(ending);
      };
      context.server.on({ rpc: 'tools/call' }, prime);
      context.server.on({ method: 'GET', resumes: true }, prime);
      await context.connected();
      const options = { label: 'call', timeoutMs: BARREN_LIMIT_MS, resumable: true };
      await context
        .call('faultline_echo', { text: 'barren' }, options)
        .outcome(BARREN_LIMIT_MS + context.answerDeadlineMs);
      await context.quiet(UNDER_WAY_MS);
      context.mark('the call is long over');
      await context.quiet(COMES_BACK_MS);
    },
    judges: [
      settles('call', { with: 'failed' }),
      boundedAttempts('while a stream brings nothing', requests()),
      stopsResuming('the call is long over', 'guarantee.bounded-retries'),
      postsOnce('guarantee.at-most-once'),
    ],
  }),
);

export const cases: ClientCase[] = [flapping, ...barren];
