import { ensembleOf, type Vector } from '../../array/index.js';
import { lineGrid } from '../../grid/index.js';
import { boltzmannFit, isingAverages, isingRing, isingTorus, spinLaw } from '../../lattice/index.js';
import { exp, log, pow, squared } from '../../special/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { estimatedFinding, exactFinding } from '../../study/finding.js';
import type { PlaceInText } from '../../study/source-text.js';
import { entropy, freeEnergy, gibbsLaw, inverseTemperatureOf } from './free-energy.js';
import { cycleShare, hopfieldRetrieval, type RetrievalData } from './hopfield-retrieval.js';
import { type IsingData, isingTemperatures } from './ising-temperatures.js';
import { likelihoodAscent } from './likelihood-ascent.js';

const WHERE = '20';
/** (σ√(2 − σ²))⁻¹⁰ − 1 at σ² = 3/2. */
const DEVIATION = 1024 / 243 - 1;
const CRITICAL = 0.440686793509772;
const line = lineGrid({ from: -12, to: 12, count: 2401 });

/** What the guide says of Gibbs measures, Ising's model, Hopfield networks and Boltzmann machines, as far as a number decides it. */
export function predictions(): Prediction[] {
  return [...lattices(), ...networks(), ...laws(), ...misprints()];
}

function lattices(): Prediction[] {
  const place = at('equation (1.2)');
  const small = isingTorus({ rows: 4, columns: 4 });
  const elsewhere = 'enumeration, transfer matrix and Kaufman’s formula, computed outside of this library';
  const exactly = (prediction: string, predicted: number, ours: () => number): Prediction => ({
    ...{ subject: 'Ising’s model', prediction, predicted, predictedBy: elsewhere, place, where: WHERE },
    cell: 'spinLaw(isingTorus(',
    find: () => exactFinding(ours(), { stated: predicted, within: 1e-9 }),
  });
  const critical = { inverseTemperature: CRITICAL };
  return [
    exactly('4 × 4 at the critical temperature: ln Z', 15.521915458755, () => spinLaw(small, critical).logPartition),
    exactly('the same: mean energy, units of J', -25.0499806022131, () => spinLaw(small, critical).meanEnergy),
    exactly(
      'the same: mean absolute magnetisation per site',
      0.843860444813423,
      () => spinLaw(small, critical).meanAbsoluteMagnetisation,
    ),
    exactly(
      '8 × 8 at the critical temperature: ln Z',
      60.1417807890692,
      () => isingAverages(isingTorus({ rows: 8, columns: 8 }), critical).logPartition,
    ),
    exactly('a ring of 16 spins, K = 1: ln Z', 18.0435776531637, () => isingRing(16, 1).logPartition),
    ...sampledEnergies(place, elsewhere),
    {
      ...{ subject: 'Ising’s model', prediction: 'the least energy of 4 × 4 spins, units of J', predicted: -32 },
      predictedBy: 'all 32 bonds agree',
      place: at('section 1.2', 'U takes values from 0 on'),
      ...{ where: WHERE, cell: 'small.energies.slice().sort()' },
      find: () => exactFinding(Math.min(...spinLaw(small).energies), { stated: -32, within: 0 }),
    },
  ];
}

/** Mean energies per site by Metropolis sweeps, at the temperatures whose exact ones were computed elsewhere. */
function sampledEnergies(place: PlaceInText, predictedBy: string): Prediction[] {
  const known = [
    { index: 0, name: 'T = 1.667', energy: -122.180315504896 },
    { index: 3, name: 'the critical temperature', energy: -95.4617028761414 },
    { index: 7, name: 'T = 5', energy: -27.4155557724212 },
  ];
  return known.map(({ index, name, energy }) => ({
    subject: 'Ising’s model',
    prediction: `8 × 8 by Metropolis sweeps at ${name}: mean energy per site, units of J`,
    predicted: energy / 64,
    ...{ predictedBy, place, where: WHERE, cell: 'isingTemperatures({}, { seed })' },
    find: (load: Loader) => {
      const result = load<IsingData>(isingTemperatures());
      return result && estimatedFinding(result.data.sampled[index].energy);
    },
  }));
}

function networks(): Prediction[] {
  const of =
    (find: (data: RetrievalData) => Finding) =>
    (load: Loader): Finding | undefined => {
      const result = load<RetrievalData>(hopfieldRetrieval());
      return result && find(result.data);
    };
  const rate = (zeroDiagonal: boolean, predicted: number): Prediction => ({
    subject: 'Hopfield networks',
    prediction: `200 sites, 28 patterns, ${zeroDiagonal ? 'zero diagonal' : 'diagonal kept'}: share of wrong bits after one step`,
    predicted,
    predictedBy: 'a binomial tail: signal against (n − 1)(N − 1) fair signs',
    place: at('equations (1.3) and (1.4)'),
    ...{ where: WHERE, cell: 'hopfieldRetrieval({}, { seed })' },
    find: of(({ rows }) =>
      estimatedFinding(rows.find((row) => row.patterns === 28 && row.zeroDiagonal === zeroDiagonal)!.afterOneStep),
    ),
  });
  const cycles = { where: WHERE, cell: 'cycleShare(row)', place: at('equation (1.4)') };
  return [
    rate(false, 0.000932616646528659),
    rate(true, 0.00317866803427103),
    {
      subject: 'Hopfield networks',
      prediction: '40 sites, 12 patterns, random starts, diagonal kept as printed: cycles and rises of the energy',
      predicted: 0,
      predictedBy: 'J is positive semidefinite: the energy falls at every parallel step',
      ...cycles,
      find: of(({ cycles: [kept] }) => ({
        ours: kept.cycles + kept.rises,
        standardError: 'a count of what cannot be.',
        holds: kept.cycles + kept.rises === 0,
      })),
    },
    {
      subject: 'Hopfield networks',
      prediction: 'the same with zero diagonal: share that ends in a cycle of two states',
      predicted: 68 / 600,
      predictedBy: '600 trials of a program in whole numbers',
      ...cycles,
      find: of(({ cycles: [, zero] }) => ({
        ...estimatedFinding(cycleShare(zero)),
        statedStandardError: Math.sqrt(((68 / 600) * (532 / 600)) / 600),
      })),
    },
  ];
}

function laws(): Prediction[] {
  const data = ensembleOf([
    [1, 1, 1],
    [-1, 1, 1],
    [1, -1, -1],
    [-1, -1, 1],
    [1, -1, 1],
    [-1, 1, -1],
    [-1, -1, -1],
  ]);
  return [
    {
      subject: 'Boltzmann machines',
      prediction: 'nats per state by which 2000 steps of ascent stay below the exact maximum, three spins',
      predicted: 0,
      predictedBy: 'the likelihood is concave in couplings and fields',
      place: at('section 1.2'),
      ...{ where: WHERE, cell: 'likelihoodAscent(' },
      find: () => {
        const { likelihoods } = likelihoodAscent(data, { rate: 0.2, stepCount: 2000 });
        return exactFinding(boltzmannFit(data).meanLogLikelihood - likelihoods[2000], { stated: 0, within: 1e-12 });
      },
    },
    {
      subject: 'the partition function',
      prediction: 'N(0, 1.5 I), d = 10, weighed by draws of N(0, I): squared relative deviation of a weight',
      predicted: DEVIATION,
      predictedBy: '(σ√(2 − σ²))⁻ᵈ − 1, infinite from σ² = 2 on',
      place: at('equation (2.2)'),
      ...{ where: WHERE, cell: 'variationOf' },
      find: () => exactFinding(weightVariation(1.5, 10), { stated: DEVIATION, within: 1e-9 }),
    },
  ];
}

function misprints(): Prediction[] {
  const well = line.points.map((x) => 2 * squared(x * x - 1) + 0.5 * x);
  const [first, second] = [gaussian(0, 1), gaussian(1, 2)];
  const crossEntropy = first.reduce((sum, mass, i) => sum - mass * Math.max(-1e6, logDensity(second[i])), 0);
  return [
    {
      ...{ subject: 'energies', prediction: 'mass of the left mode of equation (2.4) as it is printed, with p = 0.7' },
      predicted: 0.7 / (0.7 + 0.3 * 0.5),
      predictedBy: 'pσ₁/(pσ₁ + (1 − p)σ₂)',
      place: at('equation (2.4)', 'factors 1/σ and ½ are missing, and the sign of U: the mass is not p'),
      ...{ where: WHERE, cell: 'printedLeft' },
      find: () => exactFinding(printedLeftMass(), { stated: 0.7 / 0.85, within: 1e-5 }),
    },
    {
      ...{ subject: 'entropies', prediction: 'cross-entropy of N(0, 1) by N(1, 4)', predicted: 1.8621 },
      predictedBy: 'H(ρ₁) + D(ρ₁‖ρ₂) in closed form',
      place: at('equation (2.9)', 'H(ρ₂) + D(ρ₂‖ρ₁), which is 3.4189 here'),
      ...{ where: WHERE, cell: 'crossEntropy' },
      find: () => exactFinding(crossEntropy, { stated: 1.8621, within: 1e-4 }),
    },
    {
      ...{
        subject: 'maximum entropy',
        prediction: 'U = x²/2 with mean ½: inverse temperature β, which is −λ₁',
        predicted: 1,
      },
      predictedBy: 'equipartition: ⟨U⟩ = T/2',
      place: at('proposition 5.1', 'λ₁ > 0, whose law cannot be normalised'),
      ...{ where: WHERE, cell: 'inverseTemperatureOf' },
      find: () =>
        exactFinding(
          inverseTemperatureOf(
            line,
            line.points.map((x) => 0.5 * x * x),
            0.5,
          ),
          { stated: 1, within: 1e-9 },
        ),
    },
    {
      ...{
        subject: 'maximum entropy',
        prediction: 'two wells, T = 0.4: slope of mean energy in entropy',
        predicted: 0.4,
      },
      predictedBy: 'the multiplier of the entropy is −T',
      place: at('lemma 5.1', 'the multiplier −1/λ₁ has the wrong sign: one would seek a stationary Ū + TH'),
      ...{ where: WHERE, cell: 'energySlope' },
      find: () => exactFinding(energySlope(well, 0.4), { stated: 0.4, within: 1e-6 }),
    },
    {
      ...{
        subject: 'free energy',
        prediction: 'two wells, T = 0.4: free energy of the Gibbs law',
        predicted: -0.4 * 0.427481331564523,
      },
      predictedBy: '−T ln Z by a sum over 8001 points, outside of this library',
      place: at('remark 5.1', 'F = −ln Z with the temperature restored'),
      ...{ where: WHERE, cell: 'freeEnergy(' },
      find: () =>
        exactFinding(freeEnergy(line, well, gibbsLaw(line, well, 2.5).masses, 0.4).value, {
          stated: -0.4 * 0.427481331564523,
          within: 1e-9,
        }),
    },
    {
      ...{ subject: 'maximum entropy', prediction: 'Boltzmann’s constant, joule per kelvin', predicted: 1.380649e-23 },
      predictedBy: 'its definition since 2019',
      place: at('proposition 5.1', '1.23 · 10⁻²⁸'),
      ...{ where: WHERE, cell: 'gasConstant' },
      find: () => exactFinding(8.31446261815324 / 6.02214076e23, { stated: 1.380649e-23, within: 1e-36 }),
    },
  ];
}

function at(where: string, misprint?: string): PlaceInText {
  return { text: 'guide', at: where, ...(misprint !== undefined && { misprint }) };
}

/** Masses of N(mean, deviation²) on the line. */
function gaussian(mean: number, deviation: number): Vector {
  return gibbsLaw(
    line,
    line.points.map((x) => 0.5 * squared((x - mean) / deviation)),
    1,
  ).masses;
}

function logDensity(mass: number): number {
  return mass > 0 ? log(mass / line.spacing) : -Infinity;
}

/** E w²/(E w)² − 1 of weights e^{−‖x‖²/2σ²}/N(x; 0, I), by a sum over one coordinate: coordinates are independent. */
function weightVariation(variance: number, dimension: number): number {
  let [one, two] = [0, 0];
  for (const x of line.points) {
    const density = exp(-0.5 * x * x);
    const weight = exp(-0.5 * x * x * (1 / variance - 1));
    one += density * weight;
    two += density * weight * weight;
  }
  const total = line.points.reduce((sum, x) => sum + exp(-0.5 * x * x), 0);
  return pow((two * total) / (one * one), dimension) - 1;
}

/** Mass left of 3.3 under the density p e^{−(x − μ₁)²/σ₁²} + (1 − p) e^{−(x − μ₂)²/σ₂²}, normalised. */
function printedLeftMass(): number {
  const density = line.points.map((x) => 0.7 * exp(-x * x) + 0.3 * exp(-4 * squared(x - 5)));
  const total = density.reduce((sum, value) => sum + value, 0);
  return density.reduce((sum, value, i) => sum + (line.points[i] < 3.3 ? value : 0), 0) / total;
}

/** dŪ/dH along the Gibbs laws of an energy, by central differences in the temperature. */
function energySlope(energy: Vector, temperature: number): number {
  const [below, above] = [-1e-4, 1e-4].map((by) => {
    const { masses } = gibbsLaw(line, energy, 1 / (temperature + by));
    return { mean: masses.reduce((sum, mass, i) => sum + mass * energy[i], 0), entropy: entropy(line, masses) };
  });
  return (above.mean - below.mean) / (above.entropy - below.entropy);
}
