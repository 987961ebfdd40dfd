import {
  componentNoise,
  noiseComponents,
  paperDivergence,
  tableOne,
  tableOneCells,
  tableOneEnergies,
  tableOneModels,
  type NoiseComponentsData,
  type NoiseComponentsParameters,
  type Result,
  type TableOneData,
  type TableOneParameters,
} from '../experiment';
import { marketEntropyRunnable, marketsRunnable } from './market-runnables';
import type { Runnable } from '../experiment/runnable';
import { spokenDuration } from '../experiment/duration';

const widest = (names: readonly string[]): number => Math.max(...names.map((name) => name.length));

const tableOneRunnable: Runnable = {
  name: 'table-1',
  summary: 'reverse divergences of five models by four energies and two methods',
  options: ['model', 'energy', 'method'],
  headings: [
    'model'.padEnd(widest(tableOneModels)),
    'energy'.padEnd(widest(tableOneEnergies)),
    'method    ',
    'least, nats per path',
    'step',
    ' paper',
    'difference, s.e.',
    'time',
  ],
  parts: (selection, profile) => tableOneCells(selection).map((cell) => tableOne(cell, {}, { profile })),
  line(result) {
    const { parameters, data, provenance } = result as Result<TableOneData>;
    const cell = parameters as TableOneParameters;
    const { value, standardError, stepNumber } = data.minimum;
    const paper = paperDivergence(cell);
    const difference = (value - paper.value) / Math.hypot(standardError, paper.standardError);
    // At another size the paper's number says nothing.
    const comparable = cell.signalLength === 1024;
    return [
      cell.model,
      cell.energy,
      cell.method,
      `${value.toFixed(2).padStart(6)} ± ${standardError.toFixed(2)}`,
      String(stepNumber).padStart(4),
      comparable ? paper.value.toFixed(2).padStart(6) : '     –',
      comparable ? `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(1)}` : '–',
      spokenDuration(provenance.wallSeconds),
    ];
  },
};

const componentsRunnable: Runnable = {
  name: 'principal-components',
  summary: 'of the scattering covariance of white noise, or of GARCH noise',
  options: ['noise'],
  headings: ['noise', 'signal length', 'paths  ', 'share of variance', 'largest error of a direction', 'time'],
  parts({ noise = 'white' }, profile) {
    if (noise === 'white') return (profile === 'paper' ? [128, 1024] : [128]).map((signalLength) => noiseComponents({ signalLength }));
    if (noise !== 'garch') throw new RangeError(`option --noise expects white or garch, got '${noise}'; choose one of the two`);
    const [signalLength, pathCount] = profile === 'paper' ? [1024, 100_000] : [256, 4000];
    return [noiseComponents({ signalLength, pathCount }, { noise: componentNoise(signalLength) })];
  },
  line(result) {
    const { parameters, data, provenance } = result as Result<NoiseComponentsData>;
    const { signalLength, pathCount, noise } = parameters as NoiseComponentsParameters;
    return [
      noise.factory === 'garch' ? 'garch' : 'white',
      String(signalLength),
      String(pathCount),
      `${(100 * data.explained).toFixed(1)} %`,
      Math.max(...data.directionErrors).toFixed(3),
      spokenDuration(provenance.wallSeconds),
    ];
  },
};

/** The experiments that the command line runs. */
export const runnables: readonly Runnable[] = [tableOneRunnable, componentsRunnable, marketsRunnable, marketEntropyRunnable];
