import { hypot } from '../../special/index.js';
import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import {
  componentNoise,
  type NoiseComponentsData,
  type NoiseComponentsParameters,
  noiseComponents,
} from './noise-components.js';
import { type TableOneData, type TableOneParameters, tableOne } from './table-one.js';
import { paperDivergence, tableOneCells, tableOneEnergies, tableOneModels } from './table-one-cells.js';

const widest = (names: readonly string[]): number => Math.max(...names.map((name) => name.length));

const tableOneRunnable: Runnable = {
  name: 'table-1',
  summary: 'Table 1: reverse divergences of five models by four energies and two methods, 40 parts',
  options: {
    model: { value: 'NAME', help: 'only this true model (a row), e.g. ar-0.1' },
    energy: { value: 'NAME', help: 'only this energy, e.g. scattering-mean' },
    method: { value: 'NAME', help: 'only this method, regular or mean-field' },
  },
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
    const difference = (value - paper.value) / hypot(standardError, paper.standardError);
    // The paper's number applies to the paper's size only.
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
  summary: 'components of the scattering covariance of white noise, which table-1 needs; of GARCH noise for markets',
  options: { noise: { value: 'NAME', help: 'of white (default) or garch noise' } },
  headings: ['noise', 'signal length', 'paths  ', 'share of variance', 'largest error of a direction', 'time'],
  parts({ noise = 'white' }, profile) {
    if (noise === 'white')
      return (profile === 'paper' ? [128, 1024] : [128]).map((signalLength) => noiseComponents({ signalLength }));
    if (noise !== 'garch')
      throw new RangeError(`option --noise expects white or garch, got '${noise}'; choose one of the two`);
    const [signalLength, pathCount] = profile === 'paper' ? [1024, 100_000] : [256, 4000];
    return [noiseComponents({ signalLength, pathCount }, { noise: componentNoise(signalLength) })];
  },
  line(result) {
    const { parameters, data, provenance } = result as Result<NoiseComponentsData>;
    const { signalLength, pathCount, noise } = parameters as NoiseComponentsParameters;
    return [
      'factory' in noise && noise.factory === 'garch' ? 'garch' : 'white',
      String(signalLength),
      String(pathCount),
      `${(100 * data.explained).toFixed(1)} %`,
      Math.max(...data.directionErrors).toFixed(3),
      spokenDuration(provenance.wallSeconds),
    ];
  },
};

/** The experiments of this chapter for the command line. */
export const runnables: readonly Runnable[] = [tableOneRunnable, componentsRunnable];
