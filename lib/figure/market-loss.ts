import type { DescentStatistics } from '../experiment';
import { fullCaption, type Provenance } from './caption';
import { lineTrace } from './curve';
import { figure, type Figure } from './figure';
import { palette, roleName, type Role } from './palette';

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
    }));
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
