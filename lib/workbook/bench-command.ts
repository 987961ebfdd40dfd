import type { Command } from './command';

/** `microcanon bench`: prints tables of what computations cost. */
export const benchCommand: Command = {
  name: 'bench',
  summary: 'Measures computations beside naive implementations and prints tables.',
  operands: '[TABLE…]',
  options: {},
  details: 'TABLE is step, scaling, pool, determinant, measured or figures; without one all are printed.',
  async run({ operands }) {
    const { bench } = await import('./bench.js');
    return bench([...operands]);
  },
};
