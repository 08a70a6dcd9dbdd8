import type { LinkTrait } from '../../link/traits.js';
import type { HttpTransport, Revision } from '../../spec/revisions.js';
import type { ClientOp, ClientProfile, ClientRevisionProfile } from './profile.js';

/**
 * What a case may need of a client, or of the run. `op:NAME` asks for an operation of its adapter, `scenario:NAME` for a
 * scenario of the official conformance suite that a client without one plays, `link:TRAIT` for a link that leaves that as
 * it is.
 */
export type ClientNeed =
  | 'get-stream'
  | 'deletes'
  | 'resumes'
  | 'tells-connected'
  | 'tells-progress'
  | 'elicitation'
  | `op:${ClientOp}`
  | `scenario:${string}`
  | `link:${LinkTrait}`;

interface Rule {
  readonly met: (offered: ClientRevisionProfile) => boolean;
  /** The sentence for a skip message when it is not met. */
  readonly lack: string;
}

const RULES: Readonly<Record<Exclude<ClientNeed, `op:${string}` | `scenario:${string}` | `link:${string}`>, Rule>> = {
  'get-stream': { met: ({ opensGetStream }) => opensGetStream, lack: 'the client opens no GET stream' },
  deletes: { met: ({ deletesSession }) => deletesSession, lack: 'the client does not end its session with DELETE' },
  resumes: { met: ({ resumes }) => resumes, lack: 'the client does not resume streams' },
  'tells-connected': {
    met: ({ tellsConnected }) => tellsConnected,
    lack: 'the client tells no state of its connection',
  },
  'tells-progress': { met: ({ tellsProgress }) => tellsProgress, lack: 'the client hands no progress to its user' },
  elicitation: {
    met: ({ capabilities }) => capabilities['elicitation'] !== undefined,
    lack: 'the client does not offer elicitation',
  },
};

/** That the client does not offer a transport, as a sentence for the message of a skipped case; else `undefined`. */
export function missingTransport({ transports }: ClientProfile, transport: HttpTransport): string | undefined {
  // One that speaks Streamable HTTP is not asked to say so: it was seen to.
  if (transport === 'streamable-http' || transports.includes(transport)) return undefined;
  return `the client does not offer the transport ${transport}`;
}

/**
 * What the client lacks of `needs` at `revision`, as a sentence for the message of a skipped case; `undefined` when it
 * has everything. Every case of an adapter needs the operations that connect and end it.
 */
export function missingClientNeed(
  profile: ClientProfile,
  revision: Revision,
  needs: readonly ClientNeed[],
  linkLacks: Partial<Readonly<Record<LinkTrait, string>>> = {},
): string | undefined {
  const offered = profile.byRevision[revision];
  if (offered === undefined) return profile.failures?.[revision] ?? `the client does not speak ${revision}`;
  const wanted: readonly ClientNeed[] = needs.includes('op:run') ? needs : ['op:connect', 'op:close', ...needs];
  for (const need of wanted) {
    if (need.startsWith('op:')) {
      const op = need.slice('op:'.length) as ClientOp;
      if (!profile.ops.includes(op)) return lackOfOp(profile, op);
      continue;
    }
    if (need.startsWith('scenario:')) {
      const name = need.slice('scenario:'.length);
      if (profile.scenarios?.includes(name) !== true) return `the client does not play the scenario ${name}`;
      continue;
    }
    if (need.startsWith('link:')) {
      const lack = linkLacks[need.slice('link:'.length) as LinkTrait];
      if (lack !== undefined) return lack;
      continue;
    }
    const rule = RULES[need as keyof typeof RULES];
    if (!rule.met(offered)) return rule.lack;
  }
  return undefined;
}

function lackOfOp({ driver }: ClientProfile, op: ClientOp): string {
  if (op === 'run') return 'the client has an adapter; this case is for --driver official';
  return driver === 'official'
    ? `a client that is driven as the official suite does it cannot be told to ${op} (an adapter can)`
    : `the adapter has no operation ${op}`;
}
