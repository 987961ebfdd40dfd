import { ensembleOf, vectorOf } from '../../array/index.js';
import {
  type ArGarchParameters,
  arGarch,
  backcast,
  backcastOf,
  type FirstVariance,
  fitArGarch,
  fitGarch,
  type GarchModel,
  type GarchParameters,
  garch,
  leastSquaresAutoregression,
  stationary,
} from '../../model/index.js';
import { logStudentTDensity } from '../../special/index.js';
import type { Check, FitOfFile, FitReference, GarchParametersOfFile, Tolerance } from './reference.js';

/** Names of the parameters in the files. */
const NAMES = { phi: 'autoregression', omega: 'constant', alpha: 'reaction', beta: 'memory', nu: 'degrees' } as const;

/** The model of a case of a likelihood file, or of a fit with its estimate for parameters. */
export function garchOf(params: GarchParametersOfFile, signalLength: number): GarchModel {
  const { omega: constant, alpha: reaction, beta: memory, phi: autoregression = NaN, nu: degrees = NaN } = params;
  const options = { signalLength, firstVariance: firstVarianceOf(params) };
  return params.kind === 'garch-normal'
    ? garch({ constant, reaction, memory }, options)
    : arGarch({ autoregression, constant, reaction, memory, degrees }, options);
}

function firstVarianceOf({
  first_rule: rule,
  sigma2_first: value,
}: Pick<GarchParametersOfFile, 'first_rule' | 'sigma2_first'>): FirstVariance {
  return rule === 'backcast' ? backcast : rule === 'stationary' ? stationary : value;
}

/** The quantities of a case of a likelihood file. */
export function garchQuantities(params: GarchParametersOfFile, path: readonly number[]): Record<string, unknown> {
  const model = garchOf(params, path.length);
  const variances = model.conditionalVariances(vectorOf(path));
  return {
    sigma2: variances.slice(0, 40),
    sigma2_last: variances[variances.length - 1],
    loglik: model.logDensity(ensembleOf([path])),
    ols_phi: leastSquaresAutoregression(path),
    backcast: backcastOfPath(path, params.kind),
  };
}

function backcastOfPath(path: readonly number[], kind: string): number {
  if (kind === 'garch-normal') return backcastOf(path);
  const phi = leastSquaresAutoregression(path);
  return backcastOf(path.slice(1).map((value, t) => value - phi * path[t]));
}

/** The densities of a case of Student's law. */
export function studentDensities({
  z,
  nu,
}: {
  readonly z: readonly number[];
  readonly nu: readonly number[];
}): Record<string, unknown> {
  return { log_density: z.map((value, i) => logStudentTDensity(value, nu[i])) };
}

/**
 * The library's values of a file of maximum-likelihood fits. Estimates are compared in units of standard errors, and a likelihood
 * may exceed the file's; the file states both tolerances in words.
 */
export function fitChecks({ input, expected, tolerance }: FitReference): Check[] {
  const path = input.x;
  return expected.fits.flatMap((wanted): Check[] => {
    const label = `${wanted.model === 'garch-normal' ? 'normal' : 'student'}.${wanted.first_rule}`;
    const options = { firstVariance: firstVarianceOf(wanted) };
    const fitted = wanted.model === 'garch-normal' ? fitGarch(path, options) : fitArGarch(path, options);
    const deviations = (parameters: Readonly<Record<string, number>>): number[] =>
      entries(parameters, fitted.parameters).map(([name, value, got]) => (got - value) / wanted.std_error[name]);
    const atEstimate = garchOf(atParameters(wanted), path.length);
    const within = { abs: numberIn(tolerance.parameters, /within ([\d.e-]+) std_error/) };
    const zeros = Object.keys(wanted.estimate).map(() => 0);
    const checks: Check[] = [
      {
        quantity: `${label}.loglik at estimate`,
        got: atEstimate.logDensity(ensembleOf([path])),
        expected: wanted.loglik,
        tolerance: tolerance.loglik_at_expected_params,
      },
      {
        quantity: `${label}.loglik short by`,
        got: Math.max(0, wanted.loglik - fitted.logLikelihood),
        expected: 0,
        tolerance: { abs: numberIn(tolerance.loglik, /loglik - ([\d.e-]+)/) },
      },
      { quantity: `${label}.estimate off by`, got: deviations(wanted.estimate), expected: zeros, tolerance: within },
      {
        quantity: `${label}.std_error ratio`,
        got: entries(wanted.std_error, fitted.standardErrors).map(([, value, got]) => got / value),
        expected: zeros.map(() => 1),
        tolerance: STANDARD_ERRORS,
      },
      {
        quantity: `${label}.sigma2_first`,
        got: fitted.firstVariance,
        expected: wanted.sigma2_first,
        tolerance: STANDARD_ERRORS,
      },
      {
        quantity: `${label}.converged`,
        got: Number(fitted.converged && fitted.atEdge.length === 0),
        expected: 1,
        tolerance: {},
      },
    ];
    if (wanted.backcast !== undefined) {
      const got = backcastOfPath(path, wanted.model);
      checks.push({ quantity: `${label}.backcast`, got, expected: wanted.backcast, tolerance: { rel: 1e-10 } });
    }
    if (wanted.arch_package !== undefined) {
      const got = deviations(wanted.arch_package.params);
      checks.push({ quantity: `${label}.off arch by`, got, expected: zeros, tolerance: within });
    }
    return checks;
  });
}

/** The parameters of a fit's estimate, with the first variance that the fit used. */
function atParameters({ model, first_rule, sigma2_first, estimate }: FitOfFile): GarchParametersOfFile {
  const { omega, alpha, beta, phi, nu } = estimate;
  return { kind: model, omega, alpha, beta, phi, nu, first_rule, sigma2_first };
}

/** Tolerance of standard errors, for which files state none: the reference computes them by second differences of its likelihood. */
const STANDARD_ERRORS: Tolerance = { rel: 1e-4 };

/** The file's parameters with the values of the file and of the library. */
function entries(
  parameters: Readonly<Record<string, number>>,
  own: GarchParameters | ArGarchParameters,
): [string, number, number][] {
  return Object.entries(parameters).map(([name, value]) => {
    return [name, value, own[NAMES[name as keyof typeof NAMES] as keyof GarchParameters]];
  });
}

/** The number in a tolerance that is stated in words; NaN, with which every check fails, when there is none. */
function numberIn(text: unknown, pattern: RegExp): number {
  return Number(pattern.exec(String(text))?.[1] ?? NaN);
}
