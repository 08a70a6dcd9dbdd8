import type { HistoryView } from '../history/view.js';
import type { Checker } from './checker.js';
import { checker } from './judge.js';

const RULE = 'guarantee.error-says-something';

/** Status and code of an exchange that was refused; undefined where it was not. */
function refusalOf(view: HistoryView, label: string): { readonly status: number; readonly code: unknown } | undefined {
  const server = view.exchange(label)?.server;
  if (server?.head === undefined || server.head.status < 400) return undefined;
  const error = server.messages.find(({ message }) => message.kind === 'error');
  return { status: server.head.status, code: error?.message.code };
}

/**
 * A session that is one too many is refused in another way than a request of the unknown session in the exchange
 * `unknown`: neither with the same status nor with the same JSON-RPC code. No text names either, so that it is a warning.
 */
export function tellsOverloadApart(openings: readonly string[], unknown: string): Checker {
  return checker('tells-overload-apart', [RULE], (view, judge) => {
    const label = openings.find((one) => refusalOf(view, one) !== undefined);
    judge.saw(view.exchange(openings[0] ?? '')?.server.head);
    const refused = label === undefined ? undefined : refusalOf(view, label);
    const other = refusalOf(view, unknown);
    if (label === undefined || refused === undefined || other === undefined) return;
    const isSameCode = refused.code !== undefined && refused.code === other.code;
    if (refused.status !== other.status && !isSameCode) return;
    judge.breach(RULE, {
      expected: 'a session too many is not refused as one that is unknown',
      seen: isSameCode
        ? `both have the code ${JSON.stringify(refused.code)}`
        : `both have the status ${refused.status}`,
      events: [view.exchange(label)?.server.head, view.exchange(unknown)?.server.head],
      severity: 'warn',
    });
  });
}
