import { pagesAreStable } from '../../../harness/checkers/stable-pages.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { Session } from '../../../harness/peer/probe.js';
import { isObject } from '../../../harness/wire/jsonrpc.js';

const MAX_PAGES = 20;
const LISTS: readonly (readonly [method: string, list: string])[] = [
  ['tools/list', 'tools'],
  ['resources/list', 'resources'],
  ['prompts/list', 'prompts'],
];

async function pageOf(session: Session, method: string, label: string, cursor?: string): Promise<string | undefined> {
  const answer = await session.request(method, cursor === undefined ? {} : { cursor }, { label }).answer();
  const result = isObject(answer?.value) ? answer.value['result'] : undefined;
  const next = isObject(result) ? result['nextCursor'] : undefined;
  return typeof next === 'string' ? next : undefined;
}

/** Reads all pages of a list, as `<list>/page-1`, ..., and the second one again, where there is a second one. */
async function walk(session: Session, method: string, list: string): Promise<void> {
  const first = await pageOf(session, method, `${list}/page-1`);
  let cursor = first;
  for (let page = 2; cursor !== undefined && page <= MAX_PAGES; page += 1) {
    cursor = await pageOf(session, method, `${list}/page-${page}`, cursor);
  }
  if (first !== undefined) await pageOf(session, method, `${list}/again`, first);
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'json-rpc/pagination/stable',
    title: 'The pages of a list are stable',
    about:
      'Reads every list page by page, and the second page once more. No member comes twice, and the same cursor gives the same page.',
    fix: 'Make cursors that name a position in a stable order, and do not use them up.',
    requirements: ['pagination.server-stable'],
    needs: ['pagination'],
    once: true,
    async script(ctx) {
      const session = await ctx.connect();
      for (const [method, list] of LISTS)
        if (session.capabilities[list] !== undefined) await walk(session, method, list);
    },
    judges: LISTS.map(([, list]) => whereSent(`${list}/again`, pagesAreStable(list))),
  }),
];
