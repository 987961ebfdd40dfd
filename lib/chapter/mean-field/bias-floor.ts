import { fullCaption, type Provenance, requireLength } from '../../figure/caption.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, sequential } from '../../figure/palette.js';
import { logarithmicAxis } from '../../figure/panel.js';

type Numbers = ArrayLike<number>;

/** Targets from one number of true paths. */
export interface BiasedKind {
  readonly name: string;
  /** What the target's error costs by theory, nats per path, one entry for each target. */
  readonly bias: Numbers;
  /** What it costs by measurement: divergence beyond that of an exact target. */
  readonly excess: Numbers;
  /** Standard error of each. */
  readonly excessError: Numbers;
}

export interface BiasFloorInput extends Provenance {
  /** From few to many paths. */
  readonly kinds: readonly BiasedKind[];
}

/**
 * What each estimated target costs a descent in divergence, against what its error should cost, both in nats per path on
 * logarithmic axes; a line where both are equal.
 * Paper: end of section 3.1, which has no such figure.
 * @throws RangeError when the arrays of a kind differ in length
 */
export function biasFloor(input: BiasFloorInput): Figure {
  const values = input.kinds
    .flatMap(({ bias, excess }) => [...Array.from(bias), ...Array.from(excess)])
    .filter((value) => value > 0);
  const range: [number, number] = [Math.min(...values) / 1.5, Math.max(...values) * 1.5];
  const equal: Trace = {
    type: 'scatter',
    mode: 'lines',
    name: 'equal',
    x: range,
    y: range,
    hoverinfo: 'skip',
    line: { color: palette.target, width: 1, dash: 'dash' },
  };
  const colors = sequential(input.kinds.length);
  return figure({
    data: [equal, ...input.kinds.map((kind, i) => points(kind, colors[i]))],
    layout: {
      xaxis: { ...logarithmicAxis(range), title: { text: 'cost of the target’s error by theory (nats per path)' } },
      yaxis: { ...logarithmicAxis(range), title: { text: 'measured (nats per path)' } },
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function points({ name, bias, excess, excessError }: BiasedKind, color: string): Trace {
  requireLength('biasFloor', 'excess', excess, bias.length);
  requireLength('biasFloor', 'excessError', excessError, bias.length);
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: bias,
    y: excess,
    error_y: { array: Array.from(excessError, (error) => 2 * error), color, thickness: 1, width: 0 },
    hovertemplate: 'by theory %{x:.3g}, measured %{y:.3g} nats',
    marker: { color, size: 8 },
  };
}
