import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { SocketExchange } from '../../../harness/peer/probe.js';
import { AFTERMATH, aftermath, judgesOfAftermath } from '../../support/aftermath.js';
import { connectionOver } from '../../support/connection-end.js';
import { BREAK_PHASES, breakFault, endingWords } from '../../support/reset-phases.js';
import type { BreakEnding, BreakPhaseName } from '../../support/reset-phases.js';
import { ordinaryMethod } from '../../support/version-offer.js';

const TIMES = 20;
const BROKEN = 'broken';
const OTHER = 'other';

const TEXTS = {
  fix: 'Give back whatever an exchange or a connection holds (its place in a pool, its entry in a table, its lock) on every way out, and not after a complete answer only.',
  requirements: [...AFTERMATH, 'http.stream.disconnect-anytime'],
  once: true,
} satisfies Partial<ServerCase>;

function repeatedCase(name: BreakPhaseName, ending: BreakEnding): ServerCase {
  const phase = BREAK_PHASES[name];
  return serverCase({
    ...TEXTS,
    id: `resets/repeated/${name}-${ending}`,
    title: `${TIMES} requests in a row that are broken ${phase.where}, ${endingWords(ending)}, use nothing up`,
    about: `Breaks ${TIMES} requests of one session, one after the other, ${phase.where}, ${endingWords(ending)}. The session, another one and a new client are served afterwards as before: a place or a lock that every broken request keeps runs out before that.`,
    faults: [breakFault(BROKEN, phase.at, ending)],
    async script(context: ServerContext) {
      const other = await context.connect({ name: OTHER });
      const session = await context.connect();
      for (let turn = 1; turn <= TIMES; turn += 1) {
        const request = session.request(ordinaryMethod(session), undefined, { label: BROKEN });
        await request.ended();
        await connectionOver(context, request.label);
      }
      await aftermath(context, session, other);
      context.require(context.fault(BROKEN).firedCount === TIMES, `not all of the ${TIMES} requests were broken`);
    },
    judges: judgesOfAftermath(OTHER, true),
  });
}

/** Opens a connection of the link to the server, and waits until it stands. */
async function openBare(context: ServerContext, label: string): Promise<SocketExchange> {
  context.mark(label);
  let isMarked = false;
  const socket = await context.socket(label);
  await context.until(`connection of ${label}`, (event) => {
    if (event.kind === 'probe' && event.name === label) isMarked = true;
    return isMarked && event.kind === 'connection' && event.side === 'server' && event.what === 'open';
  });
  return socket;
}

function bareCase(ending: 'fin' | 'rst'): ServerCase {
  const word = ending === 'fin' ? 'closed' : 'reset';
  return serverCase({
    ...TEXTS,
    id: `resets/repeated/bare-${ending}`,
    needs: ['link:connections'],
    title: `${TIMES} connections that are ${word} without a request use nothing up`,
    about: `Opens ${TIMES} connections one after the other, each of which is ${word} without a byte, as health checks and dead proxies do. The server goes on as before.`,
    async script(context) {
      const other = await context.connect({ name: OTHER });
      const session = await context.connect();
      for (let turn = 1; turn <= TIMES; turn += 1) {
        const socket = await openBare(context, `bare-${turn}`);
        if (ending === 'fin') socket.finish();
        else socket.reset();
      }
      await aftermath(context, session, other);
    },
    judges: judgesOfAftermath(OTHER, true),
  });
}

export const cases: ServerCase[] = [
  repeatedCase('half-body', 'rst'),
  repeatedCase('half-body', 'fin'),
  repeatedCase('sent', 'rst'),
  repeatedCase('sent', 'fin'),
  repeatedCase('response-head', 'rst'),
  repeatedCase('response-end', 'rst'),
  bareCase('fin'),
  bareCase('rst'),
];
