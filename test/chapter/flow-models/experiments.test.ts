import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../../lib/array/index.js';
import { twoModes } from '../../../lib/chapter/diffusion/index.js';
import { boundedFlow, leastBridge, lineFlows, ringFlow } from '../../../lib/chapter/flow-models/index.js';
import { gaussianMixture } from '../../../lib/model/index.js';
import { normalQuantile } from '../../../lib/special/index.js';
import { assertClose } from '../../closeness.js';
import { normalCdf } from '../../statistics.js';
import { computedData } from '../computed.js';

test('the least mass in a gap is that of a map that crosses it at its largest slope', () => {
  // x = L z, gap (−1, 1): mass 2Φ(1/L) − 1, half of the rest to each side.
  for (const lipschitz of [0.5, 2, 10]) {
    const mass = 2 * normalCdf(1 / lipschitz) - 1;
    assertClose(leastBridge({ leftShare: 0.5, width: 2 }, lipschitz), mass, 1e-9, `L = ${lipschitz}`);
  }
  // x = L (z − s): the gap lies between s − 1/L and s + 1/L.
  const [below, above] = [normalCdf(-0.7), normalCdf(-0.3)];
  const leftShare = below / (below + 1 - above);
  assertClose(leastBridge({ leftShare, width: 2 }, 5), above - below, 1e-9);
  for (const [gap, lipschitz, name] of [
    [{ leftShare: 0, width: 2 }, 1, 'leftShare'],
    [{ leftShare: 0.5, width: 0 }, 1, 'width'],
    [{ leftShare: 0.5, width: 2 }, -1, 'lipschitz'],
  ] as const) {
    assert.throws(() => leastBridge(gap, lipschitz), { message: new RegExp(`^leastBridge: ${name} expects`) });
  }
});

test('no admissible map near the bounded flow is likelier, and its density is one of mass 1 whose slope is bounded', () => {
  const lipschitz = 8;
  const law = twoModes(3);
  const flow = boundedFlow(law, lipschitz);
  const spacing = 0.01;
  const points = Array.from({ length: 1601 }, (_, i) => spacing * (i - 800));
  const truth = points.map((x) => Math.exp(law.logDensity(ensembleOf([[x]]))[0]));
  const densities = points.map((x) => Math.exp(flow.logDensity(x)));
  let mass = 0;
  const noise = densities.map((density) => {
    mass += spacing * density;
    return normalQuantile(Math.min(1 - 1e-15, mass - 0.5 * spacing * density));
  });
  assertClose(mass, 1, 1e-6);
  const slopes = noise.map((z, i) => densities[i] / normalDensity(z));
  for (const slope of slopes.slice(400, -400)) assert.ok(slope > (1 - 1e-3) / lipschitz);
  const surprise = (z: readonly number[], dz: readonly number[]) =>
    points.reduce(
      (sum, _, i) => sum + spacing * truth[i] * (Math.log(truth[i] / dz[i]) - Math.log(normalDensity(z[i]))),
      0,
    );
  assertClose(flow.divergence, surprise(noise, slopes), 1e-5);

  // The problem is convex: a map that is nowhere steeper than the bound, mixed in by a share, may only lose.
  const others: ((x: number) => number)[] = [
    (x) => x / lipschitz,
    (x) => x / lipschitz + 0.3,
    (x) => x / lipschitz - 0.3,
    (x) => x / lipschitz + 0.5 * Math.tanh(x),
    (x) => x / lipschitz + 1.5 * Math.tanh(x - 3),
    (x) => x / lipschitz + 2 * Math.tanh(x + 2) + 0.2 * x,
  ];
  for (const other of others) {
    const z = noise.map((value, i) => 0.98 * value + 0.02 * other(points[i]));
    const dz = slopes.map(
      (value, i) => 0.98 * value + 1000 * 0.02 * (other(points[i] + 5e-4) - other(points[i] - 5e-4)),
    );
    assert.ok(surprise(z, dz) > flow.divergence - 1e-9, String(other));
  }
});

test('a bounded flow is the mirror image of that of the mirrored law, and tends to the law’s own map', () => {
  const law = twoModes(3);
  const mirrored = gaussianMixture(law.components.map(({ weight, mean }) => ({ weight, mean: [-mean[0]] })));
  const [flow, image] = [boundedFlow(law, 20), boundedFlow(mirrored, 20)];
  assertClose(image.from, -flow.to, 1e-6);
  assertClose(image.divergence, flow.divergence, 1e-9);
  const near = boundedFlow(law, 85);
  assert.ok(near.divergence > 0 && near.divergence < 1e-5 && near.to - near.from < 0.5);
  for (const lipschitz of [4, 8, 16, 32]) {
    assert.ok(boundedFlow(law, 2 * lipschitz).divergence < boundedFlow(law, lipschitz).divergence);
  }
  assert.throws(() => boundedFlow(law, 90), {
    message:
      /^boundedFlow: lipschitz expects a number above 0 and below 86\.5\d*, .* got 90; a larger bound excludes nothing$/,
  });
  assert.throws(() => boundedFlow(law, 0.5), {
    message: /bridge ends between the modes, got 0\.5; take a larger one$/,
  });
  assert.throws(() => boundedFlow(gaussianMixture([{ weight: 1, mean: [0, 0] }]), 2), {
    message: /^boundedFlow: law expects two components on the line, got 1 of dimension 2; take two modes on the line$/,
  });
});

test('a fitted affine flow is a Gaussian of mass 1 on the bound; a planar one is nearer to two modes', async (t) => {
  const small = { mapCounts: [0, 1], stepCount: 150, batchSize: 128 };
  const { points, flows, exactGap } = await computedData(t, lineFlows(small));
  const spacing = points[1] - points[0];
  for (const { density, gap } of flows) {
    assertClose(
      density.reduce((sum, value) => sum + spacing * value, 0),
      1,
      1e-3,
    );
    assert.ok(gap.mass > (1 - 1e-3) * leastBridge({ leftShare: gap.leftShare, width: 2 }, gap.lipschitz));
  }
  const [affine] = flows;
  assertClose(affine.gap.mass, leastBridge({ leftShare: affine.gap.leftShare, width: 2 }, affine.gap.lipschitz), 1e-3);
  assert.ok(flows[1].divergence < affine.divergence);
  // Of the modes ±3 themselves.
  const inside = 0.3 * (normalCdf(4) - normalCdf(2)) + 0.7 * (normalCdf(4) - normalCdf(2));
  assertClose(exactGap.mass, inside, 1e-4);
  // The slope of the map between quantiles where the density is least.
  assert.ok(exactGap.lipschitz > 50);
});

test('a short training of a RealNVP leaves a density of mass 1 that is nearer to the ring than at the start', async (t) => {
  const small = { mapCount: 2, width: 8, batchSize: 64, stepCount: 80, drawCount: 200 };
  const { mass, losses, divergence, draws } = await computedData(t, ringFlow(small));
  assertClose(mass, 1, 0.05);
  assert.ok(losses[79] < losses[0] && divergence.value > 0 && divergence.standardError > 0);
  assert.equal(draws.length, 400);
});

function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}
