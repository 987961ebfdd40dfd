import { ensemble, type Vector } from '../../array/index.js';
import { doubleWell, kramersRate, modelPotential, type Potential, wellPoints } from '../../chain/index.js';
import { langevinGap, langevinGenerator, lineGrid, passageTimes } from '../../grid/index.js';
import { gaussianMixture } from '../../model/index.js';

/** How slowly Langevin dynamics forgets the well that it started in. */
export interface WellGap {
  /** b of b (x² − 1)² + c x. */
  readonly barrier: number;
  /** The smallest positive rate of relaxation, per unit of time. */
  readonly gap: number;
  /** Sum of Kramers' rates out of both wells. */
  readonly kramers: number;
  /** Mean time from −1 to 1. */
  readonly passage: number;
}

/** Gaps of Langevin dynamics in double wells, without simulation. */
export function wellGaps(barriers: readonly number[], tilt = 0): WellGap[] {
  return barriers.map((barrier) => {
    const well = doubleWell({ barrier, tilt });
    const far = reach(barrier);
    const { left, saddle, right } = wellPoints({ barrier, tilt });
    return {
      barrier,
      gap: langevinGap(onPoints(well), { from: -far, to: far }).value,
      kramers: kramersRate(left, saddle) + kramersRate(right, saddle),
      passage: passageTime(well, far),
    };
  });
}

/** Where the potential of a barrier is 60 nats high. */
function reach(barrier: number): number {
  return Math.sqrt(1 + Math.sqrt(60 / barrier));
}

/** Mean time from −1 to 1 on a grid that holds both. */
function passageTime(well: Potential, far: number): number {
  const perUnit = 500;
  const beyond = Math.ceil((far - 1) * perUnit);
  const count = 2 * (perUnit + beyond) + 1;
  const end = 1 + beyond / perUnit;
  const grid = lineGrid({ from: -end, to: end, count });
  const times = passageTimes(langevinGenerator(grid, onPoints(well)(grid.points)));
  return times.slice(beyond, beyond + 2 * perUnit).reduce((sum, time) => sum + time, 0);
}

/** Gap of Langevin dynamics in two Gaussian modes of variance 1. */
export interface ModeGap {
  /** a: the modes lie at −a and a. */
  readonly distance: number;
  readonly gap: number;
}

/** Gaps of Langevin dynamics in the mixture of N(−a, 1) and N(a, 1). */
export function modeGaps(distances: readonly number[], weight = 0.5): ModeGap[] {
  return distances.map((distance) => {
    const mixture = gaussianMixture([
      { weight, mean: [-distance] },
      { weight: 1 - weight, mean: [distance] },
    ]);
    const far = distance + 9;
    return {
      distance,
      gap: langevinGap(onPoints(modelPotential(mixture)), { from: -far, to: far, intervals: 400 }).value,
    };
  });
}

function onPoints(potential: Potential): (points: Vector) => Vector {
  return (points) => potential.values(ensemble(points.length, 1, points));
}
