import { fullCaption, type Provenance, requireLength } from '../../figure/caption.js';
import { bandTrace, type CurveStyle, counting, lineTrace } from '../../figure/curve.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, type Role, roleName } from '../../figure/palette.js';
import { logarithmicAxis } from '../../figure/panel.js';

type Numbers = ArrayLike<number>;

/** The variance of an energy over an ensemble, one entry a recorded step. */
export interface VarianceSeries {
  readonly role: Role;
  readonly name?: string;
  readonly variance: Numbers;
  /** Its standard error. */
  readonly standardError?: Numbers;
}

export interface EnergyVarianceInput extends Provenance {
  readonly measured: readonly VarianceSeries[];
  /** The law's variance at the same steps: Var₀ times the product of (1 − 2γΦ̄)⁴. */
  readonly law: Numbers;
  /** Step numbers; 0, 1, 2, … when left out. */
  readonly steps?: Numbers;
  /** What the variance is of, with unit; `variance of Φ` when left out. */
  readonly label?: string;
}

/**
 * Variance of the energy through a descent (markers) against its exact law (line), on a logarithmic axis.
 * Paper: end of section 4, Φ(x) = ‖x‖².
 * @throws RangeError when a series and the law differ in length
 */
export function energyVariance(input: EnergyVarianceInput): Figure {
  const steps = input.steps ?? counting(input.law.length);
  requireLength('energyVariance', 'steps', steps, input.law.length);
  const hovertemplate = 'law %{y:.4g} at step %{x}<extra></extra>';
  const law = lineTrace(input.law, { x: steps, name: 'exact law', color: palette.target, hovertemplate });
  const shown = [input.law, ...input.measured.map(({ variance }) => variance)].flatMap((values) => Array.from(values));
  const least = Math.min(...shown.filter((value) => value > 0));
  const most = Math.max(...shown);
  return figure({
    data: [...input.measured.flatMap((series) => varianceTraces(series, steps)), law],
    layout: {
      xaxis: { title: { text: 'step' } },
      yaxis: { ...logarithmicAxis([least / 1.5, most * 1.5]), title: { text: input.label ?? 'variance of Φ' } },
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function varianceTraces(series: VarianceSeries, steps: Numbers): Trace[] {
  requireLength('energyVariance', 'variance', series.variance, steps.length);
  const style: CurveStyle = { x: steps, name: series.name ?? roleName[series.role], color: palette[series.role] };
  const error = series.standardError;
  if (error) requireLength('energyVariance', 'standardError', error, steps.length);
  const points: Trace = {
    ...lineTrace(series.variance, { ...style, hovertemplate: 'measured %{y:.4g} at step %{x}' }),
    mode: 'markers',
    marker: { color: style.color, size: 7, symbol: 'circle-open', line: { width: 1.6 } },
  };
  if (!error) return [points];
  const least = Math.min(...Array.from(series.variance).filter((value) => value > 0));
  return [
    bandTrace(
      series.variance,
      Array.from(error, (value) => 2 * value),
      style,
      least / 10,
    ),
    points,
  ];
}
