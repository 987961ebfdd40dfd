import type { Vector } from '../../array/index.js';
import { type Figure, line, plot, slider, text } from '../../figure/index.js';
import { type LineGrid, lineGrid } from '../../grid/index.js';
import { exp, log, logNormalDensity } from '../../special/index.js';
import { type NormalLaw, normalGame } from '../../transport/index.js';

/** What the slider and the panels of the laboratory show. */
export interface LaboratoryOptions {
  /** T, one for each place of the slider. */
  readonly durations: readonly number[];
  /** σ, one for each panel. */
  readonly noises: readonly number[];
  /** Place of the slider that a still picture shows; the middle when left out. */
  readonly shown?: number;
}

const START: NormalLaw = { mean: -2, variance: 1 };
const TARGET: NormalLaw = { mean: 1, variance: 0.25 };

/**
 * The game from N(−2, 1) to N(1, 1/4) on a slider for the time that paths have: laws at the start, half way and at the end beside the
 * target, a panel for each noise.
 */
export function laboratoryFigure({
  durations,
  noises,
  shown = Math.floor(durations.length / 2),
}: LaboratoryOptions): Figure {
  const grid = lineGrid({ from: -6, to: 4, count: 201 });
  const caption =
    'From N(−2, 1) towards π = N(1, ¼) with the divergence from π as the cost at the end: laws in closed form. What the way and the end ' +
    `cost is in nats. The slider is the time T, at first ${durations[shown]}.`;
  const places = durations.map((duration) =>
    plot({
      facets: noises.map((noise) => {
        const game = normalGame({ start: START, target: TARGET, noise, duration });
        const { totalCost, terminalCost } = game;
        const paid = [
          { y: 0.94, words: `way: ${(totalCost - terminalCost).toFixed(2)}` },
          { y: 0.86, words: `end: ${terminalCost.toFixed(2)}` },
          { y: 0.78, words: `sum: ${totalCost.toFixed(2)}` },
        ];
        return {
          title: `σ = ${noise}`,
          marks: [
            line(densities(grid, START), { x: grid.points, name: 'start', role: 'target' }),
            line(densities(grid, game.law(duration / 2)), { x: grid.points, name: 'half way', role: 'regular' }),
            line(densities(grid, game.law(duration)), { x: grid.points, name: 'end', role: 'mean-field' }),
            line(densities(grid, TARGET), { x: grid.points, name: 'π', role: 'true', dash: 'dash' }),
            text(paid, { x: () => -5.6, y: 'y', text: 'words', size: 12, side: 'right' }),
          ],
        };
      }),
      x: { label: 'x', domain: [-6, 4] },
      y: { label: 'density', domain: [0, 1] },
      caption,
    }),
  );
  return slider(places, { name: 'T', labels: durations.map(String), shown });
}

function densities({ points }: LineGrid, { mean, variance }: NormalLaw): Vector {
  return points.map((x) => exp(logNormalDensity((x - mean) / Math.sqrt(variance)) - 0.5 * log(variance)));
}
