import type { Level, Requirement } from './requirement.js';
import { ANY_TRANSPORT_REQUIREMENTS } from './requirements/any-transport.js';
import { AUTHORIZATION_REQUIREMENTS } from './requirements/authorization.js';
import { CACHING_REQUIREMENTS } from './requirements/caching.js';
import { CANCELLATION_REQUIREMENTS } from './requirements/cancellation.js';
import { EVENT_STREAM_FORMAT_REQUIREMENTS } from './requirements/event-stream-format.js';
import { FEATURE_ERROR_REQUIREMENTS } from './requirements/feature-errors.js';
import { HTTP_CANCELLATION_REQUIREMENTS } from './requirements/http-cancellation.js';
import { HTTP_ENDPOINT_REQUIREMENTS } from './requirements/http-endpoint.js';
import { HTTP_GET_STREAM_REQUIREMENTS } from './requirements/http-get-streams.js';
import { HTTP_MIRRORED_HEADER_REQUIREMENTS } from './requirements/http-mirrored-headers.js';
import { HTTP_OLDER_PEER_REQUIREMENTS } from './requirements/http-older-peers.js';
import { HTTP_PARAMETER_HEADER_REQUIREMENTS } from './requirements/http-parameter-headers.js';
import { HTTP_RESPONSE_STREAM_REQUIREMENTS } from './requirements/http-response-streams.js';
import { HTTP_RESUMPTION_REQUIREMENTS } from './requirements/http-resumption.js';
import { HTTP_SENDING_REQUIREMENTS } from './requirements/http-sending.js';
import { HTTP_SESSION_REQUIREMENTS } from './requirements/http-sessions.js';
import { HTTP_SSE_REQUIREMENTS } from './requirements/http-sse.js';
import { HTTP_VERSION_HEADER_REQUIREMENTS } from './requirements/http-version-header.js';
import { JSON_RPC_BATCH_REQUIREMENTS } from './requirements/json-rpc-batches.js';
import { JSON_RPC_ERROR_REQUIREMENTS } from './requirements/json-rpc-errors.js';
import { JSON_RPC_MESSAGE_REQUIREMENTS } from './requirements/json-rpc-messages.js';
import { LIFECYCLE_REQUIREMENTS } from './requirements/lifecycle.js';
import { LOGGING_REQUIREMENTS } from './requirements/logging.js';
import { MESSAGE_METADATA_REQUIREMENTS } from './requirements/message-metadata.js';
import { MULTI_ROUND_TRIP_REQUIREMENTS } from './requirements/multi-round-trip.js';
import { PAGINATION_REQUIREMENTS } from './requirements/pagination.js';
import { PING_REQUIREMENTS } from './requirements/ping.js';
import { PROGRESS_REQUIREMENTS } from './requirements/progress.js';
import { SESSION_SECURITY_REQUIREMENTS } from './requirements/session-security.js';
import { STATELESSNESS_REQUIREMENTS } from './requirements/statelessness.js';
import { STDIO_REQUIREMENTS } from './requirements/stdio.js';
import { SUBSCRIPTION_REQUIREMENTS } from './requirements/subscriptions.js';
import { TASK_REQUIREMENTS } from './requirements/tasks.js';
import { TIMEOUT_REQUIREMENTS } from './requirements/timeouts.js';
import { VERSIONING_REQUIREMENTS } from './requirements/versioning.js';
import type { Revision } from './revisions.js';

export type { Level, Requirement } from './requirement.js';

/** Every catalogued requirement, by topic; ids are unique. */
export const allRequirements: readonly Requirement[] = [
  ...JSON_RPC_MESSAGE_REQUIREMENTS,
  ...JSON_RPC_ERROR_REQUIREMENTS,
  ...JSON_RPC_BATCH_REQUIREMENTS,
  ...MESSAGE_METADATA_REQUIREMENTS,
  ...ANY_TRANSPORT_REQUIREMENTS,
  ...STDIO_REQUIREMENTS,
  ...HTTP_SSE_REQUIREMENTS,
  ...HTTP_ENDPOINT_REQUIREMENTS,
  ...HTTP_SENDING_REQUIREMENTS,
  ...HTTP_RESPONSE_STREAM_REQUIREMENTS,
  ...HTTP_GET_STREAM_REQUIREMENTS,
  ...HTTP_RESUMPTION_REQUIREMENTS,
  ...HTTP_SESSION_REQUIREMENTS,
  ...HTTP_VERSION_HEADER_REQUIREMENTS,
  ...HTTP_MIRRORED_HEADER_REQUIREMENTS,
  ...HTTP_PARAMETER_HEADER_REQUIREMENTS,
  ...HTTP_CANCELLATION_REQUIREMENTS,
  ...HTTP_OLDER_PEER_REQUIREMENTS,
  ...EVENT_STREAM_FORMAT_REQUIREMENTS,
  ...LIFECYCLE_REQUIREMENTS,
  ...TIMEOUT_REQUIREMENTS,
  ...VERSIONING_REQUIREMENTS,
  ...STATELESSNESS_REQUIREMENTS,
  ...CANCELLATION_REQUIREMENTS,
  ...PING_REQUIREMENTS,
  ...PROGRESS_REQUIREMENTS,
  ...SUBSCRIPTION_REQUIREMENTS,
  ...MULTI_ROUND_TRIP_REQUIREMENTS,
  ...TASK_REQUIREMENTS,
  ...CACHING_REQUIREMENTS,
  ...PAGINATION_REQUIREMENTS,
  ...LOGGING_REQUIREMENTS,
  ...FEATURE_ERROR_REQUIREMENTS,
  ...AUTHORIZATION_REQUIREMENTS,
  ...SESSION_SECURITY_REQUIREMENTS,
];

const byId = new Map(allRequirements.map((requirement) => [requirement.id, requirement]));

/** The requirement of this id, or `undefined` when there is none. */
export function requirementById(id: string): Requirement | undefined {
  return byId.get(id);
}

/** How strongly `revision` words the requirement; `undefined` for an unknown id and where the revision lacks the rule. */
export function levelAt(id: string, revision: Revision): Level | undefined {
  return byId.get(id)?.levels[revision];
}

/** Where `revision` states the requirement (see `Requirement.source`); `undefined` as for `levelAt`. */
export function sourceAt(id: string, revision: Revision): string | undefined {
  return byId.get(id)?.source[revision];
}

/** A page of the specification with its section, followed by nothing or by a remark such as "item 2". */
const PAGE = /^((?:basic|client|server)(?:\/[a-z-]+)*)(?:#([a-z0-9-]+))?(?= |$)/;

/**
 * The public address of the place that states the requirement. Where several places do, it is the first one that is a
 * page of the specification itself. `undefined` when there is none, because the rule is inherited from another standard
 * or stands in the schema or in companion documentation, and where `sourceAt` has nothing.
 */
export function specificationUrl(id: string, revision: Revision): string | undefined {
  const places = sourceAt(id, revision)?.split('; ') ?? [];
  for (const place of places) {
    const match = PAGE.exec(place);
    if (match === null) continue;
    const [, page = '', section] = match;
    // The overview page of a folder is published under the name of the folder.
    const path = page.replace(/\/index$/, '');
    const fragment = section === undefined ? '' : `#${section}`;
    return `https://modelcontextprotocol.io/specification/${revision}/${path}${fragment}`;
  }
  return undefined;
}
