import { ensembleOf } from '../../array/index.js';
import {
  type ArModel,
  ar,
  type CirModel,
  cir,
  exponential,
  gaussian,
  type Model,
  truncatedGaussian,
  type WhiteModel,
} from '../../model/index.js';
import { garchOf, garchQuantities, studentDensities } from './garch-checks.js';
import type { Check, LikelihoodCase, LikelihoodInput, LikelihoodReference, ModelParameters } from './reference.js';

/** The model of a file's parameters; undefined when the library lacks it. */
export function modelOf(params: ModelParameters, signalLength: number): Model | undefined {
  switch (params.kind) {
    case 'ar':
      return arOf(params, signalLength);
    case 'cir':
      return cirOf(params, signalLength);
    case 'garch-normal':
    case 'ar1-garch-student-t':
      return garchOf(params, signalLength);
    case 'gaussian':
      return gaussian({ signalLength, mean: params.mean, deviation: params.std });
    case 'exponential':
      return exponential({ signalLength, scale: params.scale });
    case 'truncated-gaussian':
      return truncatedGaussian({ signalLength, mean: params.mean, deviation: params.std });
    default:
      return undefined;
  }
}

/** The autoregression with the innovations' deviation that the file gives, or with unit variance. */
function arOf({ phi, sigma }: Extract<ModelParameters, { kind: 'ar' }>, signalLength: number): ArModel {
  const unit = ar(phi, { signalLength });
  return sigma === undefined ? unit : ar(phi, { signalLength, variance: (sigma / unit.innovationDeviation) ** 2 });
}

function cirOf(params: Extract<ModelParameters, { kind: 'cir' }>, signalLength: number): CirModel {
  return cir(
    { speed: params.kappa, level: params.theta, volatility: params.sigma },
    { signalLength, timeStep: params.dt },
  );
}

/** The library's values of a file of log-likelihoods. */
export function likelihoodChecks(reference: LikelihoodReference): Check[] | undefined {
  const checks: Check[] = [];
  const { tolerance } = reference;
  for (const [index, { params, input, expected }] of reference.cases.entries()) {
    const kind = params.kind ?? reference.name.split('-')[1];
    const got = quantitiesOf({ ...params, kind } as LikelihoodCase['params'], input);
    if (got === undefined) return undefined;
    for (const [quantity, value] of Object.entries(expected)) {
      // The authors' likelihood is an approximation, and the library's is exact: they are not compared.
      if (quantity === 'loglik_zero_presample') continue;
      const allowed = quantity.startsWith('loglik')
        ? tolerance.loglik
        : (tolerance[quantity] ?? tolerance.parameters ?? tolerance.pointwise);
      checks.push({ quantity: `${index}.${quantity}`, got: got[quantity], expected: value, tolerance: allowed });
    }
  }
  return checks;
}

/** The quantities of one case by name; undefined when the library lacks its model. */
function quantitiesOf(params: LikelihoodCase['params'], input: LikelihoodInput): Record<string, unknown> | undefined {
  if (params.kind === 'student-t-density') return studentDensities(input);
  // A file of GARCH cases holds one path for each.
  if (params.kind === 'garch-normal' || params.kind === 'ar1-garch-student-t')
    return garchQuantities(params, input.x as unknown as readonly number[]);
  const model = modelOf(params, params.d ?? input.x[0].length);
  if (model === undefined) return undefined;
  if (params.kind === 'ar') return arQuantities(model as ArModel, input.x);
  return params.kind === 'cir' ? cirQuantities(model as CirModel, input) : whiteQuantities(model as WhiteModel, input);
}

function arQuantities(model: ArModel, paths: readonly (readonly number[])[]): Record<string, unknown> {
  return {
    sigma: model.innovationDeviation,
    autocovariance: model.autocovariance(7),
    loglik_exact: model.logDensity(ensembleOf(paths)),
  };
}

function cirQuantities(model: CirModel, input: LikelihoodInput): Record<string, unknown> {
  const { order, transitionScale, stationaryShape, stationaryRate, level, stationaryDeviation } = model.parameters;
  return {
    c: transitionScale,
    order,
    stationary_shape: stationaryShape,
    stationary_rate: stationaryRate,
    stationary_mean: level,
    stationary_std: stationaryDeviation,
    loglik: model.logDensity(ensembleOf(input.x)),
    transition_log_density: input.transition_points.map(([from, to]) => model.logTransition(from, to)),
    stationary_log_density: input.stationary_points.map((value) => model.logStationary(value)),
  };
}

function whiteQuantities(model: WhiteModel, input: LikelihoodInput): Record<string, unknown> {
  const { location, scale, logMass, mean, deviation } = model.parameters as Record<string, number>;
  const values = input.points;
  const single = values && modelOf({ kind: 'truncated-gaussian', mean, std: deviation }, 1);
  return {
    loglik: model.logDensity(ensembleOf(input.x)),
    entropy_per_dim: model.entropyPerValue,
    mu: location,
    sigma: scale,
    log_mass: logMass,
    point_log_density: values && single?.logDensity(ensembleOf(values.map((value) => [value]))),
  };
}
