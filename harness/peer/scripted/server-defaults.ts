/** How a scripted server behaves where no rule stands in for it. */
export interface ServerDefaults {
  /** GET is answered with an event stream; otherwise with 405. */
  readonly offersGetStream: boolean;
  /** Form in which requests are answered that need no stream. Those that do (progress, a question) always get one. */
  readonly answers: 'json' | 'sse';
  /** Events carry ids. Nothing is kept for a replay: that is for a script. */
  readonly eventIds: boolean;
  /** Sessions are opened and demanded. */
  readonly sessions: boolean;
  /** Revision that initialize is answered with, whatever was asked for; undefined negotiates. */
  readonly protocolVersion: string | undefined;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly instructions: string | undefined;
}

export const SERVER_DEFAULTS: ServerDefaults = {
  offersGetStream: false,
  answers: 'json',
  eventIds: false,
  sessions: true,
  protocolVersion: undefined,
  capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, logging: {}, completions: {} },
  instructions: undefined,
};
