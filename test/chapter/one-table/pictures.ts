import { drawnBy } from '../../figure/drawing-cell.js';
import { list, seed } from '../../figure/made-up.js';

const bell = (x: number, m: number, s: number): number =>
  Math.exp(-(((x - m) / s) ** 2) / 2) / (s * Math.sqrt(2 * Math.PI));
const grid = list(160, (i) => -12 + (24 / 159) * i);
const law = (weight: number, spread: number) =>
  grid.map((x) => weight * bell(x, -3, spread) + (1 - weight) * bell(x, 3, spread));
const common = { ...{ grid, bell, seed }, truth: law(0.3, 1), density: law(0.31, 1.03), m: 1.2, s: 2.93 };

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '29 one-table-learned': () => drawnBy('29', ['one-table-learned'], common),
  '29 one-table-densities': () => drawnBy('29', ['one-table-densities'], { ...common, byFlow: law(0.35, 1.2) }),
};
