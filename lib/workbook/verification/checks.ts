import { componentChecks, energyChecks } from './energy-checks';
import { filterChecks } from './filter-checks';
import { descentChecks, flowChecks } from './flow-checks';
import { fitChecks } from './garch-checks';
import { lawChecks } from './law-checks';
import { likelihoodChecks } from './model-checks';
import type { Check, Reference } from './reference';

/** What the library computes for a reference file; undefined when it has not the energy, model or kind. */
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
      return lawChecks(reference);
    default:
      return undefined;
  }
}
