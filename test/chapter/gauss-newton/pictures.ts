import { drawnBy } from '../../figure/drawing-cell.js';
import { curve, finished, seed } from '../../figure/made-up.js';

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '13 newton-curves': () => {
    const curves = [
      { name: 'mean field', ...curve(40, 0.1, 0.1) },
      { name: 'Gauss–Newton', ...curve(9, 0.07, 0.1) },
    ].map((one) => ({ ...one, law: one.values.map((value) => 0.95 * value) }));
    const result = finished({}, { ensembleSize: 32, ensembleCount: 8, signalLength: 64 });
    return drawnBy('13', ['newton-curves'], { seed, curves, result });
  },
};
