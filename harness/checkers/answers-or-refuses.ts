import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const RULE = 'jsonrpc.response.required';

/** A request that was taken (status 2xx) brings its response; one that was refused by its status owes nothing more. */
export function answersOrRefuses(label: string): Checker {
  const expected = `${label} is answered or refused`;
  return checker(`answers-or-refuses(${label})`, [RULE], (view, judge) => {
    const server = view.exchange(label)?.server;
    const head = server?.head;
    judge.saw(head, server?.end);
    if (server === undefined || head === undefined || head.status < 200 || head.status > 299) return;
    const responses = responsesTo(view, label);
    judge.saw(...responses);
    if (responses.length === 0)
      judge.breach(RULE, { expected, seen: describeResponse(server), events: [head, server.end] });
  });
}
