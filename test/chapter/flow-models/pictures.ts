import { ringLaw } from 'microcanon/chapter/adversaries';
import { twoModes } from 'microcanon/chapter/diffusion';
import { boundedFlow, leastBridge } from 'microcanon/chapter/flow-models';
import { key } from 'microcanon/random';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, numbers } from '../../figure/made-up.js';

const points = numbers(141, (i) => -7 + 0.1 * i);
const law = twoModes();
const flows = [0, 1, 2, 4].map((mapCount) => ({
  mapCount,
  density: points.map((x) => (0.4 / (1 + mapCount)) * Math.exp(-((Math.abs(x) - mapCount / 2) ** 2) / 4)),
  gap: { lipschitz: 3 + 8 * mapCount, mass: 0.25 / (1 + mapCount) },
}));

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '28 flows-line': () => drawnBy('28', ['flows-line'], { points, law, flows, fits: finished({}) }),
  '28 flows-filament': () =>
    drawnBy('28', ['flows-filament'], {
      ...{ flows, leastBridge, width: 2, fits: finished({}) },
      exactGap: { lipschitz: 86, mass: 0.023 },
    }),
  '28 flows-divergence': () =>
    drawnBy('28', ['flows-divergence'], {
      ...{ law, boundedFlow, fits: finished({}) },
      fitted: flows.slice(0, 3).map(({ gap: { lipschitz } }) => ({ steepest: lipschitz, divergence: 1 / lipschitz })),
    }),
  '28 flows-ring': () =>
    drawnBy('28', ['flows-ring'], {
      ...{ ringLaw, seed: 7, dataKey: key(1), ringFlow: () => ({}) },
      run: async () =>
        finished({
          draws: ringLaw()
            .sample(key(2), 1000)
            .data.map((value) => 1.1 * value),
        }),
    }),
};
