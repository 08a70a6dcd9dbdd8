import { randomUUID } from 'node:crypto';

/** What is known of one session. */
export interface ServedSession {
  readonly id: string;
  /** Revision that was negotiated, or that a script has set. */
  readonly revision: string;
  readonly clientCapabilities: Readonly<Record<string, unknown>>;
  readonly subscriptions: Set<string>;
}

/** The sessions of a scripted server. */
export class SessionStore {
  readonly #known = new Map<string, ServedSession>();
  readonly #opened: string[] = [];

  /** Ids of all that were ever opened, oldest first. */
  get opened(): readonly string[] {
    return this.#opened;
  }

  get size(): number {
    return this.#known.size;
  }

  open(revision: string, clientCapabilities: Readonly<Record<string, unknown>>): ServedSession {
    const session = { id: randomUUID(), revision, clientCapabilities, subscriptions: new Set<string>() };
    this.#known.set(session.id, session);
    this.#opened.push(session.id);
    return session;
  }

  /** Takes note of what a handshake in an open session has agreed on. */
  agree(id: string, revision: string, clientCapabilities: Readonly<Record<string, unknown>>): void {
    const session = this.#known.get(id);
    if (session !== undefined) this.#known.set(id, { ...session, revision, clientCapabilities });
  }

  get(id: string): ServedSession | undefined {
    return this.#known.get(id);
  }

  end(id: string): void {
    this.#known.delete(id);
  }

  forgetAll(): void {
    this.#known.clear();
  }
}
