import { continuesStream } from '../../../harness/checkers/continues-stream.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import { reset, truncate } from '../../../harness/faults/index.js';
import { intactMessages } from '../../../harness/checkers/intact-messages.js';
import { emit } from '../../support/emission.js';
import { CONTINUATION, CONTINUATION_FIX, RESUMABLE_EMISSION } from '../../support/resumable.js';
import { pingAfter, resumeUntilAnswered } from '../../support/resumption.js';

type Place = 'middle' | 'character' | 'line-end';

const PLACES: Readonly<Record<Place, string>> = {
  middle: 'in the middle of an event',
  character: 'between the bytes of a character',
  'line-end': 'inside the blank line that closes an event',
};

function insideEvent(place: Place): ServerCase {
  return serverCase({
    id: `resumability/cut-place/inside-event-${place}`,
    title: `An event that was cut ${PLACES[place]} is sent again in full`,
    about:
      `The third event of a stream of texts with characters of one to four bytes is cut ${PLACES[place]}. It was never ` +
      'complete, so the client resumes with the id of the second, and the third has to come whole, as text too.',
    fix: CONTINUATION_FIX,
    requirements: [...CONTINUATION, 'guarantee.framing-exact'],
    needs: RESUMABLE_EMISSION,
    faults: [truncate({ on: { exchange: 'call' }, at: { insideEvent: 3, at: place } })],
    async script(context) {
      const session = await context.connect();
      const key = `${context.nonce('text')} aé€𐍈 日本`;
      const call = emit(context, session, 'call', { count: 5, intervalMs: 5, key });
      await context.fired('truncate');
      await call.ended();
      await resumeUntilAnswered(context, session, call);
    },
    judges: [continuesStream('call'), intactMessages('call')],
  });
}

const burst = serverCase({
  id: 'resumability/cut-place/burst',
  title: 'A burst of 100 events that is cut in the middle is continued without a gap',
  about:
    'A call sends 100 notifications in one go and its connection is reset after the 50th event. The other half was ' +
    'written before the server could learn of the cut, and has to come again. A server with a smaller store may refuse ' +
    'to go on, which is a warning; leaving a gap is a failure.',
  fix: CONTINUATION_FIX,
  requirements: CONTINUATION,
  reproduces: ['B173', 'B175'],
  needs: RESUMABLE_EMISSION,
  faults: [reset({ on: { exchange: 'call' }, at: { events: 50 } })],
  async script(context) {
    const session = await context.connect();
    const call = emit(context, session, 'call', { count: 100 });
    await context.fired('reset');
    await call.ended();
    await resumeUntilAnswered(context, session, call);
    await pingAfter(session, 'after');
  },
  judges: [continuesStream('call', { refusal: 'warn' })],
});

export const cases: ServerCase[] = [insideEvent('middle'), insideEvent('character'), insideEvent('line-end'), burst];
