import { bestDescents, divergenceGrid, tableOne, tableOneCells, tableOneFigure } from 'microcanon/chapter/synthetic';
import { stored } from 'microcanon/study';
import { drawnBy } from '../../figure/drawing-cell.js';
import { made, noise, numbers, seed } from '../../figure/made-up.js';

const tableOneResults = () =>
  tableOneCells().flatMap((cell) => stored(tableOne(cell, {}, { seed, profile: 'paper' })) ?? []);

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '04 synthetic-18': () =>
    drawnBy('04', ['synthetic-18'], {
      seed,
      tableOneModels: ['a', 'b'],
      modelLabel: (name: string) => `model ${name}`,
      shown: [noise(60, 1), noise(60, 2)],
    }),
  '04 synthetic-28': () => {
    const bank = (center: number) => () => ({
      bandPass: [numbers(8192, (m) => Math.exp(-((Math.log2((m + 1) / 8192) + center) ** 2)))],
    });
    return drawnBy('04', ['synthetic-26', 'synthetic-28'], { morlet: bank(3), battleLemarie: bank(5) });
  },
};

/** Pictures of the chapter's figures. */
export const figurePictures = {
  'table-one': () => tableOneFigure(tableOneResults(), made),
  'divergence-grid': () => divergenceGrid({ ...made, rows: bestDescents(tableOneResults()).slice(0, 1) }),
};
