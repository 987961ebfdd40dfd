import { logReturns, sp500 } from '../../data-set/index.js';
import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import { tableOneCells } from '../synthetic/table-one-cells.js';
import { type FrozenPilotsData, frozenPilots } from './frozen-pilots.js';
import { type FrozenTableData, type FrozenTableParameters, frozenTable } from './frozen-table.js';
import { type MarketLikelihoodData, marketLikelihood, scatteringLikelihood } from './market-likelihood.js';

const pilotsRunnable: Runnable = {
  name: 'frozen-pilots',
  summary: 'divergence of fresh paths by the number of pilot paths whose weights they follow, AR(0.1)',
  options: {},
  headings: ['largest pilot', 'divergence, nats per path', 'time'],
  parts: (_, profile) => [frozenPilots({}, { profile })],
  line(result) {
    const { data, provenance } = result as Result<FrozenPilotsData>;
    const { size, atEnd } = data.pilots[data.pilots.length - 1];
    const mean = atEnd.reduce((sum, value) => sum + value, 0) / atEnd.length;
    return [String(size), mean.toFixed(4), spokenDuration(provenance.wallSeconds)];
  },
};

const tableRunnable: Runnable = {
  name: 'frozen-table',
  summary: 'Table 1 with frozen weights: divergences of fresh paths, 20 parts',
  options: {
    model: { value: 'NAME', help: 'only this true model (a row), e.g. ar-0.1' },
    energy: { value: 'NAME', help: 'only this energy, e.g. scattering-mean' },
  },
  headings: ['model', 'energy', 'fresh paths, last step, nats per path', 'time'],
  parts: (selection, profile) =>
    tableOneCells({ ...selection, method: 'mean-field' }).map((cell) => frozenTable(cell, {}, { profile })),
  line(result) {
    const { parameters, data, provenance } = result as Result<FrozenTableData>;
    const { model, energy } = parameters as FrozenTableParameters;
    const { values, standardErrors } = data.divergence;
    const last = values.length - 1;
    return [
      model,
      energy,
      `${values[last].toFixed(2)} ± ${standardErrors[last].toFixed(2)}`,
      spokenDuration(provenance.wallSeconds),
    ];
  },
};

const likelihoodRunnable: Runnable = {
  name: 'market-likelihood',
  summary: 'held-out log-likelihood of the S&P 500 under frozen flows, GARCH-t and Gaussian models, forwards in time',
  options: {},
  headings: ['model                ', 'nats per day', 'time'],
  parts(_, profile) {
    const { values } = logReturns(sp500());
    return [marketLikelihood('S&P 500', values, {}, { profile }), scatteringLikelihood('S&P 500', values, { profile })];
  },
  line(result) {
    const { data, provenance } = result as Result<MarketLikelihoodData>;
    const [{ name, logDensities }] = data.models;
    const known = logDensities.filter(Number.isFinite);
    if (known.length === 0) return [name, 'no density', spokenDuration(provenance.wallSeconds)];
    return [
      name,
      (known.reduce((sum, value) => sum + value, 0) / known.length).toFixed(3),
      spokenDuration(provenance.wallSeconds),
    ];
  },
};

/** The experiments of this chapter for the command line. */
export const runnables: readonly Runnable[] = [pilotsRunnable, tableRunnable, likelihoodRunnable];
