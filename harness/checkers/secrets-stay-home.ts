import type { ExchangeView, HistoryView } from '../history/view.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'guarantee.no-crossing';
/** Under this name a script records which text belongs to which exchanges. */
export const SECRET_FACT = 'secret';

/** A text that may only be seen on the exchanges of its owner, whose labels begin with `<owner>/`. */
export interface Secret {
  readonly owner: string;
  readonly text: string;
}

function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && 'owner' in value && 'text' in value;
}

function secretsOf(view: HistoryView): Secret[] {
  return view.probes.flatMap(({ name, value }) => (name === SECRET_FACT && isSecret(value) ? [value] : []));
}

/** Everything that the server sent in an exchange, as text. */
function textOf({ server }: ExchangeView): string {
  const parts = [
    ...(server.head?.headers.flat() ?? []),
    ...server.events.map(({ event }) => event.data),
    ...server.messages.map(({ message }) => JSON.stringify(message.value)),
    server.body?.text ?? '',
  ];
  return parts.join('\n');
}

/** No secret of one session turns up in anything that the server sends to another one. */
export function secretsStayHome(): Checker {
  return checker('secrets-stay-home', [RULE], (view, judge) => {
    const secrets = secretsOf(view);
    if (secrets.length < 2) judge.inconclusive(RULE, 'secrets of several sessions', `${secrets.length} secrets`);
    for (const exchange of view.exchanges.values()) {
      const text = textOf(exchange);
      const { head } = exchange.server;
      judge.saw(head);
      for (const secret of secrets) {
        if (!text.includes(secret.text)) continue;
        if (exchange.label.startsWith(`${secret.owner}/`)) continue;
        const expected = `what ${secret.owner} sent is seen by ${secret.owner} alone`;
        judge.breach(RULE, { expected, seen: `it came on ${exchange.label}`, events: [exchange.request, head] });
      }
    }
  });
}

/** The tool call `label` is answered with its own secret, the last argument that it was sent with. */
export function answersWithOwnSecret(label: string): Checker {
  const expected = `${label} is answered with its own text`;
  return checker(`answers-with-own-secret(${label})`, [RULE], (view, judge) => {
    const exchange = view.exchange(label);
    const secret = secretsOf(view).find(
      ({ owner, text }) =>
        label.startsWith(`${owner}/`) && JSON.stringify(exchange?.sent[0]?.message.value ?? null).includes(text),
    );
    if (exchange === undefined || secret === undefined) {
      judge.inconclusive(RULE, expected, 'the call was never sent');
      return;
    }
    const responses = exchange.server.messages.filter(({ message }) => message.kind === 'result');
    judge.saw(...responses);
    if (responses.length === 0) return;
    if (responses.some(({ message }) => JSON.stringify(message.value).includes(secret.text))) return;
    judge.breach(RULE, { expected, seen: 'a result with another text', events: responses });
  });
}
