import { fullCaption, type Provenance } from '../../figure/caption.js';
import { lineTrace } from '../../figure/curve.js';
import { type Figure, figure } from '../../figure/figure.js';
import { palette, type Role, roleName } from '../../figure/palette.js';
import type { DescentStatistics } from './market-descents.js';

/** A loss through a descent. */
export interface LossSeries extends Pick<DescentStatistics, 'steps' | 'losses'> {
  readonly role: Role;
  readonly name?: string;
}

export interface MarketLossInput extends Provenance {
  readonly series: readonly LossSeries[];
}

/**
 * Average loss through descents, both axes logarithmic: step 0 stands at 1, where such an axis begins. Paper: Figure 9.
 */
export function marketLoss(input: MarketLossInput): Figure {
  const data = input.series.map(({ role, name = roleName[role], steps, losses }) =>
    lineTrace(losses, {
      x: steps.map((step) => step + 1),
      name,
      color: palette[role],
      hovertemplate: 'loss %{y:.2e} after step %{x}',
    }),
  );
  return figure({
    data,
    layout: {
      height: 340,
      xaxis: { type: 'log', dtick: 1, title: { text: 'step + 1' } },
      yaxis: { type: 'log', dtick: 1, tickfont: { size: 11 }, title: { text: 'loss' } },
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}
