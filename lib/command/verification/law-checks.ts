import type { Vector } from '../../array/index.js';
import { finiteEnsembleLaw } from '../../divergence/index.js';
import { ar } from '../../model/index.js';
import type { Check, LawReference } from './reference.js';

/** The library's law of finite mean-field ensembles with the energy of eq. (5). */
export function lawChecks({ name, cases }: LawReference): Check[] | undefined {
  if (name !== 'finite-ensemble-law-exact') return undefined;
  return cases.flatMap(({ params, expected, tolerance, toleranceOf }) => {
    const truth = ar(params.phi, { signalLength: params.signalLength });
    const law = finiteEnsembleLaw(truth)({
      target: expected.target,
      stepSize: params.gamma,
      stepCount: params.lastStep,
    });
    const at = (values: ArrayLike<number>): number[] => params.atSteps.map((t) => values[t]);
    const divergences: Vector[] = params.pathCounts.map((pathCount) => law.divergence(pathCount));
    const got = {
      infiniteEnsemble: at(law.limit),
      excessTimesPaths: at(law.excess),
      collapseTimesPaths: at(law.collapse),
      divergence: divergences.map(at),
      minimum: divergences.map((values) => Math.min(...values)),
      minimumStep: divergences.map((values) => values.indexOf(Math.min(...values))),
    };
    return Object.entries(got).map(([quantity, value]) => ({
      quantity: `AR(${params.phi.join(', ')}), d = ${params.signalLength}: ${quantity}`,
      got: value,
      expected: expected[quantity as keyof typeof got],
      tolerance: toleranceOf?.[quantity] ?? tolerance,
    }));
  });
}
