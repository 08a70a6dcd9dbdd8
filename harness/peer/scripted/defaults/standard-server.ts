import type { ServedRequest } from '../served-request.js';
import type { ServerDefaults } from '../server-defaults.js';
import type { SessionStore } from '../session-store.js';

/** What a scripted server does by itself, where no rule of a script stands in for it. */
export interface StandardServer {
  readonly sessions: SessionStore;
  /** Changes what it does, from now on. */
  configure(changes: Partial<ServerDefaults>): void;
  serve(exchange: ServedRequest): void | Promise<void>;
  /** Ends all calls and waits. */
  close(): void;
}
