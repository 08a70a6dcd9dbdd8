import type { TruncateSpec } from '../../../faults/truncate.js';
import type { InjectorFactory } from '../injector.js';
import { createCutInjector } from './cut-injector.js';

export const injectTruncate: InjectorFactory<TruncateSpec> = (spec, context) => createCutInjector(spec, 'fin', context);
