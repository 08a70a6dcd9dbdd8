import type { SseStyle } from '../../wire/sse-encoder.js';

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
  /** HTTP+SSE: how the URI for messages is announced. */
  readonly endpoint: EndpointForm;
  /** HTTP+SSE: how the event that announces it is written. */
  readonly endpointStyle: SseStyle;
}

/**
 * Forms of the URI of an `endpoint` event: with its path alone, relative to the stream, with the origin that the client
 * has dialled, or with another one that leads to the same server.
 */
export type EndpointForm = 'path' | 'relative' | 'absolute' | 'foreign';

export const SERVER_DEFAULTS: ServerDefaults = {
  offersGetStream: false,
  answers: 'json',
  eventIds: false,
  sessions: true,
  protocolVersion: undefined,
  capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, logging: {}, completions: {} },
  instructions: undefined,
  endpoint: 'path',
  endpointStyle: {},
};
