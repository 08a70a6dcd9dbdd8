/**
 * An expectation that rests on what any user of a transport may count on, and not on one sentence of the specification.
 */
export interface Guarantee {
  /** `guarantee.` and a name. */
  readonly id: GuaranteeId;
  /** Who must do what, in one sentence that is shown next to a finding. */
  readonly rule: string;
  /** The verdict of a case in which the guarantee was broken. */
  readonly weight: 'fail' | 'warn';
  /** What goes wrong for users when it does not hold. */
  readonly why: string;
}

/** The id of a guarantee. */
export type GuaranteeId = keyof typeof DEFINITIONS;

type Definition = Pick<Guarantee, 'rule' | 'weight' | 'why'>;

const DEFINITIONS = {
  'guarantee.no-crash': {
    rule: 'Both sides: be still there and serving after any input or fault, harmless or hostile.',
    weight: 'fail',
    why: 'One bad message or one broken connection takes down every user of the process.',
  },
  'guarantee.settles': {
    rule: 'Both sides: end every request that was accepted, with a result or an error, within a bound.',
    weight: 'fail',
    why: 'A call that never ends blocks its caller for ever, and nothing tells the caller to give up.',
  },
  'guarantee.no-hang': {
    rule: 'Server: bring each HTTP exchange that is not meant to stay open to an end within a bound.',
    weight: 'fail',
    why: 'An exchange without an end holds a connection at every hop until some proxy kills it with an error of its own.',
  },
  'guarantee.no-loss': {
    rule: 'Both sides: deliver every message of a resumable stream, whatever happened to its connection.',
    weight: 'fail',
    why: 'Event ids promise that a cut costs nothing; a gap turns a finished call into a lost one.',
  },
  'guarantee.no-duplicate': {
    rule: 'Both sides: hand each message over once, replays and reconnects included.',
    weight: 'fail',
    why: 'A message that comes twice is counted, shown or acted on twice.',
  },
  'guarantee.order': {
    rule: 'Both sides: deliver the messages of one stream in the order in which they were sent.',
    weight: 'fail',
    why: 'Progress runs backwards, and a result overtakes the messages that led up to it.',
  },
  'guarantee.no-crossing': {
    rule: 'Both sides: let a message reach only the request, stream, session and client that it belongs to.',
    weight: 'fail',
    why: "One user's data appears in front of another, even if both happen to use the same request ids.",
  },
  'guarantee.at-most-once': {
    rule: 'Both sides: have each call executed once at most, however often its connection breaks.',
    weight: 'fail',
    why: 'A payment, a message or a deletion is carried out twice although its user asked for it once.',
  },
  'guarantee.recovers': {
    rule: 'Both sides: make the next call work as soon as the fault is over.',
    weight: 'fail',
    why: 'A passing disturbance becomes an outage that lasts until somebody restarts something.',
  },
  'guarantee.true-state': {
    rule: 'Client: say that it is connected only where a call made now has something to go out on, or is carried over.',
    weight: 'fail',
    why: 'Who trusts an untrue state neither reconnects nor tells anybody, and every call fails until a restart.',
  },
  'guarantee.bounded-retries': {
    rule: 'Both sides: bound how often, and how fast, what has failed is tried again.',
    weight: 'fail',
    why: 'A loop without a bound keeps down the server that it waits for, and takes the processor of its own side.',
  },
  'guarantee.isolation': {
    rule: 'Both sides: let the failure of one call, stream or session leave all others unharmed.',
    weight: 'fail',
    why: 'A single bad client or slow call spoils the service for everyone.',
  },
  'guarantee.resources-return': {
    rule: 'Both sides: go back to the number of streams, pending calls and sessions held before.',
    weight: 'fail',
    why: 'What every cut leaves behind adds up until the process runs out of it.',
  },
  'guarantee.delivered-in-time': {
    rule: 'Server: put each message on the wire when it is written, without waiting for the stream to end.',
    weight: 'fail',
    why: 'Progress which arrives together with the result is of no use, and a silent stream is cut as idle.',
  },
  'guarantee.keep-alive': {
    rule: 'Both sides: send some bytes on a stream that is idle but still wanted.',
    weight: 'warn',
    why: 'Proxies cut connections after some silence, and without traffic neither end learns of a dead peer.',
  },
  'guarantee.bounded-memory': {
    rule: 'Both sides: keep memory bounded when a peer reads slowly, sends much or never comes back.',
    weight: 'warn',
    why: 'One slow reader can exhaust the memory of a process that serves many.',
  },
  'guarantee.error-says-something': {
    rule: 'Both sides: give each error a status, code or text from which its cause can be told.',
    weight: 'fail',
    why: 'An empty error can be neither handled by a program nor understood by a person.',
  },
  'guarantee.no-injection': {
    rule: 'Both sides: let no value break out of the header, event or line in which it is sent.',
    weight: 'fail',
    why: 'A CR or LF in a value lets its author forge headers, events or messages of somebody else.',
  },
  'guarantee.no-disclosure': {
    rule: 'Both sides: show a peer nothing of the inside: no stack, no path of a source, no file of the system.',
    weight: 'fail',
    why: 'What a stranger learns of a program and its host tells him where to strike next.',
  },
  'guarantee.framing-exact': {
    rule: 'Both sides: send HTTP messages whose length and framing are exactly as announced.',
    weight: 'fail',
    why: 'A wrong length makes the next message on the connection unreadable, or part of this one.',
  },
  'guarantee.adapter-contract': {
    rule: 'Adapter: answer each line once, print nothing that the contract does not have, end with its input.',
    weight: 'fail',
    why: 'This is the fault of the adapter and not of the client in it: what else it says cannot be relied upon.',
  },
  'guarantee.clean-errors': {
    rule: 'Server: answer hostile or broken input with a 4xx, not with a 5xx.',
    weight: 'warn',
    why: 'A 5xx blames the server, sets off alarms and invites retries of a request that can never work.',
  },
} as const satisfies Record<`guarantee.${string}`, Definition>;

/** Every guarantee. */
export const allGuarantees: readonly Guarantee[] = (Object.keys(DEFINITIONS) as GuaranteeId[]).map(guarantee);

/** The guarantee of this id. */
export function guarantee(id: GuaranteeId): Guarantee {
  return { id, ...DEFINITIONS[id] };
}

/** Whether `id` names a guarantee. */
export function isGuaranteeId(id: string): id is GuaranteeId {
  return Object.hasOwn(DEFINITIONS, id);
}
