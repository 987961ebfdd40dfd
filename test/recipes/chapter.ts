import assert from 'node:assert/strict';
import { matrixOf, type Vector } from 'microcanon/array';
import { autocovariance } from 'microcanon/energy';
import { type Figure, line, plot } from 'microcanon/figure';
import { descend, meanFieldDescent } from 'microcanon/flow';
import { gaussian } from 'microcanon/model';
import { type Experiment, type Result, run } from 'microcanon/study';
import type { Chapter } from '../../lib/study/index.js';

// decay.ts: the computation, as data. What it depends on is in its parameters and seed; its result is stored by their hash.

interface DecayParameters {
  readonly stepSizes: readonly number[];
  readonly pathCount: number;
  readonly signalLength: number;
  readonly stepCount: number;
}

interface DecayData {
  /** Loss after t steps, [T + 1], of each step size. */
  readonly losses: readonly Vector[];
}

type Stage = `step size ${number}`;

/** How fast the loss of the mean-field descent falls, by step size. */
function decay(
  changes: Partial<DecayParameters> = {},
  { seed = 7 } = {},
): Experiment<DecayParameters, DecayData, Stage> {
  const parameters = { stepSizes: [2, 5, 10], pathCount: 16, signalLength: 64, stepCount: 30, ...changes };
  const stages = Object.fromEntries(parameters.stepSizes.map((size) => [`step size ${size}`, parameters.stepCount]));
  return {
    id: 'recipe-decay',
    parameters,
    seed,
    stages,
    async run({ stepSizes, pathCount, signalLength, stepCount }, key, context) {
      const energy = autocovariance({ signalLength });
      const start = gaussian({ signalLength }).sample(key, pathCount);
      const losses: Vector[] = [];
      for (const stepSize of stepSizes) {
        const flow = meanFieldDescent(energy, [0.1, 1], { stepSize });
        // The stage's options let a killed descent go on, and show its progress.
        const descent = await context.stage(`step size ${stepSize}`, async (options) => {
          const { losses: recorded } = await descend(flow, start, stepCount, options);
          return recorded;
        });
        losses.push(descent);
      }
      return { losses };
    },
  };
}

// decay-figure.ts: drawn from the result alone; the caption's last line comes from it.

function decayFigure(result: Result<DecayData>): Figure {
  const { stepSizes } = result.parameters as DecayParameters;
  return plot({
    marks: result.data.losses.map((losses, i) => line(losses, { name: `γ = ${stepSizes[i]}` })),
    x: 'step',
    y: { label: 'loss', type: 'log' },
    caption: 'Loss of the mean-field descent to the autocovariance of AR(0.1), by step size.',
    source: result,
  });
}

// chapter.ts: what the scorecard and the command line find; the export `chapter` of the folder's index.ts.

const chapter: Chapter = { name: 'decay', notebooks: ['07'], claims: () => [] };

// Its test, test/chapter/decay/decay.test.ts: a property of the result.
void run(decay(), { onEvent: () => {}, onProgress: () => {} }).then((result) => {
  const { losses } = result.data;
  for (const curve of losses) assert.ok(curve[30] < curve[0], `${curve[30]} < ${curve[0]}`);
  const last = matrixOf(losses.map((curve) => Array.from(curve)));
  assert.ok(last.row(2)[5] < last.row(0)[5], 'longer steps fall faster');
  const { caption } = decayFigure(result).layout.meta as { caption: string };
  assert.match(caption, /N = 16 paths of length d = 64; key 7/);
  assert.equal(chapter.name, 'decay');
});
