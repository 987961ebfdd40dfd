import assert from 'node:assert/strict';
import { ar } from 'microcanon/model';
import { key } from 'microcanon/random';
import type { Experiment } from 'microcanon/study';
import type { Claim, Loader, Prediction } from '../../lib/study/index.js';

interface PowerData {
  readonly mean: number;
  readonly standardError: number;
}

/** An experiment whose stored result the claim is judged by. */
function power(): Experiment<{ readonly pathCount: number }, PowerData, 'paths'> {
  return {
    id: 'recipe-power',
    parameters: { pathCount: 400 },
    seed: 7,
    stages: { paths: 1 },
    run: ({ pathCount }, seed, context) =>
      context.stage('paths', async () => {
        const paths = ar([0.5], { signalLength: 32 }).sample(seed, pathCount);
        const powers = Array.from(
          { length: pathCount },
          (_, n) => paths.path(n).reduce((sum, x) => sum + x * x, 0) / 32,
        );
        const mean = powers.reduce((sum, value) => sum + value, 0) / pathCount;
        const spread = powers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pathCount - 1);
        return { mean, standardError: Math.sqrt(spread / pathCount) };
      }),
  };
}

/** One line of the scorecard: the paper's number, and where ours is found. */
const claim: Claim = {
  figure: 'Section 2',
  claim: 'mean power of AR(0.5) with unit variance',
  paper: 1,
  where: '02',
  find(load: Loader) {
    const result = load(power());
    return result && { ours: result.data.mean, standardError: result.data.standardError };
  },
};

/** One line of another text's list: the right number, what predicts it, and what the text prints instead. */
const prediction: Prediction = {
  subject: 'Langevin proposals',
  prediction: 'mass of the density of a proposal from the origin, step 0.1, one dimension',
  predicted: 1,
  predictedBy: 'a density has mass 1',
  where: '02',
  place: { text: 'guide', at: 'equation (4.21)', misprint: 'the constant $(2\\pi h)^{-d/2}$ for $(4\\pi h)^{-d/2}$' },
  find() {
    const stepSize = 0.1;
    const spacing = 0.001;
    let mass = 0;
    for (let x = -5; x <= 5; x += spacing) {
      mass += (Math.exp(-(x ** 2) / (4 * stepSize)) * spacing) / Math.sqrt(4 * Math.PI * stepSize);
    }
    return { ours: mass, standardError: 'It is a sum over a grid.', holds: Math.abs(mass - 1) < 1e-9 };
  },
};
assert.ok(prediction.find(() => undefined)?.holds);

// Without a result there is no finding; with one, the number and its standard error.
assert.equal(
  claim.find?.(() => undefined),
  undefined,
);
const context = { stage: (_: 'paths', work: (options: object) => Promise<PowerData>) => work({}) };
void power()
  .run(power().parameters, key(7), context as unknown as Parameters<ReturnType<typeof power>['run']>[2])
  .then((data) => {
    const finding = claim.find?.((() => ({ data })) as unknown as Loader);
    assert.ok(Math.abs(finding!.ours - 1) < 4 * Number(finding!.standardError));
  });
