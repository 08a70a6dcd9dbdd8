import type { RefuseSpec } from '../../../faults/refuse.js';
import type { InjectorFactory } from '../injector.js';

export const injectRefuse: InjectorFactory<RefuseSpec> = (_spec, { link, fired }) => ({
  arm: async () => {
    await link.refuse();
    fired('the port is closed');
  },
  heal: () => link.accept(),
});
