import { matrix, type Vector, vector } from '../../array/index.js';
import {
  gridDivergence,
  type LineGrid,
  langevinStep,
  leftMass,
  type MoveDensity,
  metropolisChain,
  normalMove,
  stationaryLaw,
  totalVariation,
  unadjustedChain,
} from '../../grid/index.js';
import { factoriseDense } from '../../linear-algebra/index.js';
import { exp, log1p, logNormalDensity } from '../../special/index.js';
import type { WellOnGrid } from './tilted-well.js';

/** The chains whose laws are compared, each going the time h forward in a step. */
export type BiasedStep = 'Langevin' | 'averaged noise' | 'symmetrised' | 'adjusted';

/** How far the law that a chain keeps lies from its target. */
export interface StepBias {
  readonly stepSize: number;
  /** D(q_h‖ρ), nats; 0 but for rounding where the chain is exact. */
  readonly divergence: number;
  readonly totalVariation: number;
  /** Mass left of 0. */
  readonly leftWeight: number;
}

/** The law that a chain of a step size keeps, on the grid of its target: no draw, no error but that of the grid. */
export function stepLaw(step: BiasedStep, well: WellOnGrid, stepSize: number): Vector {
  const { grid, target, slope } = well;
  switch (step) {
    case 'Langevin':
      return stationaryLaw(unadjustedChain(grid, langevinStep(slope, stepSize)));
    case 'adjusted':
      return stationaryLaw(metropolisChain(grid, target, langevinStep(slope, stepSize)).transition);
    case 'symmetrised':
      return stationaryLaw(unadjustedChain(grid, symmetrisedStep(well, stepSize / 2)));
    case 'averaged noise':
      return averagedLaw(well, stepSize);
  }
}

/** The bias of a chain's law. */
export function stepBias(step: BiasedStep, well: WellOnGrid, stepSize: number): StepBias {
  return biasOf(stepLaw(step, well, stepSize), well, stepSize);
}

/**
 * Langevin steps accepted by the ratio that equation (4.21) of arXiv 2406.13661 prints in version 1: its proposal density has the mean
 * x − h U(x) in place of x − h U′(x).
 */
export function printedBias(well: WellOnGrid, stepSize: number): StepBias {
  const { grid, target, value, slope } = well;
  const ratio = normalMove((x) => x - stepSize * value(x), Math.sqrt(2 * stepSize));
  const { transition } = metropolisChain(grid, target, langevinStep(slope, stepSize), { ratio });
  return biasOf(stationaryLaw(transition), well, stepSize);
}

function biasOf(law: Vector, { grid, target }: WellOnGrid, stepSize: number): StepBias {
  return {
    stepSize,
    divergence: gridDivergence(law, target),
    totalVariation: totalVariation(law, target),
    leftWeight: leftMass(grid, law, 0),
  };
}

/** Density of x′ with x′ + h U′(x′) = x − h U′(x) + √(4h) ξ: that of the normal number, times the slope 1 + h U″(x′) of the left side. */
function symmetrisedStep({ slope, curvature }: WellOnGrid, stepSize: number): MoveDensity {
  const move = normalMove((x) => x - stepSize * slope(x), Math.sqrt(4 * stepSize));
  return (from) => {
    const towards = move(from);
    return (to) => towards(to + stepSize * slope(to)) + log1p(stepSize * curvature(to));
  };
}

/** Points on either side from which a density between points is interpolated. */
const REACH = 4;

/**
 * The law of x under x′ = x − h U′(x) + √(h/2) (ξ + ξ′), in which a step shares its noise with the one before.
 *
 * y = x − √(h/2) ξ is a Markov chain, since the noise ξ of the step that led to x is part of x: given x, y′ = 2x − h U′(x) − y. Its law ν
 * solves ν(y′) = ∫ ν(w) φ(x − w) dx at w = 2x − h U′(x) − y′, φ the normal density of variance h/2, and x has the law ν ∗ φ. Between points ν is
 * interpolated by polynomials of degree seven.
 */
function averagedLaw({ grid, slope }: WellOnGrid, stepSize: number): Vector {
  const { points, spacing } = grid;
  const count = points.length;
  const kernel = noiseDensity(stepSize);
  // Equation i: Σⱼ (Kᵢⱼ − δᵢⱼ) νⱼ = 0; the last one says that the masses add to 1.
  const equations = matrix(count, count);
  points.forEach((x) => {
    const reflected = 2 * x - stepSize * slope(x);
    for (let i = 0; i < count - 1; i++) {
      const w = reflected - points[i];
      const density = spacing * kernel(x - w);
      if (density < 1e-30) continue;
      const row = equations.row(i);
      weightsAt(grid, w, (j, weight) => {
        row[j] += density * weight;
      });
    }
  });
  for (let i = 0; i < count - 1; i++) equations.data[i * count + i] -= 1;
  equations.row(count - 1).fill(1);
  const law = vector(count);
  law[count - 1] = 1;
  factoriseDense(equations).solve(law);
  return convolved(grid, law, kernel);
}

function noiseDensity(stepSize: number): (distance: number) => number {
  const deviation = Math.sqrt(stepSize / 2);
  return (distance) => exp(logNormalDensity(distance / deviation)) / deviation;
}

/** Weights of the points around w in the value there of the polynomial through them; none where w lies near an end or outside. */
function weightsAt({ points, spacing }: LineGrid, w: number, call: (j: number, weight: number) => void): void {
  const place = (w - points[0]) / spacing;
  const first = Math.floor(place) - REACH + 1;
  if (first < 0 || first + 2 * REACH > points.length) return;
  for (let j = 0; j < 2 * REACH; j++) {
    let weight = 1;
    for (let k = 0; k < 2 * REACH; k++) if (k !== j) weight *= (place - first - k) / (j - k);
    call(first + j, weight);
  }
}

/** A law with normal noise added. */
function convolved({ points, spacing }: LineGrid, law: Vector, kernel: (distance: number) => number): Vector {
  const result = points.map((x) => law.reduce((sum, mass, j) => sum + mass * kernel(x - points[j]), 0) * spacing);
  const total = result.reduce((sum, mass) => sum + mass, 0);
  return result.map((mass) => Math.max(mass, 1e-300) / total);
}
