import type { AcceptCloseSpec } from '../../../faults/accept-close.js';
import type { InjectorFactory } from '../injector.js';
import { requireAtLeast } from './common.js';

export const injectAcceptClose: InjectorFactory<AcceptCloseSpec> = (spec, { fired }) => {
  requireAtLeast(1, { count: spec.count });
  let left = spec.count;
  return {
    accept: (hop) => {
      if (left === 0) return;
      left -= 1;
      fired(`${hop.id} was accepted; ${left} more to come`);
      hop.sever(spec.ending, 'client');
    },
  };
};
