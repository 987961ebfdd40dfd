import { type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { autocovarianceModes } from '../../divergence/index.js';
import { factoriseDense, matrixProduct, trace } from '../../linear-algebra/index.js';
import type { ArModel } from '../../model/index.js';
import { log, sin, squared } from '../../special/index.js';

/** The autocovariance energy's components along its modes, [2, d]: cos θⱼ for lag 1, then 1. */
export function lagModes(d: number): Matrix {
  const { cosines } = autocovarianceModes(d);
  return matrix(
    2,
    d,
    vector(2 * d).map((_, i) => (i < d ? cosines[i] : 1)),
  );
}

/** M₁ and M₂ of Φₖ(x) = xᵀMₖx, lag 1 first: ½ beside the diagonal, and the identity, over d. */
function lagMatrices(d: number): readonly [Matrix, Matrix] {
  const [first, second] = [matrix(d, d), matrix(d, d)];
  for (let i = 0; i < d; i++) {
    second.row(i)[i] = 1 / d;
    if (i > 0) first.row(i)[i - 1] = first.row(i - 1)[i] = 0.5 / d;
  }
  return [first, second];
}

/** Covariance of an autoregression's paths. */
export function arCovariance(truth: ArModel): Matrix {
  const d = truth.signalLength;
  const lags = truth.autocovariance(d - 1);
  return matrix(
    d,
    d,
    vector(d * d).map((_, at) => lags[Math.abs(Math.floor(at / d) - (at % d))]),
  );
}

/** Covariance of paths with variances Sⱼ along the modes. */
export function modeCovariance(spectrum: Vector): Matrix {
  const d = spectrum.length;
  const result = matrix(d, d);
  const mode = (i: number, j: number): number => Math.sqrt(2 / (d + 1)) * sin((Math.PI * (i + 1) * (j + 1)) / (d + 1));
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < d; i++) for (let l = 0; l < d; l++) result.row(i)[l] += spectrum[j] * mode(i, j) * mode(l, j);
  }
  return result;
}

/** What an estimate of the two multipliers tends to, and N times its covariance, for many paths of a Gaussian law. */
export interface EstimateLaw {
  /** θ, [2]. */
  readonly multipliers: Vector;
  /** [2, 2]. */
  readonly covariance: Matrix;
}

/**
 * Maximum likelihood: E_θ Φ = E_p Φ, whose covariance is C⁻¹ Cov_p(Φ) C⁻¹, C that of Φ under the model.
 * @param covariance R of the paths, N(0, R), [d, d]
 * @param model variances along the modes of the law q_θ with the same energies, and θ
 */
export function likelihoodLaw(
  covariance: Matrix,
  { spectrum, multipliers }: { readonly spectrum: Vector; readonly multipliers: Vector },
): EstimateLaw {
  const forms = lagMatrices(covariance.rowCount);
  return {
    multipliers,
    covariance: sandwich(formCovariance(forms, modeCovariance(spectrum)), formCovariance(forms, covariance)),
  };
}

/**
 * Score matching with base N(0, I): G θ = b with Gₖₗ = 4 tr MₖMₗR and bₖ = 2 tr Mₖ − 2 tr MₖR. One path's G θ − b is a quadratic form
 * of the path, and slicing adds the variance of Hutchinson's trace.
 * @param directionCount random directions per path; Infinity for exact Laplacians
 */
export function scoreMatchingLaw(covariance: Matrix, directionCount: number): EstimateLaw {
  const d = covariance.rowCount;
  const forms = lagMatrices(d);
  const gram = matrix(2, 2);
  const multipliers = vector(2);
  for (let k = 0; k < 2; k++) {
    multipliers[k] = 2 * trace(forms[k]) - 2 * traceOfProduct(forms[k], covariance);
    for (let l = 0; l < 2; l++)
      gram.data[2 * k + l] = 4 * traceOfProduct(matrixProduct(forms[k], forms[l]), covariance);
  }
  factoriseDense(matrix(2, 2, gram.data.slice())).solve(multipliers);
  const pulled = matrix(
    d,
    d,
    vector(d * d).map((_, i) => multipliers[0] * forms[0].data[i] + multipliers[1] * forms[1].data[i]),
  );
  const equations = forms.map((form) => {
    const half = matrixProduct(form, pulled);
    // 4MₖΣθₗMₗ + 2Mₖ, its symmetric part.
    const entries = half.data.map(
      (value, at) => 2 * (value + half.data[(at % d) * d + Math.floor(at / d)]) + 2 * form.data[at],
    );
    return matrix(d, d, entries);
  });
  const spread = formCovariance(equations, covariance);
  for (let k = 0; k < 2; k++) {
    for (let l = 0; l < 2; l++) spread.data[2 * k + l] += (8 * traceOfProduct(forms[k], forms[l])) / directionCount;
  }
  return { multipliers, covariance: sandwich(gram, spread) };
}

/** θ·α + ln Z(θ): the cross-entropy of the paths' law less −E ln q₀, nats per path. */
export function crossEntropy(multipliers: ArrayLike<number>, energies: ArrayLike<number>, d: number): number {
  return multipliers[0] * energies[0] + multipliers[1] * energies[1] + logPartition(multipliers, d);
}

/** ln Z(θ) = −½ Σ ln(1 + (2/d)(θ₁ cos θⱼ + θ₂)), nats. */
export function logPartition(multipliers: ArrayLike<number>, d: number): number {
  return -0.5 * precisions(multipliers, d).reduce((sum, value) => sum + log(value), 0);
}

/** E_θ Φ. */
export function energiesOf(multipliers: ArrayLike<number>, d: number): Vector {
  const { cosines } = autocovarianceModes(d);
  const result = vector(2);
  precisions(multipliers, d).forEach((value, j) => {
    result[0] += cosines[j] / value / d;
    result[1] += 1 / value / d;
  });
  return result;
}

/** 1 + (2/d)(θ₁ cos θⱼ + θ₂). */
export function precisions(multipliers: ArrayLike<number>, d: number): Vector {
  const { cosines } = autocovarianceModes(d);
  return cosines.map((cosine) => 1 + (2 / d) * (multipliers[0] * cosine + multipliers[1]));
}

/** Covariance of quadratic forms xᵀAₖx of x ~ N(0, R): 2 tr AⱼRAₖR. */
function formCovariance(forms: readonly Matrix[], covariance: Matrix): Matrix {
  const moved = forms.map((form) => matrixProduct(form, covariance));
  return matrix(
    2,
    2,
    vector(4).map((_, at) => 2 * traceOfProduct(moved[Math.floor(at / 2)], moved[at % 2])),
  );
}

/** A⁻¹ B A⁻¹ of symmetric matrices of order 2. */
function sandwich({ data: [p, q, , r] }: Matrix, inner: Matrix): Matrix {
  const determinant = p * r - squared(q);
  const inverse = matrix(
    2,
    2,
    vector(4).map((_, at) => [r, -q, -q, p][at] / determinant),
  );
  return matrixProduct(matrixProduct(inverse, inner), inverse);
}

function traceOfProduct(a: Matrix, b: Matrix): number {
  let sum = 0;
  const order = a.rowCount;
  for (let i = 0; i < order; i++) for (let j = 0; j < order; j++) sum += a.data[i * order + j] * b.data[j * order + i];
  return sum;
}
