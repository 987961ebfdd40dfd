import { type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import type { Precision } from '../../compiled/index.js';
import { scatteringCovariance } from '../../energy/index.js';
import { componentsWithErrors, undecidedPlanes } from '../../expectation/component-errors.js';
import { energyMoments } from '../../expectation/energy-moments.js';
import { checkedModelRecipe, garch, gaussian, type Model, type ModelRecipe, modelOf } from '../../model/index.js';
import type { Key } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { anything, count, listOf, oneOf, type Parser, record, text } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';

/** The noise whose scattering covariance gives the principal components of Appendix C, with the parameters of the authors' code. */
export function componentNoise(signalLength: number): Model {
  return garch({ constant: 0.03, reaction: 0.1, memory: 0.87 }, { signalLength });
}

/** Parameters of the principal components that the scattering covariance is projected on. */
export interface NoiseComponentsParameters {
  /** d, a power of two. */
  readonly signalLength: number;
  /** Sample paths. */
  readonly pathCount: number;
  /** Principal components to find. */
  readonly componentCount: number;
  readonly firstScales: number;
  readonly secondScales: number;
  /** Number of groups of the sample for standard errors. */
  readonly groupCount: number;
  /** Precision of the kernel's energies; their sums are in double precision. */
  readonly precision: Precision;
  /** Recipe of the noise's model. */
  readonly noise: ModelRecipe;
}

/** Principal components of the scattering covariance of noise. */
export interface NoiseComponentsData {
  /** P, [componentCount, K], for `projectedScatteringCovariance`: eigenvectors divided by the square roots of their variances. */
  readonly projection: Matrix;
  /** Variances along the components, and the next one behind them, [componentCount + 1]. */
  readonly eigenvalues: Vector;
  /** Standard errors of these variances, [componentCount + 1]. */
  readonly eigenvalueErrors: Vector;
  /** Standard error of each component's direction, the sine of an angle, [componentCount]. */
  readonly directionErrors: Vector;
  /**
   * Components, counted from 0, whose variances the sample does not tell apart: it determines the plane of each run, not the
   * directions in it. A run that ends with componentCount contains the one behind the last.
   */
  readonly undecided: readonly (readonly number[])[];
  /** The share of the components in the variance of all energies. */
  readonly explained: number;
}

/** Neighbouring variances count as different if they differ by more standard errors than this. */
const DECIDED = 3;

/**
 * The leading whitened principal components of the scattering covariance of a noise, from a large sample of which only sums are stored.
 *
 * Paper: section 5.1, 20 components of white noise from 10⁵ paths; Appendix C: of a GARCH model, given as `noise`.
 * @param options `noise`: white Gaussian noise of unit variance when left out
 * @throws RangeError when the noise has paths of another length
 * Cost: at d = 1024, on two cores, well below a minute.
 */
export function noiseComponents(
  changes: Partial<Omit<NoiseComponentsParameters, 'noise'>> = {},
  { seed = 7, noise }: { readonly seed?: number; readonly noise?: Model } = {},
): Experiment<NoiseComponentsParameters, NoiseComponentsData, Stage> {
  const { signalLength = 1024 } = changes;
  const model = noise ?? gaussian({ signalLength });
  if (model.signalLength !== signalLength) {
    throw new RangeError(
      `noiseComponents: noise expects paths of length ${signalLength}, got ${model.signalLength}; make both for one length`,
    );
  }
  const parameters: NoiseComponentsParameters = {
    signalLength,
    pathCount: 100_000,
    componentCount: 20,
    firstScales: 4,
    secondScales: 6,
    groupCount: 10,
    precision: 'single',
    noise: model.recipe,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: NoiseComponentsParameters,
  seed: number,
): Experiment<NoiseComponentsParameters, NoiseComponentsData, Stage> {
  return {
    id: 'noise-components',
    module: 'chapter/synthetic/noise-components',
    parameters,
    seed,
    stages: { components: 1 },
    run: runNoiseComponents,
  };
}

type Stage = 'components';

async function runNoiseComponents(
  p: NoiseComponentsParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<NoiseComponentsData> {
  const { signalLength, firstScales, secondScales, componentCount } = p;
  const energy = scatteringCovariance({ signalLength, firstScales, secondScales });
  // One stage only: a checkpoint would hold the sums, which take longer to write than to compute.
  return context.stage('components', async ({ onProgress }) => {
    const moments = await energyMoments(energy, modelOf(p.noise), key, p, (done) => onProgress?.(done, p.pathCount));
    const fit = await componentsWithErrors(moments, componentCount + 1);
    const {
      components: { eigenvalues, projection },
      eigenvalueErrors,
      directionErrors,
      totalVariance,
    } = fit;
    const taken = vector(componentCount).map((_, k) => eigenvalues[k]);
    return {
      projection: matrix(
        componentCount,
        energy.componentCount,
        projection.data.slice(0, componentCount * energy.componentCount),
      ),
      eigenvalues,
      eigenvalueErrors,
      directionErrors: directionErrors.slice(0, componentCount),
      undecided: undecidedPlanes(eigenvalues, eigenvalueErrors, DECIDED),
      explained: taken.reduce((sum, value) => sum + value, 0) / totalVariance,
    };
  });
}

const recipeFrom = record({ module: text, factory: text, arguments: listOf(anything) });
const noiseFrom: Parser<ModelRecipe> = (value, path) => checkedModelRecipe(recipeFrom(value, path));

/** `noiseComponents` of a stored result. */
export const noiseComponentsAgain = rebuilder(
  record({
    signalLength: count,
    pathCount: count,
    componentCount: count,
    firstScales: count,
    secondScales: count,
    groupCount: count,
    precision: oneOf(['double', 'single']),
    noise: noiseFrom,
  }),
  experimentOf,
);
