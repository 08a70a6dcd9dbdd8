import { answersOrRefuses } from '../../../harness/checkers/answers-or-refuses.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { acceptsOrForgets, servesOrForgets } from '../../../harness/checkers/lost-session.js';
import { secretsStayHome } from '../../../harness/checkers/secrets-stay-home.js';
import { sessionIdsDiffer } from '../../../harness/checkers/session-ids-differ.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { alternate } from '../../../harness/faults/index.js';
import type { Call, Session } from '../../../harness/peer/probe.js';
import type { Need } from '../../../harness/sut/needs.js';
import { shareSecret } from '../../support/secret.js';
import { ordinaryMethod } from '../../support/version-offer.js';

const NEEDS: readonly Need[] = ['second-upstream', 'sessions'];
const ISOLATION = 'guarantee.isolation';
const TERMINATED = 'http.session.terminated-404';

const FIX =
  'Answer 404 to a session id that this instance does not know, and route by session in front of the instances, or keep ' +
  'sessions in a store that all of them share.';

const strangers = serverCase({
  id: 'misrouting/two-instances/response-and-resumption',
  title: 'A response and a resumption that reach another instance get 404, and the session goes on',
  about:
    'A response of the client and a GET with Last-Event-ID go to an instance that does not know the session. Each is ' +
    'answered with 404, or taken where the instances share their sessions. The session goes on at its own instance.',
  fix: FIX,
  requirements: [TERMINATED, 'guarantee.clean-errors', 'guarantee.no-hang', ISOLATION, 'guarantee.recovers'],
  reproduces: ['B001', 'B012'],
  needs: [...NEEDS, 'get-stream'],
  faults: [alternate({})],
  async script(context: ServerContext) {
    const session = await context.connect({ initialized: false });
    await session.respond(1, {}, { label: 'away/response' }).ended();
    await session.notify('notifications/initialized', undefined, { label: 'home/initialized' }).ended();
    await session.request('ping', undefined, { label: 'away/request' }).ended();
    const home = session.request('ping', undefined, { label: 'home/first' });
    await home.answer();
    const resumed = session.resume(home.lastEventId ?? 'no-such-event', { label: 'away/resume' });
    await resumed.head();
    resumed.abort();
    await session.request('ping', undefined, { label: 'home/second' }).answer();
    context.require(context.fault('alternate').firedCount === 3, 'the requests did not go by turns');
    await context.fault('alternate').heal();
    await session.request(ordinaryMethod(session), undefined, { label: 'home/healed' }).answer();
  },
  judges: [
    servesOrForgets('away/request'),
    acceptsOrForgets('away/response'),
    acceptsOrForgets('away/resume'),
    laterCallsWork(['home/first', 'home/second'], ISOLATION),
    laterCallsWork(['home/healed']),
  ],
});

function sayMine(context: ServerContext, session: Session, what: string): Call {
  const label = `${session.name}/${what}`;
  return session.callTool('faultline_echo', { text: shareSecret(context, session.name, what) }, { label });
}

const twoClients = serverCase({
  id: 'misrouting/two-instances/two-clients',
  title: 'Clients of two instances do not meet, even if each reaches the instance of the other',
  about:
    'Two clients with equal JSON-RPC ids start a session each, one at each instance, and make calls there. Then each call ' +
    'goes to the other instance, and then home again. The session ids differ, and nobody sees anything of the other.',
  fix: 'Make session ids that no other instance makes too: random ones of 128 bits, not counters or host names.',
  requirements: ['guarantee.no-crossing', 'http.session.terminated-404', 'guarantee.clean-errors', ISOLATION],
  reproduces: ['B185', 'B195'],
  needs: [...NEEDS, 'tool:faultline_echo'],
  faults: [alternate({})],
  async script(context: ServerContext) {
    const ann = await context.connect({ name: 'ann', initialized: false });
    const ben = await context.connect({ name: 'ben', initialized: false });
    for (const session of [ann, ben]) {
      await session.notify('notifications/initialized', undefined, { label: `${session.name}/initialized` }).ended();
    }
    for (const session of [ann, ben]) await sayMine(context, session, 'home').answer();
    for (const session of [ben, ann]) await sayMine(context, session, 'away').ended();
    for (const session of [ann, ben]) await sayMine(context, session, 'back').answer();
    context.require(context.fault('alternate').firedCount === 5, 'the requests did not go by turns');
  },
  judges: [
    sessionIdsDiffer(['ann/initialize', 'ben/initialize']),
    servesOrForgets('ann/away'),
    servesOrForgets('ben/away'),
    secretsStayHome(),
    laterCallsWork(['ann/home', 'ben/home', 'ann/back', 'ben/back'], ISOLATION),
  ],
});

const splitHandshake = serverCase({
  id: 'misrouting/two-instances/split-handshake',
  title: 'A session whose handshake ended at another instance does not get stuck',
  about:
    'The initialized notification of a new session reaches another instance. The next request, at the right one, is ' +
    'answered or refused, but not parked; once the notification has come there too, calls work.',
  fix: 'Answer or refuse requests that come before the initialized notification; let none of them wait for it.',
  requirements: [
    'jsonrpc.response.required',
    'http.session.terminated-404',
    'guarantee.no-hang',
    'guarantee.clean-errors',
    'guarantee.recovers',
  ],
  needs: NEEDS,
  faults: [alternate({})],
  async script(context: ServerContext) {
    const session = await context.connect({ initialized: false });
    await session.notify('notifications/initialized', undefined, { label: 'away/initialized' }).ended();
    await session.request(ordinaryMethod(session), undefined, { label: 'early' }).ended();
    await session.request('ping', undefined, { label: 'away/ping' }).ended();
    await session.notify('notifications/initialized', undefined, { label: 'initialized' }).ended();
    await session.request('ping', undefined, { label: 'away/ping-again' }).ended();
    await session.request(ordinaryMethod(session), undefined, { label: 'later' }).answer();
    context.require(context.fault('alternate').firedCount === 3, 'the requests did not go by turns');
  },
  judges: [
    acceptsOrForgets('away/initialized'),
    copesWith('early', { rule: 'guarantee.no-hang', allowed: ['2xx', '4xx'] }),
    answersOrRefuses('early'),
    laterCallsWork(['later']),
  ],
});

export const cases: ServerCase[] = [strangers, twoClients, splitHandshake];
