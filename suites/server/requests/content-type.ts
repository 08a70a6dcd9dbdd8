import { answersCall } from '../../../harness/checkers/answers-call.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { pingText } from '../../support/request-template.js';

const RULE = 'http.post.reply-json-or-sse';

/** Content types that all mean JSON. */
const WITH_PARAMETERS: Readonly<Record<string, string>> = {
  plain: 'application/json',
  charset: 'application/json; charset=utf-8',
  'charset-no-space': 'application/json;charset=UTF-8',
};

const TYPE_CASE: Readonly<Record<string, string>> = { capitals: 'Application/JSON' };

const OTHER: Readonly<Record<string, string | null>> = {
  text: 'text/plain',
  form: 'application/x-www-form-urlencoded',
  missing: null,
  'no-media-type': 'json;;=/',
};

function labelOf(name: string): string {
  return `content-type-${name}`;
}

async function pingWith(context: ServerContext, types: Readonly<Record<string, string | null>>): Promise<void> {
  const session = await context.connect();
  for (const [name, type] of Object.entries(types)) {
    const label = labelOf(name);
    await context.post(pingText(label), { label, session, headers: { 'Content-Type': type } }).ended();
  }
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'requests/content-type/parameters',
    title: 'JSON with a charset parameter is JSON',
    about:
      'Sends pings whose Content-Type is application/json, alone and with the charset parameter that many HTTP clients add.',
    fix: 'Compare the media type alone; parameters after the semicolon do not change what the body is.',
    requirements: [RULE],
    script: (context) => pingWith(context, WITH_PARAMETERS),
    judges: Object.keys(WITH_PARAMETERS).map((name) => answersCall(labelOf(name), RULE, { with: 'result' })),
  }),
  serverCase({
    id: 'requests/content-type/type-case',
    title: 'The media type of a body is read without regard to case',
    about: 'Sends a ping as Application/JSON, which means the same as application/json (RFC 9110, section 8.3.1).',
    fix: 'Lower the case of the media type before comparing it.',
    requirements: [RULE],
    once: true,
    script: (context) => pingWith(context, TYPE_CASE),
    judges: [answersCall(labelOf('capitals'), RULE, { with: 'result', severity: 'warn' })],
  }),
  serverCase({
    id: 'requests/content-type/other-types',
    title: 'A body that does not call itself JSON is served or refused cleanly',
    about: 'Sends JSON that is labelled as text, as a form, not at all, and by something that is no media type.',
    fix: 'Answer 415 (or serve the request); never let the parsing of Content-Type fail the request with a 5xx.',
    requirements: [RULE, 'guarantee.clean-errors', 'guarantee.no-hang'],
    script: (context) => pingWith(context, OTHER),
    judges: Object.keys(OTHER).map((name) =>
      copesWith(labelOf(name), { rule: RULE, allowed: ['2xx', 400, 406, 415], tolerated: ['4xx'], severity: 'warn' }),
    ),
  }),
];
