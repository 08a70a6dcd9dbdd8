import { announcesNoListing } from '../../../harness/checkers/announces-no-listing.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { openListening } from '../../support/listening.js';

const ROUNDS = 5;
/** Time, in ms, for what a listing sets off. */
const AFTERMATH_MS = 300;
const LISTS = ['tools', 'resources', 'prompts'] as const;

export const cases: ServerCase[] = [
  serverCase({
    id: 'streams/announcements/not-by-listing',
    title: 'Listing changes no list',
    about: `Lists the tools, resources and prompts that the server declares ${ROUNDS} times over, one after the other, while a GET stream is open. A server that says after every listing that the list has changed has its clients list for ever.`,
    fix: 'Announce a changed list where it is changed, and not where it is read; compare it with what it was before.',
    requirements: ['subs.list-changed', 'guarantee.recovers'],
    reproduces: ['B142'],
    needs: ['get-stream'],
    announces: true,
    waits: true,
    async script(context) {
      const session = await context.connect();
      const stream = await openListening(context, session, 'get');
      const declared = LISTS.filter((list) => session.capabilities[list] !== undefined);
      for (let round = 1; round <= ROUNDS; round += 1) {
        for (const list of declared) {
          await session.request(`${list}/list`, {}, { label: `${list}-${round}` }).answer();
        }
        await context.silence(AFTERMATH_MS);
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [...LISTS.map((list) => announcesNoListing(list, ROUNDS)), laterCallsWork(['later'])],
  }),
];
