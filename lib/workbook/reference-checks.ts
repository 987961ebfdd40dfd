import { ensembleOf, matrix, matrixOf, vectorOf, type Ensemble, type Matrix } from '../array';
import {
  autocovariance,
  principalComponents,
  projectedScatteringCovariance,
  scatteringCovariance,
  scatteringMean,
  scatteringSpectra,
  stylized,
  waveletPower,
  type Energy,
} from '../energy';
import {
  initialize,
  inspect,
  meanFieldDescent,
  positive,
  regularDescent,
  step,
  stepDeterminant,
  stepSpectrum,
  type Flow,
} from '../flow';
import { ar, cir, exponential, gaussian, truncatedGaussian, type ArModel, type CirModel, type Model, type WhiteModel } from '../model';
import { filterChecks } from './filter-checks';

export interface Tolerance {
  readonly abs?: number;
  readonly rel?: number;
}

// The files are data from outside: what is read of them is compared, never run.
export interface Reference {
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly params: any;
  readonly input: any;
  readonly expected: any;
  readonly cases?: readonly { readonly params: any; readonly input: any; readonly expected: any }[];
  readonly tolerance: any;
}

/** A quantity to compare; `got` undefined where the library cannot compute it yet. */
export interface Check {
  readonly quantity: string;
  readonly got: unknown;
  readonly expected: unknown;
  readonly tolerance: Tolerance;
}

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
    default:
      return undefined;
  }
}

function energyOf(reference: Reference): Energy | undefined {
  const { params, name, input } = reference;
  const kind: string = params.energy ?? name.split('-')[1];
  if (kind === 'acf') return autocovariance({ signalLength: params.d, firstSquare: params.variant === 'from2' ? 2 : 1 });
  if (kind === 'stylized') return stylized({ signalLength: params.d, squareLags: params.lags });
  const scattering = { signalLength: params.d, firstScales: params.j1, secondScales: params.j2 };
  if (kind === 'scatmean') return scatteringMean(scattering);
  if (kind === 'scatcov' && hasUsualPhases(params)) return scatteringCovariance(scattering);
  if (kind === 'scatcovpca' && hasUsualPhases(params)) return projectedScatteringCovariance(input.projector, scattering);
  if (kind === 'scatspectra' && params.Q === 1) {
    const { d, J, high_freq } = params;
    return scatteringSpectra({ signalLength: d, scales: J, highestFrequency: high_freq, sigma2: reference.input.sigma2 });
  }
  return undefined;
}

function hasUsualPhases({ phases = ['0', 'pi/3'] }: any): boolean {
  return String(phases) === '0,pi/3';
}

function energyChecks(reference: Reference): Check[] | undefined {
  const energy = energyOf(reference);
  if (energy === undefined) return undefined;
  const { params, input, expected, tolerance } = reference;
  const paths = ensembleOf(input.x);
  const weights = matrixOf(input.w);
  const directions = ensembleOf(input.v);
  const checks = [
    { quantity: 'value', got: energy.values(paths).data, expected: expected.value, tolerance: tolerance.value },
    { quantity: 'vjp', got: energy.pullback(paths, weights).data, expected: expected.vjp, tolerance: tolerance.vjp },
    { quantity: 'jvp', got: pushforward(energy, paths, directions).data, expected: expected.jvp, tolerance: tolerance.jvp },
    { quantity: 'hvp', got: energy.hessianProduct(paths, weights, directions).data, expected: expected.hvp, tolerance: tolerance.hvp },
  ];
  if (expected.wavelet_power) {
    const options = { scales: params.J, highestFrequency: params.high_freq };
    const got = input.x.map((path: number[]) => waveletPower(ensembleOf([path]), options));
    checks.push({ quantity: 'wavelet_power', got, expected: expected.wavelet_power, tolerance: tolerance.value });
  }
  return checks;
}

/** J(xₙ)vₙ, [N, K], from one pullback a component. */
function pushforward(energy: Energy, paths: Ensemble, directions: Ensemble): Matrix {
  const result = matrix(paths.pathCount, energy.componentCount);
  for (let k = 0; k < energy.componentCount; k++) {
    const unit = vectorOf(Array.from({ length: energy.componentCount }, (_, j) => (j === k ? 1 : 0)));
    const gradient = energy.pullback(paths, unit);
    for (let n = 0; n < paths.pathCount; n++) {
      result.row(n)[k] = gradient.path(n).reduce((sum, slope, i) => sum + slope * directions.path(n)[i], 0);
    }
  }
  return result;
}

function componentChecks({ params, input, expected, tolerance }: Reference): Check[] {
  const samples = matrixOf(input.samples);
  const { eigenvalues, projection } = principalComponents(samples, params.components);
  const projected = input.samples.map((sample: number[]) =>
    Array.from(eigenvalues, (_, k) => projection.row(k).reduce((sum, entry, i) => sum + entry * sample[i], 0)));
  return [
    { quantity: 'eigenvalues', got: eigenvalues, expected: expected.eigenvalues, tolerance: tolerance.eigenvalues },
    { quantity: 'projector', got: projection.data, expected: expected.projector, tolerance: tolerance.projector },
    { quantity: 'projected', got: projected, expected: expected.projected, tolerance: tolerance.projected },
  ];
}

function flowsOf(reference: Reference): { regular: Flow; meanField: Flow } | undefined {
  const energy = energyOf(reference);
  if (energy === undefined) return undefined;
  const { params, input } = reference;
  const options = {
    stepSize: params.gamma,
    constraint: params.project ? positive : undefined,
    lossScale: params.normalise === undefined || params.normalise === '||alpha||^2' ? undefined : 1,
  };
  return {
    regular: regularDescent(energy, input.alpha, options),
    meanField: meanFieldDescent(energy, input.alpha, options),
  };
}

function flowChecks(reference: Reference): Check[] | undefined {
  const flows = flowsOf(reference);
  if (flows === undefined) return undefined;
  const { input, expected, tolerance } = reference;
  const paths = ensembleOf(input.x);
  const checks: Check[] = [
    { quantity: 'energy', got: flows.regular.energy.values(paths).data, expected: expected.energy, tolerance: tolerance.energy },
  ];
  for (const [label, flow] of [['mgdm', flows.regular], ['mf', flows.meanField]] as const) {
    const state = initialize(flow, paths);
    const determinant = stepDeterminant(flow, state);
    const spectrum = stepSpectrum(flow, state);
    const next = step(flow, state).state.paths;
    const coupled = label === 'mf';
    // The files give the joint mean-field loss, N/2 times the squared distance, and scalars for the one ensemble.
    const factor = coupled ? paths.pathCount : 1;
    const got: Record<string, unknown> = {
      loss: inspect(flow, state).losses.map((loss) => factor * loss),
      x_next: next.data,
      logabsdet: determinant.logAbs,
      sign: determinant.sign,
      logabsdet_sum: determinant.logAbs.reduce((sum, value) => sum + value, 0),
      logabsdet_blocks: determinant.transport,
      logabsdet_lowrank: determinant.collapse,
      eig_min: spectrum.map((s) => s.smallest),
      eig_max: spectrum.map((s) => s.largest),
      trace_powers: spectrum.map((s) => s.tracePowers),
      mask: reference.params.project ? Array.from(next.data, (value, i) => (value !== paths.data[i] ? 1 : 0)) : undefined,
    };
    const allowed: Record<string, Tolerance> = {
      loss: tolerance.energy,
      sign: {},
      mask: {},
      eig_min: tolerance.eig,
      eig_max: tolerance.eig,
      logabsdet_sum: tolerance.logabsdet,
      logabsdet_blocks: tolerance.logabsdet,
      logabsdet_lowrank: tolerance.logabsdet,
    };
    for (const [quantity, value] of Object.entries(expected[label])) {
      checks.push({
        quantity: `${label}.${quantity}`,
        got: got[quantity],
        expected: value,
        tolerance: allowed[quantity] ?? tolerance[quantity],
      });
    }
  }
  return checks;
}

function modelOf(params: any, signalLength: number): Model | undefined {
  switch (params.kind) {
    case 'ar':
      return arOf(params, signalLength);
    case 'cir':
      return cirOf(params, signalLength);
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
function arOf({ phi, sigma }: any, signalLength: number): ArModel {
  const unit = ar(phi, { signalLength });
  return sigma === undefined ? unit : ar(phi, { signalLength, variance: (sigma / unit.innovationDeviation) ** 2 });
}

function cirOf(params: any, signalLength: number): CirModel {
  return cir({ speed: params.kappa, level: params.theta, volatility: params.sigma }, { signalLength, timeStep: params.dt });
}

function descentChecks(reference: Reference): Check[] | undefined {
  const { params, input, expected, tolerance } = reference;
  const flows = flowsOf(reference);
  const base = modelOf(params.q0, params.d);
  const truth = modelOf(params.model, params.d);
  if (flows === undefined || base === undefined || truth === undefined) return undefined;
  const checks: Check[] = [];
  for (const [label, flow] of [['mgdm', flows.regular], ['mf', flows.meanField]] as const) {
    const paths = ensembleOf(input.x0);
    const count = paths.pathCount;
    const factor = label === 'mf' ? count : 1;
    let state = initialize(flow, paths);
    const got: Record<string, number[]> = { kl: [], neg_entropy: [], loglik: [], loss: [], logdet_per_step: [], updated: [] };
    let negativeEntropy = mean(base.logDensity(paths));
    for (let t = 0; ; t++) {
      const logLikelihood = mean(truth.logDensity(state.paths));
      got.neg_entropy.push(negativeEntropy);
      got.loglik.push(logLikelihood);
      got.kl.push(negativeEntropy - logLikelihood);
      got.loss.push(factor * mean(inspect(flow, state).losses));
      if (t === params.steps) break;
      const logAbs = stepDeterminant(flow, state).logAbs.reduce((sum, value) => sum + value, 0);
      got.logdet_per_step.push(logAbs);
      negativeEntropy -= logAbs / count;
      const before = state.paths;
      state = step(flow, state).state;
      got.updated.push(before.data.reduce((sum, value, i) => sum + (value !== state.paths.data[i] ? 1 : 0), 0));
    }
    for (const [quantity, value] of Object.entries(expected[label])) {
      // The authors' approximate likelihood is given for comparison; ours is exact.
      if (quantity === 'final_loglik_zero_presample') continue;
      const own = quantity === 'x_final' ? state.paths.data : got[quantity];
      checks.push({ quantity: `${label}.${quantity}`, got: own, expected: value, tolerance: tolerance[quantity] ?? {} });
    }
  }
  return checks;
}

function likelihoodChecks(reference: Reference): Check[] | undefined {
  const checks: Check[] = [];
  for (const [index, { params, input, expected }] of (reference.cases ?? []).entries()) {
    const kind: string = params.kind ?? reference.name.split('-')[1];
    const signalLength: number = params.d ?? input.x[0].length;
    const model = modelOf({ ...params, kind }, signalLength);
    if (model === undefined) return undefined;
    const { tolerance } = reference;
    const got =
      kind === 'ar'
        ? arQuantities(model as ArModel, input.x)
        : kind === 'cir'
          ? cirQuantities(model as CirModel, input)
          : whiteQuantities(model as WhiteModel, input);
    for (const [quantity, value] of Object.entries(expected)) {
      // The authors' approximate likelihood is given for comparison; ours is exact.
      if (quantity === 'loglik_zero_presample') continue;
      const allowed = quantity.startsWith('loglik') ? tolerance.loglik : (tolerance[quantity] ?? tolerance.parameters ?? tolerance.pointwise);
      checks.push({ quantity: `${index}.${quantity}`, got: got[quantity], expected: value, tolerance: allowed });
    }
  }
  return checks;
}

function arQuantities(model: ArModel, paths: number[][]): Record<string, unknown> {
  return {
    sigma: model.innovationDeviation,
    autocovariance: model.autocovariance(7),
    loglik_exact: model.logDensity(ensembleOf(paths)),
  };
}

function cirQuantities(model: CirModel, input: any): Record<string, unknown> {
  const { order, transitionScale, stationaryShape, stationaryRate, level, stationaryDeviation } = model.parameters;
  return {
    c: transitionScale,
    order,
    stationary_shape: stationaryShape,
    stationary_rate: stationaryRate,
    stationary_mean: level,
    stationary_std: stationaryDeviation,
    loglik: model.logDensity(ensembleOf(input.x)),
    transition_log_density: input.transition_points.map(([from, to]: [number, number]) => model.logTransition(from, to)),
    stationary_log_density: input.stationary_points.map((value: number) => model.logStationary(value)),
  };
}

function whiteQuantities(model: WhiteModel, input: any): Record<string, unknown> {
  const { location, scale, logMass } = model.parameters as Record<string, number>;
  const values = input.points as number[] | undefined;
  const single = values && modelOf({ ...model.parameters, kind: 'truncated-gaussian', std: model.parameters.deviation }, 1);
  return {
    loglik: model.logDensity(ensembleOf(input.x)),
    entropy_per_dim: model.entropyPerValue,
    mu: location,
    sigma: scale,
    log_mass: logMass,
    point_log_density: values && single?.logDensity(ensembleOf(values.map((value) => [value]))),
  };
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
