import { ensemble, vectorOf } from '../../../array/index.js';
import { doubleWell } from '../../../chain/index.js';
import {
  gridDivergence,
  gridLaw,
  langevinStep,
  leftMass,
  lineGrid,
  meanSquaredJump,
  metropolisChain,
  reversibleGap,
  spectralGap,
  stationaryLaw,
  unadjustedChain,
  walkMove,
} from '../../../grid/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly barrier: number;
  readonly tilt: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly count: number;
  readonly walkScales: readonly number[];
  readonly langevinSteps: readonly number[];
  readonly adjustedSteps: readonly number[];
}

/** Random walk, unadjusted and adjusted Langevin in a tilted double well on a grid. */
export const chainOnGrid: ClosedForm<Parameters> = (parameters) => {
  const { barrier, tilt, minimum: from, maximum: to, count } = parameters;
  const grid = lineGrid({ from, to, count });
  const potential = doubleWell({ barrier, tilt });
  const { masses } = gridLaw(grid, potential.values(ensemble(count, 1, grid.points)));
  const slope = (x: number): number => potential.gradient(ensemble(1, 1, vectorOf([x]))).data[0];
  const walks = parameters.walkScales.map((scale) => metropolisChain(grid, masses, walkMove(scale)));
  const adjusted = parameters.adjustedSteps.map((step) => metropolisChain(grid, masses, langevinStep(slope, step)));
  const unadjusted = parameters.langevinSteps.map((step) => {
    const transition = unadjustedChain(grid, langevinStep(slope, step));
    return { transition, law: stationaryLaw(transition) };
  });
  return {
    leftWeight: leftMass(grid, masses, 0),
    walkAcceptance: walks.map(({ acceptance }) => acceptance),
    walkGap: walks.map(({ transition }) => reversibleGap(transition, masses)),
    walkSquaredJump: walks.map(({ transition }) => meanSquaredJump(grid, transition, masses)),
    adjustedAcceptance: adjusted.map(({ acceptance }) => acceptance),
    adjustedGap: adjusted.map(({ transition }) => reversibleGap(transition, masses)),
    adjustedSquaredJump: adjusted.map(({ transition }) => meanSquaredJump(grid, transition, masses)),
    unadjustedLeftWeight: unadjusted.map(({ law }) => leftMass(grid, law, 0)),
    unadjustedDivergence: unadjusted.map(({ law }) => gridDivergence(law, masses)),
    unadjustedGap: unadjusted.map(({ transition, law }) => spectralGap(transition, law)),
  };
};
