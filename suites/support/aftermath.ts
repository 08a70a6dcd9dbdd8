import { answersCall, laterCallsWork } from '../../harness/checkers/answers-call.js';
import type { Checker } from '../../harness/checkers/checker.js';
import { staysUp } from '../../harness/checkers/stays-up.js';
import type { ServerContext } from '../../harness/engine/context.js';
import type { Session } from '../../harness/peer/probe.js';
import { ordinaryMethod } from './version-offer.js';

/** What every case stands for that breaks something and then looks whether all goes on. */
export const AFTERMATH: readonly string[] = ['guarantee.no-crash', 'guarantee.recovers', 'guarantee.isolation'];

/** Labels of a client that comes over connections of its own: nobody else's may be used again for it. */
const FRESH = 'bystander-1/fresh';

/**
 * Looks whether all goes on after something was broken: two calls of the session that it happened to (where there is
 * one), one of another that was connected before, and a handshake and a call of a client that is new.
 */
export async function aftermath(context: ServerContext, broken: Session | undefined, other: Session): Promise<void> {
  if (broken !== undefined) {
    await broken.request('ping', undefined, { label: 'later' }).answer();
    await broken.request(ordinaryMethod(broken), undefined, { label: 'later-again' }).answer();
  }
  await other.request('ping', undefined, { label: `${other.name}/ping` }).answer();
  const elsewhere = await context.bystander();
  const fresh = await elsewhere.connect({ name: 'fresh' });
  await fresh.request('ping', undefined, { label: 'fresh/ping' }).answer();
}

/** Judges what {@link aftermath} left behind; `other` is the name of that session. */
export function judgesOfAftermath(other: string, hasBrokenSession: boolean): readonly Checker[] {
  return [
    staysUp(),
    answersCall(`${FRESH}/initialize`, 'guarantee.no-crash', { with: 'result' }),
    laterCallsWork([...(hasBrokenSession ? ['later', 'later-again'] : []), `${FRESH}/ping`]),
    laterCallsWork([`${other}/ping`], 'guarantee.isolation'),
  ];
}
