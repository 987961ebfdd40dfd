import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claims } from '../../../lib/chapter/markets/claims.js';
import type { Claim, Finding, Loader } from '../../../lib/study/claim.js';
import '../own-folders.js';

const of = (...values: number[]) => Float64Array.from(values);
const law = (mean: number, deviation: number) => ({
  mean: of(mean, mean),
  standardError: of(0.01, 0.01),
  deviation: of(deviation, deviation),
});
const paths = (squares: object, energyVariance: number[]) => ({
  squares,
  energyVariance: of(...energyVariance),
  values: law(0, 1),
  meanEnergy: of(1, 2),
  pathCount: 50,
  steps: of(0, 90, 100),
  losses: of(1, 1e-4, 1e-5),
  marginal: { centres: of(0, 1), density: of(0.5, 0.5) },
  desk: { values: of(5), standardErrors: of(0.5) },
  paths: { columnCount: 1024 },
});

/** Made-up results: the fit of the squares, whose truth is 1, depends on energy and base. */
function made(fits: Record<string, number>): Loader {
  return (<Data>({ id, parameters }: { id: string; parameters: object }) => {
    if (id !== 'market-descents') return undefined;
    const { energy, base } = parameters as { energy: string; base: string };
    const squares = law(fits[`${energy} ${base}`], energy === 'stylized' ? 0.1 : 0.4);
    const truth = { squares: of(1, 1), marginal: { centres: of(0, 1), density: of(0.4, 0.6) } };
    const data = {
      truth,
      target: of(1, 2),
      blockVariance: of(1, 1),
      blockCount: 4,
      regular: paths(squares, [1e-8, 0.5]),
      meanField: paths({ ...squares, deviation: of(0.5, 0.5) }, [0.1, 30]),
    };
    return { data: data as Data } as ReturnType<Loader>;
  }) as Loader;
}

const all = claims();
const claim = (figure: string, words: string): Claim =>
  all.find((one) => one.figure.includes(figure) && one.claim.includes(words))!;
const found = (one: Claim, load: Loader): Finding => one.find!(load)!;
const load = made({ 'stylized white': 0.9, 'scattering-covariance white': 0.4, 'scattering-covariance garch': 0.6 });

test('without results nothing is claimed', () => {
  for (const one of all)
    assert.equal(
      one.find!(() => undefined),
      undefined,
      one.claim,
    );
});

test('what stands in for EUR rates says nothing of them, and the claim says what to run', () => {
  for (const one of all.filter((other) => other.claim.startsWith('EUR'))) {
    assert.equal(one.find!(load), undefined);
    assert.match(one.claim, /npx microcanon data fetch riksbank EMGVB(5|10)Y/);
  }
  assert.match(
    found(claim('Figure 7', 'USD bonds, 5 years'), load).notJudged!,
    /^A stand-in: US Treasury .*npx microcanon data fetch riksbank USGVB5Y\.$/,
  );
});

test('a component counts when the mean field’s variance is nearer to the blocks’ by ratio', () => {
  // 0.1 beside 10⁻⁸ is nearer to 1; 30 beside 0.5 is not.
  const { ours, standardError, holds } = found(claim('Figure 6', 'nearer'), load);
  assert.deepEqual([ours, holds], [1, false]);
  // Four blocks tell a variance badly: 30 and 0.5 have their middle at 3.9, which is 1.36 from ln 1; the error is 0.83.
  const chance = 0.0514;
  assert.ok(Math.abs((standardError as number) - Math.sqrt(chance * (1 - chance))) < 2e-3, String(standardError));
});

test('fits are distances from the series’ own autocorrelation', () => {
  const worse = found(claim('Figure 8', 'the mean-field fit'), load);
  assert.ok(Math.abs(worse.ours - (0.6 - 0.1)) < 1e-12 && worse.holds);
  const better = found(claim('Figure 10', 'mean-field'), load);
  assert.ok(Math.abs(better.ours - (0.6 - 0.4)) < 1e-12 && better.holds && better.note === undefined);
  const opposite = made({ 'scattering-covariance white': 0.6, 'scattering-covariance garch': 0.4 });
  assert.equal(found(claim('Figure 10', 'mean-field'), opposite).holds, false);
  const near = made({ 'scattering-covariance white': 0.5, 'scattering-covariance garch': 0.51 });
  assert.equal(found(claim('Figure 10', 'mean-field'), near).note, 'By less than two standard errors.');
});

test('concentration is the regular spread in units of the mean field’s, by one energy and the other', () => {
  assert.ok(Math.abs(found(claim('Figure 8', 'concentrated'), load).ours - 0.8 / 0.2) < 1e-12);
});

test('losses: what is left, and the power with which it falls', () => {
  assert.equal(found(claim('Figure 9', 'arbitrarily small'), load).ours, 1e-5);
  const { ours, holds } = found(claim('Figure 9', 'smaller still'), load);
  assert.ok(Math.abs(ours - Math.log(0.1) / Math.log(100 / 90)) < 1e-12 && holds);
});
