import type { Revision } from '../spec/revisions.js';
import type { LinkTrait } from '../link/traits.js';
import type { RevisionProfile, ServerProfile } from './profile.js';

/**
 * What a case may need of a target, or of the run. `tool:NAME` asks for a tool of that name, `link:TRAIT` for a link that
 * leaves something as it is.
 */
export type Need =
  | 'sessions'
  | 'get-stream'
  | 'event-ids'
  | 'sse-answers'
  | 'json-answers'
  | 'deletes'
  | 'tools'
  | 'resources'
  | 'subscriptions'
  | 'logging'
  | 'prompts'
  | 'completions'
  | 'pagination'
  | 'restart'
  | 'callable-tool'
  | 'second-upstream'
  | `link:${LinkTrait}`
  | `tool:${string}`;

/** What the run itself has, whatever the server offers. */
export interface RunExtras {
  /** The user named a tool that may be called. */
  readonly userTool?: boolean;
  /** The harness started the target and can start it again. */
  readonly restart?: boolean;
  /** A second instance of the target is there. */
  readonly secondUpstream?: boolean;
  /** Why the links of the run do not leave something as it is. */
  readonly linkLacks?: Partial<Readonly<Record<LinkTrait, string>>>;
}

type NamedNeed = Exclude<Need, `tool:${string}` | `link:${string}`>;

interface Rule {
  readonly met: (profile: RevisionProfile, extras: RunExtras) => boolean;
  /** The sentence for a skip message when it is not met. */
  readonly lack: string;
}

/** A probe tool without side effects: it may be called on every server that offers it. */
const HARMLESS_TOOL = 'faultline_echo';

function declares(profile: RevisionProfile, capability: string): boolean {
  return profile.capabilities[capability] !== undefined;
}

function subscribable(profile: RevisionProfile): boolean {
  const resources = profile.capabilities['resources'];
  return (
    typeof resources === 'object' && resources !== null && 'subscribe' in resources && resources.subscribe === true
  );
}

const RULES: Readonly<Record<NamedNeed, Rule>> = {
  sessions: { met: (profile) => profile.sessions, lack: 'the server does not use sessions' },
  'get-stream': { met: (profile) => profile.getStream, lack: 'the server offers no GET stream' },
  'event-ids': {
    met: (profile) => profile.eventIds,
    lack: 'the server sends no event ids, so its streams cannot be resumed',
  },
  'sse-answers': {
    met: ({ answers }) => answers === 'sse' || answers === 'both',
    lack: 'the server was not seen to answer with an event stream',
  },
  'json-answers': {
    met: ({ answers }) => answers === 'json' || answers === 'both',
    lack: 'the server was not seen to answer with a JSON body',
  },
  deletes: { met: (profile) => profile.deletes, lack: 'the server does not let a client end its session with DELETE' },
  tools: { met: (profile) => profile.tools.length > 0, lack: 'the server offers no tools' },
  resources: { met: (profile) => profile.resources.length > 0, lack: 'the server offers no resources' },
  subscriptions: { met: subscribable, lack: 'the server does not offer subscriptions to resources' },
  logging: { met: (profile) => declares(profile, 'logging'), lack: 'the server does not offer logging' },
  prompts: { met: (profile) => declares(profile, 'prompts'), lack: 'the server offers no prompts' },
  completions: { met: (profile) => declares(profile, 'completions'), lack: 'the server offers no completions' },
  pagination: { met: (profile) => profile.paginates, lack: 'no list of the server has more than one page' },
  restart: {
    met: (_profile, extras) => extras.restart === true,
    lack: 'the harness cannot restart the server (give --command together with --url)',
  },
  'callable-tool': {
    met: (profile, extras) => extras.userTool === true || profile.tools.includes(HARMLESS_TOOL),
    lack: `the server has no tool that may be called (offer ${HARMLESS_TOOL}, or name a harmless tool of your own)`,
  },
  'second-upstream': {
    met: (_profile, extras) => extras.secondUpstream === true,
    lack: 'there is no second instance of the server (give --second-url)',
  },
};

function isToolNeed(need: Need): need is `tool:${string}` {
  return need.startsWith('tool:');
}

function isLinkNeed(need: Need): need is `link:${LinkTrait}` {
  return need.startsWith('link:');
}

function lackOf(profile: RevisionProfile, need: Need, extras: RunExtras): string | undefined {
  if (isToolNeed(need)) {
    const tool = need.slice('tool:'.length);
    return profile.tools.includes(tool) ? undefined : `the server offers no tool ${tool}`;
  }
  if (isLinkNeed(need)) return extras.linkLacks?.[need.slice('link:'.length) as LinkTrait];
  const rule = RULES[need];
  return rule.met(profile, extras) ? undefined : rule.lack;
}

/**
 * What the target lacks of `needs` at `revision`, as a sentence for the message of a skipped case; `undefined` when
 * it has everything. Only the first lack is named.
 */
export function missingNeed(
  profile: ServerProfile,
  revision: Revision,
  needs: readonly Need[],
  extras: RunExtras = {},
): string | undefined {
  const offered = profile.byRevision[revision];
  if (offered === undefined) return `the server does not speak ${revision}`;
  for (const need of needs) {
    const lack = lackOf(offered, need, extras);
    if (lack !== undefined) return lack;
  }
  return undefined;
}
