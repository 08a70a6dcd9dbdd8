import type { ConnectionLimitSpec } from '../../../faults/connection-limit.js';
import type { Hop } from '../hop.js';
import type { InjectorFactory } from '../injector.js';
import { makeAnswer } from '../made-answer.js';
import { requireAtLeast } from './common.js';

export const injectConnectionLimit: InjectorFactory<ConnectionLimitSpec> = (spec, { link, fired }) => {
  requireAtLeast(0, { max: spec.max });
  const beyond = new Set<Hop>();
  return {
    accept: (hop) => {
      const open = link.connections();
      for (const turnedAway of beyond) if (!open.includes(turnedAway)) beyond.delete(turnedAway);
      const admitted = open.filter((other) => other !== hop && !beyond.has(other)).length;
      if (admitted < spec.max) return;
      fired(`${hop.id} came while ${admitted} were open`);
      if (spec.beyond === 'close') {
        hop.sever('fin', 'client');
        return;
      }
      beyond.add(hop);
      hop.deferDial();
    },
    attach: (exchange) => {
      if (!beyond.has(exchange.hop)) return;
      const { head, body } = makeAnswer(503, [['Retry-After', '1']], new Uint8Array(0));
      exchange.answerWith({ head, body, forward: false, given: () => undefined });
    },
    heal: () => beyond.clear(),
  };
};
