import type { Vector } from '../../array/index.js';
import { finiteEnsembleLaw } from '../../divergence/index.js';
import { ar } from '../../model/index.js';
import type { Check, Reference } from './reference.js';

/** What the library computes for the law of finite mean-field ensembles with the energy of eq. (5). */
export function lawChecks({ name, cases, tolerance }: Reference): Check[] | undefined {
  if (name !== 'finite-ensemble-law-exact') return undefined;
  return cases?.flatMap(({ params, expected, tolerance: ofCase, toleranceOf }) => {
    const truth = ar(params.phi, { signalLength: params.signalLength });
    const law = finiteEnsembleLaw(truth)({
      target: expected.target,
      stepSize: params.gamma,
      stepCount: params.lastStep,
    });
    const at = (values: ArrayLike<number>): number[] => params.atSteps.map((t: number) => values[t]);
    const divergences: Vector[] = params.pathCounts.map((pathCount: number) => law.divergence(pathCount));
    const got: Record<string, unknown> = {
      infiniteEnsemble: at(law.limit),
      excessTimesPaths: at(law.excess),
      collapseTimesPaths: at(law.collapse),
      divergence: divergences.map(at),
      minimum: divergences.map((values) => Math.min(...values)),
      minimumStep: divergences.map((values) => values.indexOf(Math.min(...values))),
    };
    const allowed = { ...(ofCase ?? tolerance), ...toleranceOf };
    return Object.entries(got).map(([quantity, value]) => ({
      quantity: `AR(${params.phi.join(', ')}), d = ${params.signalLength}: ${quantity}`,
      got: value,
      expected: expected[quantity],
      tolerance: allowed[quantity] ?? { abs: allowed.abs, rel: allowed.rel },
    }));
  });
}
