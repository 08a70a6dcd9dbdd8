/** A header field: name, and value as nginx reads it: in quotes, or a variable. */
export type Field = readonly [name: string, value: string];

/** An answer that nginx gives by itself. */
export interface OwnAnswer {
  readonly status: number;
  /** Body and its media type; without them the page that nginx has for the status. */
  readonly body?: { readonly type: string; readonly text: string };
  /** For a redirect. */
  readonly location?: string;
}

/** How an nginx is configured, where it is not as transparent as it can be. */
export interface NginxProfile {
  /** HTTP version towards the server; default 1.1. Releases before 1.29.7 have 1.0 where nothing is said. */
  readonly upstreamVersion?: '1.0' | '1.1';
  /** Buffers responses, in buffers of that size. */
  readonly bufferBytes?: number;
  /** Buffers also what asks for no buffering by `X-Accel-Buffering: no`. */
  readonly ignoresAccelBuffering?: boolean;
  /** Silence of the server after which it is given up. */
  readonly readTimeoutMs?: number;
  /** Compresses every response, if the client takes that. */
  readonly gzip?: boolean;
  /** Sends a request again when its first attempt fails, whatever its method. */
  readonly retriesEverything?: boolean;
  /** Largest request body; beyond it the answer is 413. */
  readonly bodyLimitBytes?: number;
  /** Requests a second; what comes faster is answered 429. */
  readonly requestsPerSecond?: number;
  readonly answer?: OwnAnswer;
  /** Fields of the request towards the server; `""` takes the field out. */
  readonly requestFields?: readonly Field[];
  /** Fields of the response that do not reach the client. */
  readonly hiddenFields?: readonly string[];
  /** Fields that the response has for the client, whatever its status. */
  readonly addedFields?: readonly Field[];
  /** Requests go by turns to two servers. */
  readonly isBalanced?: boolean;
  /** Speaks TLS with this key, and HTTP/2 to who wants it. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
  /** How long the old processes go on after a reload; default 1 s. */
  readonly shutdownTimeoutMs?: number;
}

/** One profile with everything that several say. Lists are joined; otherwise the last one counts. */
export function joinProfiles(profiles: readonly NginxProfile[]): NginxProfile {
  let joined: NginxProfile = {};
  for (const profile of profiles) {
    joined = {
      ...joined,
      ...profile,
      requestFields: [...(joined.requestFields ?? []), ...(profile.requestFields ?? [])],
      hiddenFields: [...(joined.hiddenFields ?? []), ...(profile.hiddenFields ?? [])],
      addedFields: [...(joined.addedFields ?? []), ...(profile.addedFields ?? [])],
    };
  }
  return joined;
}
