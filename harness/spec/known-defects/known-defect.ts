/** A real defect of a transport, as somebody met it: what a case is said to reproduce. */
export interface KnownDefect {
  readonly id: string;
  /** Where it was: a server, a client, a gateway between them, an end of stdio; or two of them, joined by `+`. */
  readonly part: string;
  /** What brought it out, in one word: `idle-close`, `server-restart`, `blip` and the like. */
  readonly trigger: string;
  /** The transports and revisions that it was seen on. */
  readonly transport: string;
  /** The public thread or change in which it was seen, as `owner/repository#number`, with related ones. */
  readonly seen: string;
}

/** States a known defect in one line. */
export function known(id: string, part: string, trigger: string, transport: string, seen: string): KnownDefect {
  return { id, part, trigger, transport, seen };
}
