import { lineEquilibrium } from '../../../chapter/games/index.js';
import type { ClosedForm } from './closed-form.js';

/** The map from a mixture on the line to N(0, 1) that pays least for moving and for what it misses. */
export const pricedTransport: ClosedForm<{
  readonly components: readonly { readonly weight: number; readonly mean: number; readonly deviation: number }[];
  readonly price: number;
}> = ({ components, price }) => {
  const { action, divergence } = lineEquilibrium(
    components.map(({ weight, mean, deviation }) => ({ weight, mean: [mean], deviation })),
    price,
  );
  return { action, divergence, total: price * action + divergence };
};
