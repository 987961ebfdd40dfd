import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../../lib/array/index.js';
import type { DerivativeKernel } from '../../lib/compiled/index.js';
import type { Energy } from '../../lib/energy/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { unit } from '../energy/derivatives.js';

export interface Derivatives {
  readonly values: Matrix;
  readonly pullback: Ensemble;
  readonly hessianProduct: Ensemble;
  /** Jv, [N, K]. */
  readonly rates: Matrix;
}

export const quantities = ['values', 'pullback', 'hessianProduct', 'rates'] as const;

/** All that a kernel gives for some paths, weights and directions; what it must ignore is not a number. */
export function evaluated(
  kernel: DerivativeKernel,
  paths: Ensemble,
  weights: Vector,
  directions: Ensemble,
  c: number,
): Derivatives {
  const { pathCount, signalLength, componentCount } = kernel;
  const [values, pullback] = [matrix(pathCount, componentCount), ensemble(pathCount, signalLength)];
  kernel.load(paths.data);
  kernel.values(values.data);
  kernel.pullback(weights, pullback.data);
  return { values, pullback, ...alongDirections(kernel, directions, c) };
}

/** Hessian products and rates of all groups. */
export function alongDirections(
  kernel: DerivativeKernel,
  directions: Ensemble,
  c: number,
): Pick<Derivatives, 'hessianProduct' | 'rates'> {
  const { pathCount, signalLength, componentCount, width } = kernel;
  const [hessianProduct, rates] = [ensemble(pathCount, signalLength), matrix(pathCount, componentCount)];
  for (let group = 0; group * width < pathCount; group++) {
    const count = Math.min(width, pathCount - group * width);
    const [given, out] = [vector(width * signalLength).fill(NaN), vector(width * signalLength)];
    const changes = vector(width * componentCount);
    for (let n = 0; n < count; n++) given.set(directions.path(group * width + n), n * signalLength);
    kernel.hessianProduct(group, given, c, out, changes);
    hessianProduct.data.set(out.subarray(0, count * signalLength), group * width * signalLength);
    rates.data.set(changes.subarray(0, count * componentCount), group * width * componentCount);
  }
  return { hessianProduct, rates };
}

/** The same from the energy's own methods: Jv from gradients of single components, c JᵀJv from a pullback of it. */
export function expectedDerivatives(
  energy: Energy,
  paths: Ensemble,
  weights: Vector,
  directions: Ensemble,
  c: number,
): Derivatives {
  const { componentCount } = energy;
  const { pathCount, signalLength } = paths;
  const given = weights.length === componentCount ? weights : matrix(pathCount, componentCount, weights);
  const rates = matrix(pathCount, componentCount);
  for (let k = 0; k < componentCount; k++) {
    const gradient = energy.pullback(paths, unit(componentCount, k));
    for (let n = 0; n < pathCount; n++) {
      rates.row(n)[k] = gradient.path(n).reduce((sum, slope, t) => sum + slope * directions.path(n)[t], 0);
    }
  }
  const curvature = energy.hessianProduct(paths, given, directions);
  const further = energy.pullback(
    paths,
    matrix(
      pathCount,
      componentCount,
      rates.data.map((rate) => c * rate),
    ),
  );
  return {
    values: energy.values(paths),
    pullback: energy.pullback(paths, given),
    hessianProduct: ensemble(
      pathCount,
      signalLength,
      curvature.data.map((value, i) => value + further.data[i]),
    ),
    rates,
  };
}

/** The greatest absolute value. */
export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Each quantity within `allowed` of the greatest entry that is expected. */
export function assertDerivativesClose(got: Derivatives, expected: Derivatives, allowed: number, what: string): void {
  for (const quantity of quantities) {
    const reference = expected[quantity].data;
    assertClose(got[quantity].data, reference, allowed * largest(reference), `${what}: ${quantity}`);
  }
}

export function assertSameDerivatives(got: Derivatives, expected: Derivatives, what: string): void {
  for (const quantity of quantities)
    assertSameBits(got[quantity].data, expected[quantity].data, `${what}: ${quantity}`);
}

/** The numbers of the paths from `start` to before `end` alone. */
export function derivativesOfPart(derivatives: Derivatives, start: number, end: number): Derivatives {
  const rows = ({ columnCount, data }: Matrix): Matrix =>
    matrix(end - start, columnCount, data.slice(start * columnCount, end * columnCount));
  const paths = (of: Ensemble): Ensemble => part(of, start, end);
  const { values, pullback, hessianProduct, rates } = derivatives;
  return { values: rows(values), pullback: paths(pullback), hessianProduct: paths(hessianProduct), rates: rows(rates) };
}

/** The paths from `start` to before `end`. */
export function part({ signalLength, data }: Ensemble, start: number, end: number): Ensemble {
  return ensemble(end - start, signalLength, data.slice(start * signalLength, end * signalLength));
}
