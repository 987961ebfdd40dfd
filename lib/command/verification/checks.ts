import { closedFormChecks } from './closed-form/index.js';
import { componentChecks, energyChecks } from './energy-checks.js';
import { filterChecks } from './filter-checks.js';
import { descentChecks, flowChecks } from './flow-checks.js';
import { fitChecks } from './garch-checks.js';
import { likelihoodChecks } from './model-checks.js';
import type { Check, Reference } from './reference.js';

/** The library's values of a reference file; undefined when the library lacks the energy, model or kind. */
export function checksOf(reference: Reference): Check[] | undefined {
  switch (reference.kind) {
    case 'filters':
      return filterChecks(reference);
    case 'energy':
      return energyChecks(reference);
    case 'flow-step':
      return flowChecks(reference);
    case 'descent':
      return descentChecks(reference);
    case 'pca':
      return componentChecks(reference);
    case 'loglik':
      return likelihoodChecks(reference);
    case 'garch-fit':
      return fitChecks(reference);
    case 'closed-form':
      return closedFormChecks(reference);
    default:
      return undefined;
  }
}
