import { type ArModel, ar, type CirModel, cir } from '../../model/index.js';
import { paperError } from '../overfitting/index.js';

/** The true models of Table 1, as the command line names them. */
export const tableOneModels = ['ar-0.1', 'ar-0.2-0.1', 'ar-0.1-0.2-0.1', 'cir-0.5', 'cir-0.707'] as const;
/** The energies of Table 1. */
export const tableOneEnergies = [
  'autocovariance',
  'scattering-mean',
  'scattering-covariance',
  'scattering-spectra',
] as const;
/** The methods of Table 1. */
export const tableOneMethods = ['regular', 'mean-field'] as const;

/** A true model of Table 1. */
export type TableOneModel = (typeof tableOneModels)[number];
/** An energy of Table 1. */
export type TableOneEnergy = (typeof tableOneEnergies)[number];
/** A method of Table 1. */
export type TableOneMethod = (typeof tableOneMethods)[number];

/** A model approximated by one energy and both methods. */
export interface TableOnePair {
  readonly model: TableOneModel;
  readonly energy: TableOneEnergy;
}

/** One entry of Table 1. */
export interface TableOneCell extends TableOnePair {
  readonly method: TableOneMethod;
}

interface ModelEntry {
  /** Name of the model in the paper's notation. */
  readonly label: string;
  readonly make: (signalLength: number) => ArModel | CirModel;
  /** T of each energy, in their order, from the authors’ code. */
  readonly stepCounts: readonly [number, number, number, number];
  /** D(q ‖ p) of the paper for each energy: regular, mean-field; nats per path. */
  readonly paper: readonly (readonly [number, number])[];
}

const MODELS: Readonly<Record<TableOneModel, ModelEntry>> = {
  'ar-0.1': {
    label: 'AR(0.1)',
    make: (signalLength) => ar([0.1], { signalLength }),
    stepCounts: [250, 1000, 250, 250],
    paper: [
      [2.76, 0.09],
      [4.24, 1.99],
      [5.47, 4.01],
      [5.44, 2.32],
    ],
  },
  'ar-0.2-0.1': {
    label: 'AR(0.2, −0.1)',
    make: (signalLength) => ar([0.2, -0.1], { signalLength }),
    stepCounts: [250, 1000, 250, 250],
    paper: [
      [9.44, 3.81],
      [17.98, 10.55],
      [25.91, 14.84],
      [27.33, 9.78],
    ],
  },
  'ar-0.1-0.2-0.1': {
    label: 'AR(−0.1, 0.2, 0.1)',
    make: (signalLength) => ar([-0.1, 0.2, 0.1], { signalLength }),
    stepCounts: [250, 1000, 250, 250],
    paper: [
      [30.04, 26.39],
      [20.98, 15.18],
      [29.55, 18.01],
      [28.46, 10.03],
    ],
  },
  'cir-0.5': {
    label: 'CIR(1/2, 1, 1)',
    make: (signalLength) => cir({ speed: 0.5, level: 1, volatility: 1 }, { signalLength }),
    stepCounts: [500, 250, 500, 5000],
    paper: [
      [219.4, 214.65],
      [170.63, 169.56],
      [121.17, 59.21],
      [105.05, 30.78],
    ],
  },
  'cir-0.707': {
    label: 'CIR(1/√2, √2, 1)',
    make: (signalLength) => cir({ speed: Math.SQRT1_2, level: Math.SQRT2, volatility: 1 }, { signalLength }),
    stepCounts: [2000, 250, 1000, 250],
    paper: [
      [104.49, 87.96],
      [182.24, 179.52],
      [223.63, 204.79],
      [203.44, 201.42],
    ],
  },
};

const ENERGY_LABELS: Readonly<Record<TableOneEnergy, string>> = {
  autocovariance: 'autocovariance',
  'scattering-mean': 'scattering mean',
  'scattering-covariance': 'scattering covariance',
  'scattering-spectra': 'scattering spectra',
};

/** The true model of a row of Table 1, for paths of a given length. */
export function tableOneTruth(model: TableOneModel, signalLength = 1024): ArModel | CirModel {
  return MODELS[known('tableOneTruth: model', tableOneModels, model)].make(signalLength);
}

/** A model in the paper's notation. */
export function modelLabel(model: TableOneModel): string {
  return MODELS[known('modelLabel: model', tableOneModels, model)].label;
}

/** Name of an energy in the table. */
export function energyLabel(energy: TableOneEnergy): string {
  return ENERGY_LABELS[known('energyLabel: energy', tableOneEnergies, energy)];
}

/** γ and T of a pair in the paper's experiments. */
export function paperDescent({ model, energy }: TableOnePair): {
  readonly stepSize: number;
  readonly stepCount: number;
} {
  known('paperDescent: model', tableOneModels, model);
  known('paperDescent: energy', tableOneEnergies, energy);
  const stepCount = MODELS[model].stepCounts[tableOneEnergies.indexOf(energy)];
  return { stepSize: energy === 'autocovariance' ? 10 : 5, stepCount };
}

/** An entry of the paper's Table 1: least reverse divergence, nats per path. */
export function paperDivergence({ model, energy, method }: TableOneCell): {
  readonly value: number;
  readonly standardError: number;
} {
  known('paperDivergence: model', tableOneModels, model);
  known('paperDivergence: energy', tableOneEnergies, energy);
  known('paperDivergence: method', tableOneMethods, method);
  const value = MODELS[model].paper[tableOneEnergies.indexOf(energy)][tableOneMethods.indexOf(method)];
  return { value, standardError: paperError(value) };
}

/** The energy with the least divergence from a model in the paper's Table 1; Figure 5 shows its descents. */
export function paperBestEnergy(model: TableOneModel): TableOneEnergy {
  const least = MODELS[known('paperBestEnergy: model', tableOneModels, model)].paper.map((pair) => Math.min(...pair));
  return tableOneEnergies[least.indexOf(Math.min(...least))];
}

/** A selection of Table 1; a field that is left out selects everything. */
export interface TableOneSelection {
  readonly model?: string;
  readonly energy?: string;
  readonly method?: string;
}

/**
 * The entries of Table 1 that a selection names, row by row.
 * @throws RangeError when a name is not one of the table's, listing those
 */
export function tableOneCells({ model, energy, method }: TableOneSelection = {}): TableOneCell[] {
  const models = picked('model', tableOneModels, model);
  const energies = picked('energy', tableOneEnergies, energy);
  const methods = picked('method', tableOneMethods, method);
  return models.flatMap((m) =>
    energies.flatMap((e) => methods.map((r): TableOneCell => ({ model: m, energy: e, method: r }))),
  );
}

function picked<Name extends string>(what: string, names: readonly Name[], name: string | undefined): readonly Name[] {
  if (name === undefined) return names;
  return [known(`table-1: ${what}`, names, name)];
}

/** @throws RangeError when the name is not among the known ones */
function known<Name extends string>(where: string, names: readonly Name[], name: string): Name {
  const found = names.find((entry) => entry === name);
  if (found === undefined)
    throw new RangeError(`${where} expects one of ${names.join(', ')}, got ${JSON.stringify(name)}`);
  return found;
}
