import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EnergyRecipe, energyOf, stylized } from '../../lib/energy/index.js';
import { assertSameBits } from '../closeness.js';
import { noise } from './derivatives.js';

test('a recipe in plain data makes the energy that it came from', () => {
  const energy = stylized({ signalLength: 24, squareLags: 3 });
  const again = energyOf(structuredClone(energy.recipe!));
  const paths = noise(1, 2, 24);
  assert.deepEqual(again.labels, energy.labels);
  assertSameBits(again.values(paths).data, energy.values(paths).data);
});

test('an unknown energy is refused with the names of the known ones', () => {
  const recipe = { module: 'energy', factory: 'kinetic', arguments: [] } as unknown as EnergyRecipe;
  assert.throws(
    () => energyOf(recipe),
    /^RangeError: energy recipe: factory expects one of autocovariance, .*, got kinetic of energy; /,
  );
});
