import type { ResetSpec } from '../../../faults/reset.js';
import type { InjectorFactory } from '../injector.js';
import { createCutInjector } from './cut-injector.js';

export const injectReset: InjectorFactory<ResetSpec> = (spec, context) => createCutInjector(spec, 'rst', context);
