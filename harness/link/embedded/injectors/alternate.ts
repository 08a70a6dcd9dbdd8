import type { AlternateSpec } from '../../../faults/alternate.js';
import { headerValue, setHeader } from '../../../wire/http-head.js';
import type { Upstream } from '../../link.js';
import type { InjectorFactory } from '../injector.js';

/** What a Host header says for an upstream. */
function authorityOf({ protocol, hostname, port }: Upstream): string {
  const name = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
  return new URL(`${protocol}//${name}:${port}`).host;
}

export const injectAlternate: InjectorFactory<AlternateSpec> = (_spec, { link, fired }) => {
  const { upstream, secondUpstream } = link;
  if (secondUpstream === undefined) throw new Error('alternate needs a link with a second upstream');
  let requests = 0;
  let isHealed = false;
  return {
    accept: (hop) => {
      hop.deferDial();
    },
    attach: (exchange) => {
      requests += 1;
      if (isHealed || requests % 2 === 1) return;
      exchange.upstream = secondUpstream;
      // A server that checks its Host would refuse what names the other one.
      exchange.editRequestHead((head) =>
        headerValue(head.headers, 'host') === authorityOf(upstream)
          ? { ...head, headers: setHeader(head.headers, 'Host', authorityOf(secondUpstream)) }
          : head,
      );
      fired(`request ${requests} goes to the second server`, exchange);
    },
    heal: () => {
      isHealed = true;
    },
  };
};
