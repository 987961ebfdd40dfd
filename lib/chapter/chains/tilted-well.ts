import { ensemble, type Vector } from '../../array/index.js';
import { doubleWell, type Potential } from '../../chain/index.js';
import { gridLaw, type LineGrid, lineGrid } from '../../grid/index.js';

/** A potential on the line with its law on a grid. */
export interface WellOnGrid {
  readonly potential: Potential;
  readonly grid: LineGrid;
  /** Masses of e^{−U}/Z on the grid, [n]. */
  readonly target: Vector;
  /** U at a point. */
  readonly value: (x: number) => number;
  /** U′ at a point. */
  readonly slope: (x: number) => number;
  /** U″ at a point. */
  readonly curvature: (x: number) => number;
}

const [BARRIER, TILT] = [2, 0.5];

/**
 * The chapter's target: two wells, U = 2 (x² − 1)² + x/2, on a grid from −2.4 to 2.3, outside of which lies less than 1e-16 of the law.
 * @param count points; 471 when left out, for which 0 is a point
 */
export function tiltedWell(count = 471): WellOnGrid {
  const potential = doubleWell({ barrier: BARRIER, tilt: TILT });
  const grid = lineGrid({ from: -2.4, to: 2.3, count });
  const { masses } = gridLaw(grid, potential.values(ensemble(count, 1, grid.points)));
  return {
    ...{ potential, grid, target: masses },
    value: (x) => BARRIER * (x * x - 1) * (x * x - 1) + TILT * x,
    slope: (x) => 4 * BARRIER * x * (x * x - 1) + TILT,
    curvature: (x) => 4 * BARRIER * (3 * x * x - 1),
  };
}
