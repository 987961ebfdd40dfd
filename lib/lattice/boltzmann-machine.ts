import { type Ensemble, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { factoriseDense, newtonMinimum } from '../linear-algebra/index.js';
import { atanh } from '../special/index.js';
import { checkEnumerable } from './binary-states.js';
import { type SpinLaw, spinLaw } from './spin-law.js';
import { checkSpins, type SpinSystem, spinSystem } from './spin-system.js';

/** Means of spins and of products of two, or a direction in the space of fields and couplings, which belong to them. */
export interface SpinStatistics {
  /** Of sᵢ, [n]. */
  readonly fields: Vector;
  /** Of sᵢ sⱼ, [n, n], symmetric; the diagonal is 0. */
  readonly couplings: Matrix;
}

/** Mean log-likelihood per state, nats, and its gradient. */
export interface BoltzmannLikelihood {
  readonly meanLogLikelihood: number;
  /**
   * Uphill: statistics of the data less those of the machine. An entry of the couplings is the derivative in the coupling of its pair,
   * which the matrix J holds twice.
   */
  readonly gradient: SpinStatistics;
}

/** Means of sᵢ and of sᵢ sⱼ over states, [N, n], N from 1. */
export function spinStatistics(states: Ensemble): SpinStatistics {
  const { pathCount, signalLength: n } = states;
  if (pathCount === 0) throw new RangeError('spinStatistics: states expects at least one, got none');
  checkSpins('spinStatistics: states', states, n);
  const means = vector(n);
  const products = matrix(n, n);
  for (let at = 0; at < states.data.length; at += n) {
    for (let i = 0; i < n; i++) {
      const spin = states.data[at + i];
      means[i] += spin / pathCount;
      for (let j = 0; j < n; j++) if (j !== i) products.data[i * n + j] += (spin * states.data[at + j]) / pathCount;
    }
  }
  return { fields: means, couplings: products };
}

/**
 * Exact mean log-likelihood of states under a Boltzmann machine without hidden units, e^{−U}/Z, and its gradient. It is concave in
 * couplings and fields together.
 * @param data spins ±1, [N, n], N from 1
 * @throws RangeError when there are more than 20 spins, or the data do not fit
 * Cost: an enumeration of 2ⁿ states.
 */
export function boltzmannLikelihood(system: SpinSystem, data: Ensemble): BoltzmannLikelihood {
  const energies = system.energies(data);
  const law = spinLaw(system);
  const found = spinStatistics(data);
  const own = statisticsOf(law, system.siteCount);
  const less = (a: Vector, b: Vector): Vector => a.map((value, i) => value - b[i]);
  return {
    meanLogLikelihood: -energies.reduce((sum, energy) => sum + energy, 0) / energies.length - law.logPartition,
    gradient: {
      fields: less(found.fields, own.fields),
      couplings: matrix(system.siteCount, system.siteCount, less(found.couplings.data, own.couplings.data)),
    },
  };
}

/** ⟨sᵢ⟩ and ⟨sᵢ sⱼ⟩ of a law. */
function statisticsOf(law: SpinLaw, n: number): SpinStatistics {
  const moments = law.productMoments();
  const couplings = matrix(n, n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) couplings.row(i)[j] = moments[2 ** i + 2 ** j];
  return { fields: vector(n).map((_, i) => moments[2 ** i]), couplings };
}

/** The Boltzmann machine of largest likelihood. */
export interface BoltzmannFit {
  readonly system: SpinSystem;
  /** h, [n]. */
  readonly fields: Vector;
  /** J, [n, n], symmetric with zero diagonal. */
  readonly couplings: Matrix;
  /** Standard errors of the fields, [n], and of the couplings, [n, n], for independent states: by the curvature of the likelihood. */
  readonly fieldErrors: Vector;
  readonly couplingErrors: Matrix;
  /** Per state, nats. */
  readonly meanLogLikelihood: number;
}

/** Couplings or fields beyond this say that the data leave out a state that the machine cannot exclude. */
const LARGEST_PARAMETER = 15;

/**
 * Fits a Boltzmann machine without hidden units by maximum likelihood: Newton's method with exact moments. Of all laws with the data's
 * means and correlations it is the one of largest entropy.
 * @param data spins ±1, [N, n], N from 1, n at most 20
 * @throws RangeError when the likelihood has no maximum, as where two spins of the data never differ: take more data
 * Cost: about 10 enumerations of 2ⁿ states, and n⁶/24 operations for Newton's step.
 */
export function boltzmannFit(data: Ensemble): BoltzmannFit {
  const { signalLength: n } = data;
  checkEnumerable('boltzmannFit: data', n, 'take fewer spins');
  const statistics = spinStatistics(data);
  const sets = setsOf(n);
  const target = sets.map(({ i, j }) => (j === undefined ? statistics.fields[i] : statistics.couplings.row(i)[j]));
  checkInterior(statistics);
  const lawAt = (point: Vector): SpinLaw => spinLaw(systemAt(point, n));
  const { point, converged } = newtonMinimum(
    {
      value: (at) => lawAt(at).logPartition - at.reduce((sum, value, k) => sum + value * target[k], 0),
      newton(at) {
        const moments = lawAt(at).productMoments();
        const slope = vector(sets.length).map((_, k) => moments[sets[k].mask] - target[k]);
        const step = slope.slice();
        factoriseDense(curvatureOf(moments, sets)).solve(step);
        return { step, decrement: slope.reduce((sum, value, k) => sum + value * step[k], 0) };
      },
    },
    vector(sets.length).map((_, k) => (k < n ? atanh(target[k]) : 0)),
  );
  if (!converged || point.some((value) => !(Math.abs(value) < LARGEST_PARAMETER))) {
    throw new RangeError(
      'boltzmannFit: data expects states whose likelihood has a maximum, got one at infinity; take more data',
    );
  }
  const system = systemAt(point, n);
  const { couplings, fields } = partsOf(point, n);
  const errors = partsOf(errorsOf(lawAt(point), sets, data.pathCount), n);
  return {
    ...{ system, fields, couplings, fieldErrors: errors.fields, couplingErrors: errors.couplings },
    meanLogLikelihood: boltzmannLikelihood(system, data).meanLogLikelihood,
  };
}

/** Second derivatives of ln Z: the covariances of the products over sets of sites. */
function curvatureOf(moments: Vector, sets: readonly SiteSet[]): Matrix {
  const size = sets.length;
  const entries = vector(size * size).map((_, entry) => {
    const [a, b] = [sets[Math.floor(entry / size)].mask, sets[entry % size].mask];
    // A spin's square is 1: the product over two sets is that over the sites in one of them only.
    return moments[a ^ b] - moments[a] * moments[b];
  });
  return matrix(size, size, entries);
}

/** Roots of the diagonal of the inverse curvature over the number of states. */
function errorsOf(law: SpinLaw, sets: readonly SiteSet[], stateCount: number): Vector {
  const { solve } = factoriseDense(curvatureOf(law.productMoments(), sets));
  return vector(sets.length).map((_, k) => {
    const column = vector(sets.length);
    column[k] = 1;
    solve(column);
    return Math.sqrt(column[k] / stateCount);
  });
}

/** A set of one or two sites; bit i of its mask stands for site i. */
interface SiteSet {
  readonly i: number;
  readonly j?: number;
  readonly mask: number;
}

/** Sites first, then pairs. */
function setsOf(n: number): SiteSet[] {
  const sites = Array.from({ length: n }, (_, i) => i);
  return [
    ...sites.map((i) => ({ i, mask: 2 ** i })),
    ...sites.flatMap((i) => sites.slice(0, i).map((j) => ({ i, j, mask: 2 ** i + 2 ** j }))),
  ];
}

function partsOf(point: Vector, n: number): { couplings: Matrix; fields: Vector } {
  const couplings = matrix(n, n);
  setsOf(n).forEach(({ i, j }, k) => {
    if (j === undefined) return;
    couplings.row(i)[j] = point[k];
    couplings.row(j)[i] = point[k];
  });
  return { couplings, fields: point.slice(0, n) };
}

function systemAt(point: Vector, n: number): SpinSystem {
  const { couplings, fields } = partsOf(point, n);
  return spinSystem(couplings, { fields });
}

/** Refuses data in which two spins miss one of their four joint values: their coupling would be infinite. */
function checkInterior({ fields, couplings }: SpinStatistics): void {
  for (let i = 0; i < fields.length; i++) {
    for (let j = 0; j <= i; j++) {
      const product = i === j ? 1 : couplings.row(i)[j];
      for (const [a, b] of i === j
        ? [
            [1, 1],
            [-1, -1],
          ]
        : [
            [1, 1],
            [1, -1],
            [-1, 1],
            [-1, -1],
          ]) {
        if (1 + a * fields[i] + b * fields[j] + a * b * product > 1e-12) continue;
        const values = i === j ? `spin ${i} both as 1 and as -1` : `spins ${i} and ${j} in all four combinations`;
        throw new RangeError(`boltzmannFit: data expects ${values}, got none with ${a}, ${b}; take more data`);
      }
    }
  }
}
