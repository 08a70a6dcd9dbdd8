import { settles } from '../../../harness/checkers/client/settles.js';
import { whereTold } from '../../../harness/checkers/client/where-told.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { callAgain, callEcho, FAULTY_CALL_MS, settleIn, worksAfter } from '../../support/client/recovery.js';

/** What a reverse proxy says while the container behind it is made anew. */
const PAGES = {
  'bad-gateway': { status: 502, type: 'text/html', body: '<html><body>502 Bad Gateway</body></html>' },
  'not-found': { status: 404, type: 'text/plain', body: '404 page not found' },
} as const;

/** So many calls are made at most to use the bad answers up: a client that tries again by itself needs fewer. */
const CALLS = 6;

const DURING = Array.from({ length: CALLS }, (_, index) => `during/${index + 1}`);

/** Answers exactly `count` POSTs with the page, and calls until they are used up or the client sends no more. */
async function blip(context: ClientContext, kind: keyof typeof PAGES, count: number): Promise<void> {
  const { status, type, body } = PAGES[kind];
  let left = count;
  context.server.on({ method: 'POST', where: () => left > 0 }, (exchange) => {
    left -= 1;
    exchange.respond(status, body, { 'Content-Type': type });
  });
  for (const label of DURING) {
    if (left === 0) break;
    await callEcho(context, label, FAULTY_CALL_MS);
  }
  context.require(left < count, 'no request of the client met a bad answer');
  left = 0;
}

const plural = (count: number): string => (count === 1 ? 'one bad answer' : `${count} bad answers`);

export const cases: ClientCase[] = (Object.keys(PAGES) as (keyof typeof PAGES)[]).flatMap((kind) =>
  [1, 2, 5].map((count) =>
    clientCase({
      id: `reconnect/blips/${kind}-${count}`,
      title: `After ${plural(count)} of ${PAGES[kind].status} in a row, calls work again`,
      about:
        `A proxy answers exactly ${count} POST${count === 1 ? '' : 's'} with ${PAGES[kind].status}, whatever they hold; the server itself is well and keeps its sessions. ` +
        'Each call ends, those that fail with a reason. Then the next call works, or the one after it.',
      fix:
        kind === 'not-found'
          ? 'A 404 ends the session, and a 404 to the handshake that follows is a failed attempt, not the end: begin anew at the next call.'
          : 'An error page of a proxy costs the call that it answers, not the session.',
      requirements: ['lifecycle.errors.prepared', 'guarantee.recovers', 'guarantee.settles'],
      reproduces: kind === 'not-found' ? ['B096'] : ['B132'],
      needs: ['op:callTool'],
      once: true,
      async script(context) {
        await settleIn(context);
        await blip(context, kind, count);
        await callAgain(context);
      },
      judges: [
        settles('during/1'),
        ...DURING.slice(1).map((label) => whereTold(label, settles(label))),
        ...worksAfter(),
      ],
    }),
  ),
);
