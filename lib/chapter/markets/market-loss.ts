import type { Provenance } from '../../figure/caption.js';
import { type Figure, line, plot, type Role } from '../../figure/index.js';
import type { DescentStatistics } from './market-descents.js';

/** A loss through a descent. */
export interface LossSeries extends Pick<DescentStatistics, 'steps' | 'losses'> {
  readonly role: Role;
  readonly name?: string;
}

export interface MarketLossInput extends Provenance {
  readonly series: readonly LossSeries[];
}

/** Average loss through descents on logarithmic axes; step 0 is drawn at 1, since such an axis has no 0. Paper: Figure 9. */
export function marketLoss({ series, ...told }: MarketLossInput): Figure {
  return plot({
    ...told,
    marks: series.map(({ steps, losses, role, name }) =>
      line(losses, { x: steps.map((step) => step + 1), role, name }),
    ),
    x: { label: 'step + 1', type: 'log' },
    y: { label: 'loss', type: 'log' },
    height: 340,
    source: told,
  });
}
