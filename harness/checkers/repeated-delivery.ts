import type { ExchangeView } from '../history/view.js';
import { statusIsOneOf } from './answer-status.js';
import { responsesTo } from './answers-call.js';
import type { Checker } from './checker.js';
import { describeResponse } from './describe.js';
import { checker } from './judge.js';

const ANSWERED = 'jsonrpc.response.required';
const CLEAN = 'guarantee.clean-errors';
const NO_HANG = 'guarantee.no-hang';

/** An exchange that was answered with a 2xx and then brought nothing for the client. */
function endedEmpty(exchange: ExchangeView | undefined): boolean {
  const head = exchange?.server.head;
  return head !== undefined && statusIsOneOf(head.status, ['2xx']);
}

/**
 * The request `label`, which the link delivered a second time as `again`, brought a result on one delivery at least, and
 * neither a 5xx nor silence on the other. Which of the two counts as the first is up to the server (ambiguity
 * `duplicate-id-handling`: what may not happen is a crash, a crossed answer, or that the first call is lost). That the
 * client's own delivery was taken and brought nothing is a warning: nobody can tell which one arrived first.
 */
export function oneDeliveryAnswered(label: string, again: string): Checker {
  const expected = `one of the two deliveries of ${label} is answered with a result`;
  return checker(`one-delivery-answered(${label})`, [ANSWERED, CLEAN, NO_HANG], (view, judge) => {
    const names = [label, again];
    const isAnswered = (name: string): boolean =>
      responsesTo(view, name).some(({ message }) => message.kind === 'result');
    if (names.some((name) => view.exchange(name)?.request === undefined)) {
      judge.inconclusive(ANSWERED, expected, 'it was not delivered twice');
      return;
    }
    for (const name of names) {
      const exchange = view.exchange(name);
      if (exchange === undefined) continue;
      const { head, end } = exchange.server;
      judge.saw(head, ...responsesTo(view, name));
      const seen = describeResponse(exchange.server);
      const events = [exchange.request, head, end];
      if (head !== undefined && statusIsOneOf(head.status, ['5xx'])) {
        judge.breach(CLEAN, { expected: `${name} is answered without a 5xx`, seen, events });
      } else if (end === undefined || end.ending === 'abandoned') {
        judge.breach(NO_HANG, { expected: `${name} comes to an end`, seen, events });
      }
    }
    const own = view.exchange(label);
    if (isAnswered(label) || own === undefined) return;
    const seen = describeResponse(own.server);
    const events = [own.request, own.server.head, own.server.end];
    if (!isAnswered(again)) judge.breach(ANSWERED, { expected, seen, events });
    else if (endedEmpty(own)) {
      const ownAnswer = `${label} is answered, since it was taken`;
      judge.breach(ANSWERED, { expected: ownAnswer, seen, events, severity: 'warn' });
    }
  });
}
