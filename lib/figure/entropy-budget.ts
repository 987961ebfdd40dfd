import { fullCaption, requireLength, type Provenance } from './caption';
import { counting } from './curve';
import { figure, type Figure, type Trace } from './figure';
import { palette, roleName, translucent, type Role } from './palette';
import { headroom, panelGrid, panelTitle, sharedAxes, type Panel } from './panel';

type Numbers = ArrayLike<number>;

/** Nats a path lost in each step, and the two causes. */
export interface EntropyLoss {
  readonly role: Role;
  readonly name?: string;
  /** Part of the step's loss that narrows the ensemble: γ‖J‖²/‖α‖², divided by N in the mean field. */
  readonly collapse: Numbers;
  /** Part that moves it: γ Σ (Φₖ − αₖ) ΔΦₖ / ‖α‖². */
  readonly transport: Numbers;
  /** The whole loss, −log|det| of the step, which the parts give to first order. */
  readonly exact?: Numbers;
}

export interface EntropyBudgetInput extends Provenance {
  /** One panel each, on the same axes. */
  readonly losses: readonly EntropyLoss[];
  /** Sum over the steps so far (when left out), or the loss of each step. */
  readonly cumulative?: boolean;
}

/**
 * Where entropy goes: the loss through a descent, split into collapse (dark) and transport (light), the exact loss as a line.
 * The paper has no such figure; the split is the first-order expansion of the step's log-determinant.
 * @throws RangeError when the arrays of a loss differ in length
 */
export function entropyBudget(input: EntropyBudgetInput): Figure {
  const panels = panelGrid(1, input.losses.length, { x: 36, y: 0 });
  const cumulative = input.cumulative ?? true;
  const data = input.losses.flatMap((loss, i) => lossTraces(loss, panels[i], cumulative));
  const title = cumulative ? 'entropy lost so far (nats per path)' : 'entropy lost in the step (nats per path)';
  const axes = sharedAxes(panels, { title: 'step' }, { title, rangemode: 'tozero' });
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

function lossTraces(loss: EntropyLoss, panel: Panel, cumulative: boolean): Trace[] {
  const count = loss.collapse.length;
  requireLength('entropyBudget', 'transport', loss.transport, count);
  if (loss.exact) requireLength('entropyBudget', 'exact', loss.exact, count);
  const shown = (values: Numbers) => (cumulative ? runningSum(values) : Array.from(values));
  const steps = cumulative ? counting(count + 1) : counting(count).map((step) => step + 1);
  const collapse = shown(loss.collapse);
  const transport = shown(loss.transport);
  const color = palette[loss.role];
  const axes = { type: 'scatter', mode: 'lines', x: steps, xaxis: panel.x, yaxis: panel.y };
  const area = (name: string, shade: string, y: number[], values: number[], fill: string, fillcolor: string): Trace => ({
    ...axes,
    y,
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
  const exact = (values: Numbers): Trace => ({
    ...axes,
    y: shown(values),
    name: 'exact loss',
    legendgroup: 'exact',
    showlegend: panel.column === 0,
    hovertemplate: 'exact %{y:.3f} nats at step %{x}<extra></extra>',
    line: { color: palette.target, width: 1.6, dash: 'dot' },
  });
  return [
    area('collapse', 'dark', collapse, collapse, 'tozeroy', translucent(color, 0.6)),
    area('transport', 'light', whole, transport, 'tonexty', translucent(color, 0.18)),
    ...(loss.exact ? [exact(loss.exact)] : []),
  ];
}

function runningSum(values: Numbers): number[] {
  let sum = 0;
  return [0, ...Array.from(values, (value) => (sum += value))];
}
