import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runnables } from '../../../lib/site/chapters.js';

const runnable = (name: string) => runnables().find((candidate) => candidate.name === name)!;
type Part = { readonly series: string; readonly energy: string; readonly base: string; readonly signalLength: number };
const parts = (name: string, options: Record<string, string>) =>
  runnable(name)
    .parts(options, 'paper')
    .map(({ parameters }) => parameters as Part);

test('markets: a figure is its descents, each series once, all figures together share what they have in common', () => {
  const described = (options: Record<string, string>) =>
    parts('markets', options).map(({ energy, base }) => `${energy} from ${base}`);
  assert.deepEqual(described({ figure: '6' }), ['stylized from white']);
  assert.deepEqual(described({ figure: '7' }), Array(4).fill('stylized from white'));
  assert.deepEqual(described({ figure: '10' }), ['scattering-covariance from garch']);
  assert.deepEqual(parts('markets', { figure: '9' }), parts('markets', { figure: '8', series: 'sp500' }));
  assert.equal(parts('markets', {}).length, 11);
  assert.equal(parts('market-entropy', {}).length, 11);
});

test('the paper’s size: 4096 returns of the index, paths of 1024 values, 20 000 steps of 50, rates 5000 steps', () => {
  const [index] = runnable('markets').parts({ figure: '6' }, 'paper');
  const { returnCount, signalLength, pathCount, stepSize, stepCount } = index.parameters as Record<string, number>;
  assert.deepEqual([returnCount, signalLength, pathCount, stepSize, stepCount], [4096, 1024, 1024, 50, 20_000]);
  const [rate] = runnable('markets').parts({ series: 'usd-5' }, 'paper');
  assert.equal((rate.parameters as Record<string, number>).stepCount, 5000);
});

test('principal components: of GARCH(0.03, 0.1, 0.87), 100 000 paths, as Appendix C has it', () => {
  const [{ parameters }] = runnable('principal-components').parts({ noise: 'garch' }, 'paper');
  const { noise, signalLength, pathCount } = parameters as {
    noise: { arguments: unknown[] };
    signalLength: number;
    pathCount: number;
  };
  assert.deepEqual([signalLength, pathCount], [1024, 100_000]);
  assert.deepEqual(noise.arguments[0], { constant: 0.03, reaction: 0.1, memory: 0.87 });
});

test('options that pick nothing are one clear error each', () => {
  const refuses = (options: Record<string, string>, message: string) =>
    assert.throws(() => parts('markets', options), { name: 'RangeError', message });
  refuses({ figure: '5' }, "option --figure expects one of 6, 7, 8, 9, 10, got '5'; choose one of them");
  refuses(
    { series: 'gold' },
    "option --series expects one of sp500, eur-5, eur-10, usd-5, usd-10, got 'gold'; choose one of them",
  );
  refuses(
    { figure: '10', series: 'usd-5' },
    "option --series expects a market of Figure 10, got 'usd-5'; leave one of the two out",
  );
});
