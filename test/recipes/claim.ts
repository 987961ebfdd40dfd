import assert from 'node:assert/strict';
import { ar } from 'microcanon/model';
import { key } from 'microcanon/random';
import type { Experiment } from 'microcanon/study';
import type { Claim, Loader } from '../../lib/study/index.js';

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
