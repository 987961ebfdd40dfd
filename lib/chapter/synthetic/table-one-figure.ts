import type { DataFrame } from 'danfojs-node';
import { fullCaption, type Provenance } from '../../figure/caption.js';
import { measured } from '../../figure/curve.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, roleName } from '../../figure/palette.js';
import { headroom, logarithmicAxis } from '../../figure/panel.js';
import { resultTable } from '../../figure/table.js';
import { hypot } from '../../special/index.js';
import type { Result } from '../../study/index.js';
import { divergenceSeries } from '../overfitting/record.js';
import type { DivergenceRow } from './divergence-grid.js';
import type { TableOneData, TableOneParameters } from './table-one.js';
import {
  energyLabel,
  modelLabel,
  paperBestEnergy,
  paperDivergence,
  type TableOneCell,
  type TableOneMethod,
  tableOneEnergies,
  tableOneModels,
} from './table-one-cells.js';

type CellResult = Result<TableOneData>;

/** Size of the paper's experiments, to which its numbers belong. */
const PAPER_LENGTH = 1024;

function cellOf({ parameters }: CellResult): TableOneParameters {
  return parameters as TableOneParameters;
}

/** Results of one pair of model and energy, by method. */
interface Line extends Pick<TableOneCell, 'model' | 'energy'> {
  readonly results: Partial<Record<TableOneMethod, CellResult>>;
}

/** The pairs that have results, in the table's order. */
function linesOf(results: readonly CellResult[]): Line[] {
  return tableOneModels.flatMap((model) =>
    tableOneEnergies.flatMap((energy): Line[] => {
      const own = results.filter((result) => cellOf(result).model === model && cellOf(result).energy === energy);
      return own.length === 0
        ? []
        : [{ model, energy, results: Object.fromEntries(own.map((result) => [cellOf(result).method, result])) }];
    }),
  );
}

/**
 * Table 1 as a data frame, one row per pair of model and energy: least divergences of both methods with their standard errors; at
 * the paper's size also the paper's numbers and the differences in combined standard errors, with a star beyond two. Only the first
 * row of a model names it.
 * @throws RangeError when there is no result
 */
export function tableOneTable(results: readonly CellResult[]): DataFrame {
  const comparable = results.some((result) => cellOf(result).signalLength === PAPER_LENGTH);
  return resultTable(
    linesOf(results).map(({ model, energy, results: both }, row, lines) => {
      const [regular, meanField] = [both.regular, both['mean-field']].map((result) => result && comparisonOf(result));
      return {
        model: lines[row - 1]?.model === model ? '' : modelLabel(model),
        energy: energyLabel(energy),
        regular: regular?.ours ?? null,
        ...(comparable && {
          'paper, regular': regular?.paper ?? null,
          'apart, regular (s.e.; * over 2)': regular?.apart ?? null,
        }),
        'mean field': meanField?.ours ?? null,
        ...(comparable && {
          'paper, mean field': meanField?.paper ?? null,
          'apart, mean field (s.e.; * over 2)': meanField?.apart ?? null,
        }),
      };
    }),
  );
}

interface Comparison {
  readonly ours: string;
  readonly paper?: string;
  readonly apart?: string;
}

function comparisonOf(result: CellResult): Comparison {
  const { value, standardError } = result.data.minimum;
  const ours = measured(value, standardError);
  const cell = cellOf(result);
  if (cell.signalLength !== PAPER_LENGTH) return { ours };
  const paper = paperDivergence(cell);
  const distance = (value - paper.value) / hypot(standardError, paper.standardError);
  const mark = Math.abs(distance) > 2 ? ' *' : '';
  return {
    ours,
    paper: paper.value.toFixed(2),
    apart: `${distance < 0 ? '−' : '+'}${Math.abs(distance).toFixed(1)}${mark}`,
  };
}

/**
 * Table 1 as a picture: least divergences of both methods with bars of two standard errors, joined for each pair of model and
 * energy, on a logarithmic axis; at the paper's size the paper's as open diamonds.
 * @throws TypeError when there is no result
 */
export function tableOneFigure(results: readonly CellResult[], provenance: Provenance): Figure {
  const lines = linesOf(results);
  // One row per pair, from the top, with one empty row between models.
  const heights = lines.map(
    ({ model }, i) => -i - (tableOneModels.indexOf(model) - tableOneModels.indexOf(lines[0].model)),
  );
  const height = 24 * (lines.length + tableOneModels.length) + 110;
  const shown = lines.flatMap(({ results: both }) => Object.values(both)).map(({ data }) => data.minimum.value);
  const [low, high] = [Math.max(Math.min(...shown) / 2, 1e-2), Math.max(...shown) * 1.4];
  const placed = (method: TableOneMethod): [Line, CellResult, number][] =>
    lines.flatMap((line, i): [Line, CellResult, number][] =>
      line.results[method] ? [[line, line.results[method]!, heights[i]]] : [],
    );
  const data = [
    joinTrace(lines, heights),
    ...(['regular', 'mean-field'] as const).flatMap((method) => [
      pointTrace(method, placed(method)),
      ...paperTraces(method, placed(method)),
    ]),
  ];
  return figure({
    data,
    layout: {
      ...headroom(height),
      margin: { l: 176, t: 56 },
      xaxis: { ...logarithmicAxis([low, high]), title: { text: 'least reverse KL divergence (nats per path)' } },
      yaxis: {
        tickvals: heights,
        ticktext: lines.map(({ energy }) => energyLabel(energy)),
        range: [heights[heights.length - 1] - 0.7, 1.3],
        ticks: '',
      },
      annotations: lines.flatMap(({ model }, i) =>
        lines[i - 1]?.model === model ? [] : [modelTitle(modelLabel(model), heights[i])],
      ),
    },
    caption: fullCaption(provenance),
    alt: provenance.alt,
  });
}

function modelTitle(text: string, height: number): Record<string, unknown> {
  return {
    text: `<b>${text}</b>`,
    showarrow: false,
    xref: 'paper',
    x: 0,
    xanchor: 'right',
    xshift: -8,
    y: height + 0.95,
    yanchor: 'middle',
  };
}

function joinTrace(lines: readonly Line[], heights: readonly number[]): Trace {
  const ends = (line: Line): (number | null)[] => [
    ...Object.values(line.results).map(({ data }) => data.minimum.value),
    null,
  ];
  return {
    type: 'scatter',
    mode: 'lines',
    x: lines.flatMap(ends),
    y: lines.flatMap((line, i) => ends(line).map((end) => (end === null ? null : heights[i]))),
    showlegend: false,
    hoverinfo: 'skip',
    line: { color: '#bbbbbb', width: 2 },
  };
}

function pointTrace(method: TableOneMethod, placed: readonly (readonly [Line, CellResult, number])[]): Trace {
  const minima = placed.map(([, result]) => result.data.minimum);
  return {
    type: 'scatter',
    mode: 'markers',
    x: minima.map(({ value }) => value),
    y: placed.map(([, , height]) => height),
    customdata: placed.map(([{ model, energy }], i) => [
      `${modelLabel(model)}, ${energyLabel(energy)}`,
      minima[i].standardError,
      minima[i].stepNumber,
    ]),
    name: roleName[method],
    hovertemplate: '%{customdata[0]}: %{x:.2f} ± %{customdata[1]:.2f} nats at step %{customdata[2]}',
    error_x: {
      type: 'data',
      array: minima.map(({ standardError }) => 2 * standardError),
      color: palette[method],
      thickness: 1.5,
      width: 3,
    },
    marker: { color: palette[method], size: 9 },
  };
}

function paperTraces(method: TableOneMethod, placed: readonly (readonly [Line, CellResult, number])[]): Trace[] {
  const comparable = placed.filter(([, result]) => cellOf(result).signalLength === PAPER_LENGTH);
  if (comparable.length === 0) return [];
  return [
    {
      type: 'scatter',
      mode: 'markers',
      x: comparable.map(([, result]) => paperDivergence(cellOf(result)).value),
      y: comparable.map(([, , height]) => height),
      name: `paper, ${roleName[method]}`,
      hovertemplate: 'paper: %{x} nats<extra></extra>',
      marker: {
        color: palette[method],
        size: 11,
        symbol: 'diamond-open',
        line: { color: palette[method], width: 1.5 },
      },
    },
  ];
}

/**
 * The descents of Figure 5: for each model the energy that is best for it in the paper, as rows of `divergenceGrid`; models with
 * a result missing are left out. A coupled ensemble tells the errors of its entropy and of its log-likelihood by bounds alone,
 * many times too wide: these get no band.
 */
export function bestDescents(results: readonly CellResult[]): DivergenceRow[] {
  return linesOf(results).flatMap(({ model, energy, results: { regular, 'mean-field': meanField } }) => {
    if (energy !== paperBestEnergy(model) || regular === undefined || meanField === undefined) return [];
    const coupled = {
      ...divergenceSeries('mean-field', meanField.data),
      negativeEntropyError: undefined,
      logLikelihoodError: undefined,
    };
    return [
      {
        title: `${modelLabel(model)}, ${energyLabel(energy)}`,
        series: [divergenceSeries('regular', regular.data), coupled],
      },
    ];
  });
}
