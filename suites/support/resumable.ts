import type { Need } from '../../harness/sut/needs.js';
import { CONTINUATION_RULES } from '../../harness/checkers/continues-stream.js';

/**
 * What a case needs that resumes a stream. Servers that give event ids and refuse every GET are found by the few cases
 * that go without `get-stream`, so that this flaw is not one failure for each case.
 */
export const RESUMABLE: readonly Need[] = ['event-ids', 'sse-answers', 'get-stream'];

/** What a case needs that cuts and resumes a stream of numbered notifications. */
export const RESUMABLE_EMISSION: readonly Need[] = [...RESUMABLE, 'tool:faultline_emit'];

/** What a case stands for whose resumed stream must go on right behind the named event. */
export const CONTINUATION: readonly string[] = [
  'http.resume.replay',
  'jsonrpc.response.required',
  ...CONTINUATION_RULES,
];

/** How to repair a server whose resumed streams do not go on as they should. */
export const CONTINUATION_FIX =
  'Keep every event of a stream under its id until its client can have seen it, whether a connection is there or not. ' +
  'On a GET with Last-Event-ID, write all events of that one stream behind the named one, then attach the stream to the ' +
  'new connection, so that what is still to come follows on it.';
