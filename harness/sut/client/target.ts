/** The client that is checked. Plain data: it crosses threads. */
export interface ClientTarget {
  /** Shell command that starts it (its adapter, or with `official` the client itself). */
  readonly command: string;
  readonly driver: 'adapter' | 'official';
  /** Headers that the client is told to send with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}
