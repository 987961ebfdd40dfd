import { type Ensemble, ensemble, type Vector, vector, vectorOf } from '../../array/index.js';
import type { Energy } from '../../energy/index.js';
import { lineGrid, planePoints } from '../../grid/index.js';
import { type GaussianMixture, gaussianMixture } from '../../model/index.js';
import { exp, squared } from '../../special/index.js';
import { ringLaw } from '../adversaries/index.js';
import { twoModes } from '../diffusion/index.js';
import { bumpEnergy } from './bumps.js';

/** Names of the targets. */
export const targetNames = ['line', 'ring'] as const;
/** Two modes on the line, or eight in the plane. */
export type TargetName = (typeof targetNames)[number];

/** A law that all models are trained on, and what it is measured by. */
export interface Target {
  readonly name: TargetName;
  readonly law: GaussianMixture;
  /** N(0, σ²I), σ² the mean variance of a coordinate of the law: where descents and chains start. */
  readonly base: GaussianMixture;
  /** Points of quadrature, [n, d], evenly spaced; they reach where the base has no more mass that counts. */
  readonly points: Ensemble;
  /** Length or area of a point's cell. */
  readonly cell: number;
  /** Mass of the law at each point, [n]. */
  readonly masses: Vector;
  /** Energies of descents and energy-based models. */
  readonly energy: Energy;
  /** Deviation of the kernel by which the density of draws is estimated. */
  readonly bandwidth: number;
  /** Step of chains, well below the square of a mode's deviation. */
  readonly chainStep: number;
}

/** The target of a name: 0.3 N(−3, 1) + 0.7 N(3, 1), or the ring of eight Gaussians of unequal weights. */
export function targetNamed(name: TargetName): Target {
  return name === 'line' ? lineTarget() : ringTarget();
}

function lineTarget(): Target {
  return targetOf('line', twoModes(), {
    grid: { reach: 12, count: 160 },
    energy: bumpEnergy({ signalLength: 1, countPerAxis: 13, reach: 6, width: 0.8 }),
    bandwidth: 0.3,
    chainStep: 0.3,
  });
}

function ringTarget(): Target {
  return targetOf('ring', ringLaw(), {
    grid: { reach: 4.5, count: 61 },
    energy: bumpEnergy({ signalLength: 2, countPerAxis: 13, reach: 3, width: 0.4 }),
    bandwidth: 0.1,
    chainStep: 0.01,
  });
}

interface Measures extends Pick<Target, 'energy' | 'bandwidth' | 'chainStep'> {
  readonly grid: { readonly reach: number; readonly count: number };
}

function targetOf(name: TargetName, law: GaussianMixture, { grid, ...measures }: Measures): Target {
  const axis = lineGrid({ from: -grid.reach, to: grid.reach, count: grid.count });
  const { spacing } = axis;
  const d = law.signalLength;
  const points = d === 1 ? ensemble(grid.count, 1, axis.points) : planePoints(axis);
  const cell = d === 1 ? spacing : spacing * spacing;
  return {
    name,
    law,
    base: gaussianMixture([{ weight: 1, mean: Array.from(vector(d)), deviation: Math.sqrt(variancePerAxis(law)) }]),
    points,
    cell,
    masses: law.logDensity(points).map((value) => cell * exp(value)),
    ...measures,
  };
}

/** Mean variance of a coordinate. */
function variancePerAxis({ components, signalLength: d }: GaussianMixture): number {
  let [square, mean] = [0, 0];
  for (let i = 0; i < d; i++) {
    const first = components.reduce((sum, { weight, mean: centre }) => sum + weight * centre[i], 0);
    mean += squared(first) / d;
    for (const { weight, mean: centre, deviation } of components) {
      square += (weight * (squared(centre[i]) + squared(deviation))) / d;
    }
  }
  return square - mean;
}

/** α = E_* Φ by quadrature, [K]. */
export function targetEnergies({ energy, points, masses }: Target): Vector {
  return massMeans(masses, energy.values(points).data);
}

/** Σ m f over the points, for f of K numbers per point, [K]. */
export function massMeans(masses: Vector, values: Vector): Vector {
  const width = values.length / masses.length;
  const result = vector(width);
  for (let n = 0; n < masses.length; n++) {
    for (let k = 0; k < width; k++) result[k] += masses[n] * values[n * width + k];
  }
  return result;
}

/** Number of the mode whose centre is nearest to each path, [N]. */
export function nearestModes({ components }: GaussianMixture, paths: Ensemble): Vector {
  const result = vector(paths.pathCount);
  for (let n = 0; n < paths.pathCount; n++) {
    const path = paths.path(n);
    const distances = components.map(({ mean }) => mean.reduce((sum, c, i) => sum + squared(path[i] - c), 0));
    result[n] = distances.indexOf(Math.min(...distances));
  }
  return result;
}

/** Weights of the target's modes, [J]. */
export function modeWeights({ law }: Target): Vector {
  return vectorOf(law.components.map(({ weight }) => weight));
}
