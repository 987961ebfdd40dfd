import { fullCaption, type Provenance, requireLength } from '../../figure/caption.js';
import { counting } from '../../figure/curve.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, type Role, roleName, translucent } from '../../figure/palette.js';
import { headroom, type Panel, panelGrid, panelTitle, sharedAxes } from '../../figure/panel.js';

type Numbers = ArrayLike<number>;

/** Entropy lost in each step by cause, nats per path. */
export interface EntropyLoss {
  readonly role: Role;
  readonly name?: string;
  /** Entropy lost by shrinking onto the target: −ln|det| of the K × K factor of Appendix A, to first order γ‖J‖²/‖α‖², over N in the mean field. */
  readonly collapse: Numbers;
  /** Entropy lost by moving through energy space: −ln|det| of a path's own block, to first order γ Σ (Φₖ − αₖ) ΔΦₖ/‖α‖². */
  readonly transport: Numbers;
}

export interface EntropyBudgetInput extends Provenance {
  /** One panel per descent, on the same axes. */
  readonly losses: readonly EntropyLoss[];
}

/**
 * Entropy lost up to each step of a descent, split into collapse (dark) and transport (light).
 * The paper has no such figure; with `entropyLoss` the split is exact, by the lemma of Appendix A.
 * @throws RangeError when the arrays of a loss differ in length
 */
export function entropyBudget(input: EntropyBudgetInput): Figure {
  const panels = panelGrid(1, input.losses.length, { x: 36, y: 0 });
  const data = input.losses.flatMap((loss, i) => lossTraces(loss, panels[i]));
  const axes = sharedAxes(
    panels,
    { title: 'step' },
    { title: 'entropy lost so far (nats per path)', rangemode: 'tozero' },
  );
  const titles = panels.map((panel, i) => panelTitle(panel, nameOf(input.losses[i])));
  return figure({
    data,
    layout: { ...headroom(), annotations: titles, ...axes },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function nameOf({ name, role }: EntropyLoss): string {
  return name ?? roleName[role];
}

function lossTraces(loss: EntropyLoss, panel: Panel): Trace[] {
  requireLength('entropyBudget', 'transport', loss.transport, loss.collapse.length);
  const collapse = runningSum(loss.collapse);
  const transport = runningSum(loss.transport);
  const color = palette[loss.role];
  const area = (
    name: string,
    shade: string,
    y: number[],
    values: number[],
    fill: string,
    fillcolor: string,
  ): Trace => ({
    type: 'scatter',
    mode: 'lines',
    x: counting(y.length),
    y,
    xaxis: panel.x,
    yaxis: panel.y,
    customdata: values,
    name: `${name} (${shade})`,
    legendgroup: name,
    showlegend: panel.column === 0,
    hovertemplate: `${name} %{customdata:.3f} nats at step %{x}<extra></extra>`,
    fill,
    fillcolor,
    line: { color, width: 1, simplify: false },
  });
  const whole = collapse.map((value, i) => value + transport[i]);
  return [
    area('collapse', 'dark', collapse, collapse, 'tozeroy', translucent(color, 0.6)),
    area('transport', 'light', whole, transport, 'tonexty', translucent(color, 0.18)),
  ];
}

function runningSum(values: Numbers): number[] {
  let sum = 0;
  return [0, ...Array.from(values, (value) => (sum += value))];
}
