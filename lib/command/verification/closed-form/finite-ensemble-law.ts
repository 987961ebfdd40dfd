import {
  circularEnsembleLaw,
  type FiniteEnsembleLaw,
  type FiniteEnsembleOptions,
  finiteEnsembleLaw,
  gaussNewtonWeighting,
} from '../../../divergence/index.js';
import { ar, circularAutocovariances, circularSpectrum } from '../../../model/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly phi: readonly number[];
  readonly signalLength: number;
  readonly gamma: number;
  readonly pathCounts: readonly number[];
  readonly atSteps: readonly number[];
  readonly lastStep: number;
}

/** The law of finite mean-field ensembles with the energy of eq. (5). */
export const finiteEnsembleLawExact: ClosedForm<Parameters, { readonly target: readonly number[] }> = (
  { phi, signalLength, gamma, pathCounts, atSteps, lastStep },
  { target },
) => {
  const truth = ar(phi, { signalLength });
  const law = finiteEnsembleLaw(truth)({ target, stepSize: gamma, stepCount: lastStep });
  return quantities({ pathCounts, atSteps }, target, law);
};

/** The same with indices modulo d, and the truth as a spectrum. */
export const finiteEnsembleLawCircular: ClosedForm<Parameters> = (params) => circular(params, {});

/** The same with Gauss–Newton steps. */
export const gaussNewtonLaw: ClosedForm<Parameters> = (params) => circular(params, { weighting: gaussNewtonWeighting });

function circular(
  { phi, signalLength, gamma, lastStep, ...at }: Parameters,
  weighting: Pick<FiniteEnsembleOptions, 'weighting'>,
): Readonly<Record<string, unknown>> {
  const spectrum = circularSpectrum(phi, { signalLength });
  const [variance, first] = circularAutocovariances(spectrum, 1);
  const target = [first, variance];
  const law = circularEnsembleLaw(spectrum)({ target, stepSize: gamma, stepCount: lastStep, ...weighting });
  return quantities(at, target, law);
}

function quantities(
  { pathCounts, atSteps }: Pick<Parameters, 'pathCounts' | 'atSteps'>,
  target: readonly number[],
  law: FiniteEnsembleLaw,
): Readonly<Record<string, unknown>> {
  const at = (values: ArrayLike<number>): number[] => atSteps.map((t) => values[t]);
  const bests = pathCounts.map((pathCount) => law.best(pathCount));
  return {
    target,
    infiniteEnsemble: at(law.limit),
    excessTimesPaths: at(law.excess),
    collapseTimesPaths: at(law.collapse),
    divergence: pathCounts.map((pathCount) => at(law.divergence(pathCount))),
    minimum: bests.map(({ divergence }) => divergence),
    minimumStep: bests.map(({ stepNumber }) => stepNumber),
  };
}
