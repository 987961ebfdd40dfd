import type { Vector } from '../../../array/index.js';
import { type GridPotential, lineGrid, walkerMeans } from '../../../grid/index.js';
import { cos, sin } from '../../../special/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly stiffness: readonly number[];
  readonly cosine: readonly number[];
  readonly tilt: readonly number[];
  readonly frequency: number;
  readonly steps: readonly number[];
}

/** Weighted walkers through potentials stiffness x²/2 + cosine cos(frequency x) + tilt x, by quadrature. */
export const jarzynskiQuadrature: ClosedForm<Parameters> = (params) => {
  const { stiffness, cosine, tilt, frequency, steps } = params;
  const potential = (points: Vector, k: number): GridPotential => ({
    values: points.map((x) => (stiffness[k] * x * x) / 2 + cosine[k] * cos(frequency * x) + tilt[k] * x),
    slopes: points.map((x) => stiffness[k] * x - cosine[k] * frequency * sin(frequency * x) + tilt[k]),
  });
  const byStep = steps.map((stepSize) => {
    const grid = gridOf(params, stepSize);
    return walkerMeans(
      grid,
      stiffness.map((_, k) => potential(grid.points, k)),
      { stepSize },
    );
  });
  const each = (name: keyof (typeof byStep)[0]): number[] => byStep.map((means) => means[name]);
  return {
    partitionRatio: byStep[0].partitionRatio,
    targetMean: byStep[0].targetMean,
    meanWeight: each('meanWeight'),
    weightedMean: each('weightedMean'),
    effectiveShare: each('effectiveShare'),
    plainMean: each('plainMean'),
    uncorrectedWeight: each('uncorrectedWeight'),
    workThenMoveWeight: each('workThenMoveWeight'),
  };
};

/** A grid that holds the walkers and their squared weights, and resolves steps and cosines. */
function gridOf({ stiffness, cosine, tilt, frequency }: Parameters, stepSize: number) {
  // A harmonic well of stiffness s widens walkers to variance 1/(s (1 − hs/2)); waves shift its middle by at most |slope|/s.
  const wells = stiffness.map((s, k) => ({
    shift: (Math.abs(tilt[k]) + Math.abs(cosine[k] * frequency)) / s,
    deviation: 1 / Math.sqrt(s * Math.max(0.1, 1 - (stepSize * s) / 2)),
  }));
  const far = Math.max(...wells.map(({ shift, deviation }) => shift + 12 * deviation));
  const spacing = Math.min(0.05, Math.sqrt(2 * stepSize) / 5, 0.5 / Math.max(1, Math.abs(frequency)));
  return lineGrid({ from: -far, to: far, count: Math.ceil((2 * far) / spacing) + 1 });
}
