import { type Matrix, type Vector, vector } from '../array/index.js';
import { log, log1p, logStudentTPeak, logStudentTPeakSlope, squared } from '../special/index.js';
import { type ArGarchParameters, firstVarianceOf, type GarchParameters, type VarianceStart } from './garch-variance.js';

/** The law of innovations and mean: both present or both absent. */
export type GarchLaw = GarchParameters | ArGarchParameters;

export function isAutoregressive(law: GarchLaw): law is ArGarchParameters {
  return 'autoregression' in law;
}

/** Order of the derivatives: of all five parameters, whatever the law; those of φ and ν are 0 without them. */
export const DERIVATIVES = ['autoregression', 'constant', 'reaction', 'memory', 'degrees'] as const;

const LOG_TWO_PI = log(2 * Math.PI);

/**
 * Log-likelihood of a path in nats: of all its values under normal innovations; under the autoregression of all but the first,
 * given the first.
 * @param path length 1 or more, 2 or more with the autoregression
 * Cost: O(d), two logarithms per value.
 */
export function logLikelihood(path: Vector, law: GarchLaw, start: VarianceStart): number {
  const { constant, reaction, memory } = law;
  let s = firstVarianceOf(law, start);
  let sum = 0;
  if (!isAutoregressive(law)) {
    for (let t = 0; t < path.length; t++) {
      const square = path[t] * path[t];
      sum += log(s) + square / s;
      s = constant + reaction * square + memory * s;
    }
    return -0.5 * (sum + path.length * LOG_TWO_PI);
  }
  const { autoregression, degrees } = law;
  for (let t = 1; t < path.length; t++) {
    const square = squared(path[t] - autoregression * path[t - 1]);
    sum += log(s) + (degrees + 1) * log1p(square / (s * (degrees - 2)));
    s = constant + reaction * square + memory * s;
  }
  return (path.length - 1) * logStudentTPeak(degrees) - 0.5 * sum;
}

/**
 * The same with its derivatives in φ, ω, α, β and ν, carried forward along the recursion: exact, and O(d).
 * @param gradient filled, 5
 * @param outerProducts where given, filled with the sum of the outer products of each value's own derivatives, [5, 5]
 */
export function logLikelihoodGradient(
  path: Vector,
  law: GarchLaw,
  start: VarianceStart,
  gradient: Vector,
  outerProducts?: Matrix,
): number {
  const { constant, reaction, memory } = law;
  const student = isAutoregressive(law);
  const { autoregression, degrees } = student ? law : { autoregression: 0, degrees: Infinity };
  const peak = student ? logStudentTPeak(degrees) : -0.5 * LOG_TWO_PI;
  const peakSlope = student ? logStudentTPeakSlope(degrees) : 0;
  let s = firstVarianceOf(law, start);
  let [byConstant, byReaction, byMemory] = firstSlopes(law, start);
  let byAutoregression = 0;
  let sum = 0;
  let g0 = 0;
  let g1 = 0;
  let g2 = 0;
  let g3 = 0;
  let g4 = 0;
  for (let t = student ? 1 : 0; t < path.length; t++) {
    const before = student ? path[t - 1] : 0;
    const e = path[t] - autoregression * before;
    const square = e * e;
    // Derivatives of this value's term in e, s and ν.
    let byInnovation: number;
    let byVariance: number;
    let byDegrees = 0;
    if (student) {
      const spread = s * (degrees - 2);
      const total = spread + square;
      const tail = log1p(square / spread);
      sum += peak - 0.5 * (log(s) + (degrees + 1) * tail);
      byInnovation = (-(degrees + 1) * e) / total;
      byVariance = (0.5 * (((degrees + 1) * square) / total - 1)) / s;
      byDegrees = peakSlope - 0.5 * tail + (0.5 * (degrees + 1) * square) / (total * (degrees - 2));
    } else {
      sum += peak - 0.5 * (log(s) + square / s);
      byInnovation = -e / s;
      byVariance = (0.5 * (square / s - 1)) / s;
    }
    const h0 = byVariance * byAutoregression - byInnovation * before;
    const h1 = byVariance * byConstant;
    const h2 = byVariance * byReaction;
    const h3 = byVariance * byMemory;
    g0 += h0;
    g1 += h1;
    g2 += h2;
    g3 += h3;
    g4 += byDegrees;
    if (outerProducts) addOuterProduct(outerProducts, [h0, h1, h2, h3, byDegrees]);
    byAutoregression = -2 * reaction * e * before + memory * byAutoregression;
    byConstant = 1 + memory * byConstant;
    byReaction = square + memory * byReaction;
    byMemory = s + memory * byMemory;
    s = constant + reaction * square + memory * s;
  }
  gradient.set([g0, g1, g2, g3, g4]);
  return sum;
}

/** Derivatives of the first variance in ω, α and β. */
function firstSlopes({ constant, reaction, memory }: GarchLaw, start: VarianceStart): [number, number, number] {
  if (typeof start === 'number') return [0, 0, 0];
  if ('backcast' in start) return [1, start.backcast, start.backcast];
  const share = 1 / (1 - reaction - memory);
  return [share, constant * share * share, constant * share * share];
}

function addOuterProduct(target: Matrix, terms: readonly number[]): void {
  const { data } = target;
  for (let i = 0; i < terms.length; i++)
    for (let j = 0; j < terms.length; j++) data[i * terms.length + j] += terms[i] * terms[j];
}

/** The parameters in the order of `DERIVATIVES`, NaN where the law has not one. */
export function vectorOfLaw(law: GarchLaw): Vector {
  const result = vector(DERIVATIVES.length);
  DERIVATIVES.forEach((name, i) => {
    result[i] = (law as Partial<ArGarchParameters>)[name] ?? NaN;
  });
  return result;
}

/** The law of parameters in that order. */
export function lawOf(
  [autoregression, constant, reaction, memory, degrees]: Vector,
  autoregressive: boolean,
): GarchLaw {
  return autoregressive ? { autoregression, constant, reaction, memory, degrees } : { constant, reaction, memory };
}
