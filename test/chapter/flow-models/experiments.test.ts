import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastBridge, lineFlows, ringFlow } from '../../../lib/chapter/flow-models/index.js';
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
