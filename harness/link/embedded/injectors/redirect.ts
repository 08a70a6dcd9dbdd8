import type { RedirectSpec } from '../../../faults/redirect.js';
import type { InjectorFactory } from '../injector.js';
import { makeAnswer } from '../made-answer.js';

export const injectRedirect: InjectorFactory<RedirectSpec> = (spec, { fired }) => ({
  on: spec.on ?? {},
  attach: (exchange) => {
    const { status, location } = spec;
    const given = (): void => fired(`redirected with ${status} to ${location}`, exchange);
    exchange.answerWith({ ...makeAnswer(status, [['Location', location]], new Uint8Array(0)), forward: false, given });
  },
});
