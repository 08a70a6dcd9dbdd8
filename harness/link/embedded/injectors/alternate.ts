import type { AlternateSpec } from '../../../faults/alternate.js';
import type { InjectorFactory } from '../injector.js';

export const injectAlternate: InjectorFactory<AlternateSpec> = (_spec, { link, fired }) => {
  const { secondUpstream } = link;
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
      fired(`request ${requests} goes to the second server`, exchange);
    },
    heal: () => {
      isHealed = true;
    },
  };
};
