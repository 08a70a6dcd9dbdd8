import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { executesAlike } from '../../../harness/checkers/executes-alike.js';
import {
  confirmsVersion,
  countersVersion,
  countersWithNewest,
  speaksItsCounterOffer,
  NEWEST_FACT,
} from '../../../harness/checkers/negotiates-version.js';
import { gradesOutcome } from '../../../harness/checkers/outcome.js';
import { survivesMessage } from '../../../harness/checkers/refuses-message.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { dismiss, initializeParams, offer, versionOf } from '../../support/version-offer.js';

/** What a client of a later year may declare: known and unknown capabilities, and more about itself. */
const RICH = {
  capabilities: { roots: { listChanged: true }, sampling: {}, experimental: { 'com.example/faultline': {} } },
  clientInfo: { name: 'mcp-faultline', title: 'Faultline', version: '0.1.0' },
  _meta: { 'com.example/faultline': true },
};

const PAIR = [
  { jsonrpc: '2.0', id: 'first', method: 'ping' },
  { jsonrpc: '2.0', id: 'second', method: 'ping' },
];

async function offerUnsupported(ctx: ServerContext, version: string): Promise<void> {
  // A case that runs once runs at the newest revision that the target speaks.
  ctx.fact(NEWEST_FACT, ctx.revision);
  const first = await offer(ctx, 'unsupported', initializeParams(version));
  await dismiss(ctx, first);
  const proposed = versionOf(first);
  if (proposed === undefined) return;
  await dismiss(ctx, await offer(ctx, 'counter-offer', initializeParams(proposed)));
}

function unsupported(name: string, version: string): ServerCase {
  return serverCase({
    id: `lifecycle/version/unsupported/${name}`,
    title: `An offer of ${version} is countered with a version that the server speaks`,
    about: `Offers the protocol version ${version}. The server answers with another version, the newest that it speaks, and confirms that one when it is offered in turn.`,
    fix: 'Answer initialize with a result: the offered version where it is supported, else the newest one that is. Do not refuse, and do not repeat a version that you do not know.',
    requirements: [
      'lifecycle.version.server-alternative',
      'lifecycle.version.server-latest',
      'lifecycle.errors.prepared',
      'guarantee.no-hang',
      'guarantee.clean-errors',
    ],
    reproduces: ['B339'],
    once: true,
    script: (ctx) => offerUnsupported(ctx, version),
    judges: [
      countersVersion('unsupported'),
      countersWithNewest('unsupported'),
      speaksItsCounterOffer('counter-offer', 'unsupported'),
    ],
  });
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'lifecycle/version/same',
    title: 'A version that the server speaks is confirmed to every client',
    about:
      'Offers a version that the server is known to speak, as a client that declares nothing and as one that declares much, some of it unknown. Both get the version that they offered.',
    fix: 'Compare the offered version with the list of supported ones, and let nothing else of the request decide.',
    requirements: ['lifecycle.version.server-same'],
    async script(ctx) {
      await dismiss(ctx, await offer(ctx, 'bare', initializeParams(ctx.revision)));
      await dismiss(ctx, await offer(ctx, 'rich', initializeParams(ctx.revision, RICH)));
    },
    judges: [confirmsVersion('bare'), confirmsVersion('rich')],
  }),
  unsupported('older', '1900-01-01'),
  unsupported('newer', '2099-01-01'),
  serverCase({
    id: 'lifecycle/version/not-a-version',
    title: 'A version that is no date is answered',
    about:
      'Offers texts that name no version at all. A counter-offer and an error are both right; silence and a 5xx are not.',
    fix: 'Treat an unknown text like any unsupported version, or refuse it with -32602.',
    requirements: [
      'lifecycle.version.server-alternative',
      'lifecycle.errors.prepared',
      'guarantee.no-hang',
      'guarantee.clean-errors',
    ],
    once: true,
    async script(ctx) {
      await dismiss(ctx, await offer(ctx, 'word', initializeParams('latest')));
      await dismiss(ctx, await offer(ctx, 'empty', initializeParams('')));
      const session = await ctx.connect({ name: 'later' });
      await session.request('ping', undefined, { label: 'later/ping' }).answer();
    },
    judges: [
      survivesMessage('word', 'lifecycle.version.server-alternative'),
      survivesMessage('empty', 'lifecycle.version.server-alternative'),
      laterCallsWork(['later/ping']),
    ],
  }),
  serverCase({
    id: 'lifecycle/version/header-before-negotiation',
    title: 'A version header on initialize does not get in the way of negotiation',
    about:
      'Sends initialize with a version header that no server knows, as a client of a later year may, and offers a supported version in the body. The header is meant for later requests, so the body should decide; 400 is within the letter of the rule for headers and therefore a warning.',
    fix: 'Route initialize before the version header is checked.',
    requirements: [
      'lifecycle.version.server-same',
      'http.version-header.invalid-400',
      'guarantee.no-hang',
      'guarantee.recovers',
    ],
    reproduces: ['B333'],
    revisions: ['2025-06-18', '2025-11-25'],
    async script(ctx) {
      const headers = { 'MCP-Protocol-Version': '2099-01-01' };
      await dismiss(ctx, await offer(ctx, 'early-header', initializeParams(ctx.revision), { headers }));
      const session = await ctx.connect();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      gradesOutcome('early-header', {
        rule: 'lifecycle.version.server-same',
        expected: 'is answered with a result',
        grade(outcome) {
          if (outcome.kind === 'result') return undefined;
          return outcome.status === 400 ? { severity: 'warn' } : {};
        },
      }),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'lifecycle/version/older-one-sticks',
    title: 'A session keeps its older version when a newer client arrives',
    about:
      'Negotiates an older version, lets a second client negotiate the newest one, and goes on in the first session: its requests are still served, and arrays are treated as before.',
    fix: 'Keep the negotiated version with each session, never in a variable of the process.',
    requirements: ['lifecycle.operate.respect-version', 'guarantee.isolation'],
    revisions: ['2025-03-26', '2025-06-18'],
    async script(ctx) {
      const older = await ctx.connect({ name: 'older' });
      await older.batch(PAIR, { label: 'array-before' }).ended();
      const newer = await offer(ctx, 'newer-client', initializeParams('2099-01-01'));
      await older.request('ping', undefined, { label: 'older/ping' }).answer();
      await older.batch(PAIR, { label: 'array-after' }).ended();
      await dismiss(ctx, newer);
    },
    judges: [
      laterCallsWork(['older/ping'], 'guarantee.isolation'),
      executesAlike('array-before', 'array-after', false),
    ],
  }),
];
