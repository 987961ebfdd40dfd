import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autocovariance } from '../../lib/energy/index.js';
import { descend, descendMeasured, type Flow, meanFieldDescent } from '../../lib/flow/index.js';
import { ar, logDensityOf } from '../../lib/model/index.js';
import { interrupt } from '../../lib/parallel/index.js';
import { assertSameBits } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { withWorkers } from '../environment.js';
import { stopsSoon } from '../interruption.js';
import { quartic } from './quartic.js';

const signalLength = 256;
const paths = noise(1, 24, signalLength);
const library = meanFieldDescent(autocovariance({ signalLength }), [0.1, 1], { stepSize: 0.1 });
const own = meanFieldDescent(quartic(signalLength), [0.7, 0.5], { stepSize: 0.01 });
const truth = ar([0.1], { signalLength });
const functional = logDensityOf(truth);

/** Far more steps than there is time for. */
const endless = 400_000;

const descents: Record<string, { flow: Flow; start: () => Promise<unknown> }> = {
  'in workers': { flow: library, start: () => descend(library, paths, endless) },
  'in workers, measured': { flow: library, start: () => descendMeasured(library, paths, 20_000, [functional]) },
  "of a reader's energy, in the calling thread": { flow: own, start: () => descend(own, paths, endless) },
};

for (const [name, { flow, start }] of Object.entries(descents)) {
  test(`a descent ${name} stops within half a second of an interrupt, and the next one runs`, async () => {
    const before = await withWorkers(2, () => descend(flow, paths, 3));
    await stopsSoon(withWorkers(2, start));
    const after = await withWorkers(2, () => descend(flow, paths, 3));
    assertSameBits(after.paths.data, before.paths.data);
  });
}

test('a descent in the calling thread lets other work have its turn', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 5);
  const started = performance.now();
  await descend(own, paths, 400);
  clearInterval(timer);
  // Slices last about 25 ms; a third of the turns that fit in is asked for, as tests run side by side.
  assert.ok(turns >= Math.floor((performance.now() - started) / 25 / 3), `${turns} turns`);
});

test('an interrupt while nothing runs stops nothing later', async () => {
  interrupt();
  const { stepCount } = await descend(library, paths, 3);
  assert.equal(stepCount, 3);
});
