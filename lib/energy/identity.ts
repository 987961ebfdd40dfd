import { ensemble, shapeOf, vectorOf } from '../array/index.js';
import type { Energy } from './energy.js';

/**
 * Plain data that tells an energy from others: its recipe, or for an energy of the reader's own its name and its values at two fixed
 * positive paths, which another function, or another constant within, changes.
 * Cost: none with a recipe, else an evaluation of two paths.
 */
export function energyIdentity(energy: Energy): unknown {
  const { recipe, name, signalLength } = energy;
  if (recipe) return recipe;
  const wave = (step: number): number[] => Array.from({ length: signalLength }, (_, i) => 0.1 + ((i * step) % 11) / 11);
  const { data } = energy.values(ensemble(2, shapeOf(energy), vectorOf([...wave(3), ...wave(5)])));
  return { name, data };
}
