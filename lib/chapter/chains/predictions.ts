import { backwardForwardVariance, forwardBackwardVariance, langevinVariance, leapfrogLaw } from '../../chain/index.js';
import { metropolisChain, reversibleGap, stationaryLaw, totalVariation, walkMove } from '../../grid/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { estimatedFinding, exactFinding } from '../../study/finding.js';
import type { PlaceInText } from '../../study/source-text.js';
import { chainEfficiency, type EfficiencyData, type EfficiencyRow, largeEfficiency } from './efficiency.js';
import { printedBias, stepBias } from './step-biases.js';
import { tiltedWell } from './tilted-well.js';

const WHERE = '21';
const MATRIX = 'matrix of the chain on a grid of another computation';

/** What the guide says of sampling, by numbers that were known before. */
export function predictions(): Prediction[] {
  return [...laws(), ...biases(), ...gaussians(), ...efficiencies()];
}

function laws(): Prediction[] {
  const subject = 'laws that chains keep';
  return [
    {
      subject,
      prediction: 'two wells, random walk of deviation 1.2: total variation between the kept law and the target',
      predicted: 0,
      predictedBy: 'detailed balance',
      ...at('definition 4.2'),
      cell: 'metropolisChain(grid, target, walkMove(1.2))',
      find() {
        const { grid, target } = tiltedWell();
        const { transition } = metropolisChain(grid, target, walkMove(1.2));
        return exactFinding(totalVariation(stationaryLaw(transition), target), { stated: 0, within: 1e-12 });
      },
    },
    {
      subject,
      prediction: 'two wells, adjusted Langevin, h = 0.01: weight of the left well',
      predicted: 0.704185820499765,
      predictedBy: 'adaptive quadrature outside of this library',
      ...at('definition 4.4, equation (4.21)', {
        misprint: 'drift $hU(x)$ for $h\\nabla U(x)$, constant $(2\\pi h)^{-d/2}$ for $(4\\pi h)^{-d/2}$',
      }),
      cell: "stepBias('adjusted', well, 0.01)",
      find: () =>
        exactFinding(stepBias('adjusted', tiltedWell(941), 0.01).leftWeight, {
          stated: 0.704185820499765,
          within: 1e-7,
        }),
    },
    {
      subject,
      prediction: 'the same with $hU(x)$ in the ratio, as printed',
      predicted: 0.449,
      predictedBy: MATRIX,
      ...at('definition 4.4, equation (4.21)', { misprint: 'with it the chain keeps another law' }),
      cell: 'printedBias(well, 0.01)',
      find: () => exactFinding(printedBias(tiltedWell(), 0.01).leftWeight, { stated: 0.449, within: 5e-4 }),
    },
    {
      subject,
      prediction: 'two wells, random walk that is taken 98 times in 100: 1 − second eigenvalue',
      predicted: 9.6e-5,
      predictedBy: MATRIX,
      ...at('section 4, after proposition 4.1', {
        misprint: 'a chain has converged where its acceptance is near 1',
      }),
      cell: "'steps to forget'",
      find() {
        const { grid, target } = tiltedWell(941);
        return exactFinding(reversibleGap(metropolisChain(grid, target, walkMove(0.02)).transition, target), {
          stated: 9.6e-5,
          within: 1e-6,
        });
      },
    },
    {
      subject,
      prediction: 'the walk of deviation 1.2, taken 39 times in 100: the same',
      predicted: 0.168169506318107,
      predictedBy: MATRIX,
      ...at('section 4, after proposition 4.1', {
        misprint: 'a chain has converged where its acceptance is near 1',
      }),
      cell: "'steps to forget'",
      find() {
        const { grid, target } = tiltedWell();
        return exactFinding(reversibleGap(metropolisChain(grid, target, walkMove(1.2)).transition, target), {
          stated: 0.16816951,
          within: 1e-7,
        });
      },
    },
  ];
}

function biases(): Prediction[] {
  // h and D(q_h‖ρ), from a general eigensolver on 941 points.
  const rows = [
    [0.0025, 0.000149959284011002],
    [0.01, 0.00272797920843936],
    [0.04, 0.0811291204880918],
  ] as const;
  return rows.map(([stepSize, predicted]) => ({
    subject: 'bias of Langevin steps',
    prediction: `two wells, h = ${stepSize}: D(q‖ρ) of unadjusted Langevin, nats`,
    predicted,
    predictedBy: MATRIX,
    ...at('equation (4.10)'),
    cell: 'const biases = kinds.map',
    find: () =>
      exactFinding(stepBias('Langevin', tiltedWell(), stepSize).divergence, {
        stated: predicted,
        within: 0.01 * predicted,
      }),
  }));
}

function gaussians(): Prediction[] {
  const subject = 'chains on Gaussians';
  const cell = 'const schemes = (variance: number, stepSize: number)';
  return [
    {
      subject,
      prediction: 'variance 0.3, h = 0.59: variance of unadjusted Langevin at rest, which there is below h = 0.6',
      predicted: 0.3 / (1 - 0.59 / 0.6),
      predictedBy: 'λ/(1 − h/2λ)',
      ...at('equation (4.14), text after it', {
        misprint: '$h<\\lambda_{\\min}$ as the condition: $2\\lambda_{\\min}$ is',
      }),
      cell: 'langevinVariance({ variance: 0.3, stepSize })',
      find: () =>
        exactFinding(langevinVariance({ variance: 0.3, stepSize: 0.59 }).after(1000, 1), { stated: 18, within: 1e-6 }),
    },
    {
      subject,
      prediction: 'variance 1, h = 0.5: forward-backward after 200 steps',
      predicted: 1,
      predictedBy: 'fixed point of s ← (t + √(t² + 4h))/2',
      ...at('equation (4.19)'),
      cell,
      find: () =>
        exactFinding(forwardBackwardVariance({ variance: 1, stepSize: 0.5 }).after(200, 4), {
          stated: 1,
          within: 1e-12,
        }),
    },
    {
      subject,
      prediction: 'the same of backward-forward, whole steps',
      predicted: 2.25,
      predictedBy: 'λ(1 + h/λ)²',
      ...at('equation (4.20)', { misprint: 'unbiased: its half step is, its whole step is not' }),
      cell,
      find: () =>
        exactFinding(backwardForwardVariance({ variance: 1, stepSize: 0.5 }).after(200, 4), {
          stated: 2.25,
          within: 1e-12,
        }),
    },
    {
      subject,
      prediction: 'the same, half steps',
      predicted: 1,
      predictedBy: 'fixed point of t ← (t + h/t)/(1 + h/λ)',
      ...at('equation (4.20)'),
      cell,
      find: () =>
        exactFinding(backwardForwardVariance({ variance: 1, stepSize: 0.5 }).half.after(200, 4), {
          stated: 1,
          within: 1e-12,
        }),
    },
  ];
}

function efficiencies(): Prediction[] {
  const subject = 'efficiency of chains';
  const cell = 'await run(chainEfficiency({}, { seed }))';
  const row =
    (kernel: EfficiencyRow['kernel'], setting: number, pick: (row: EfficiencyRow) => Finding) =>
    (load: Loader): Finding | undefined => {
      const result = load<EfficiencyData>(largeEfficiency()) ?? load<EfficiencyData>(chainEfficiency());
      const found = result?.data.rows.find((one) => one.kernel === kernel && one.setting === setting);
      return found && pick(found);
    };
  const walks = [
    [0.05, 0.8031, 0.002003],
    [0.238, 0.23686, 0.013153],
  ] as const;
  return [
    ...walks.flatMap(([setting, acceptance, jump]): Prediction[] => [
      {
        subject,
        prediction: `N(0, I) in 100 dimensions, random walk of deviation ${setting}: acceptance`,
        predicted: acceptance,
        predictedBy: 'E 2P(Z > s‖ξ‖/2), by quadrature',
        ...at('section 4, after proposition 4.1', {
          misprint: 'a chain has converged where its acceptance is near 1',
        }),
        cell,
        find: row('random walk', setting, (found) => estimatedFinding(found.acceptance)),
      },
      {
        subject,
        prediction: 'the same: squared jump per dimension',
        predicted: jump,
        predictedBy: 's² E ‖ξ‖² 2P(Z > s‖ξ‖/2)/d, by quadrature',
        ...at('section 4, random walks'),
        cell,
        find: row('random walk', setting, (found) => estimatedFinding(found.squaredJump)),
      },
    ]),
    ...[0.05, 0.3].map(
      (setting): Prediction => ({
        subject,
        prediction: `N(0, I) in 100 dimensions, adjusted Langevin, h = ${setting}: acceptance`,
        predicted: leapfrogLaw({ ...oneLeap, stepSize: Math.sqrt(2 * setting) }).acceptance,
        predictedBy: '2 I_{1/(1+μ)}(d/2, d/2)',
        ...at('section 4, after definition 4.4', {
          misprint: 'small steps may give a low acceptance: it goes to 1',
        }),
        cell,
        find: row('adjusted Langevin', setting, (found) => estimatedFinding(found.acceptance)),
      }),
    ),
    {
      subject,
      prediction: 'the same, trajectories of three leapfrog steps of 0.5: E exp(−ΔH)',
      predicted: 1,
      predictedBy: 'leapfrogs keep volume',
      ...at('section 4, Hamiltonian Monte Carlo'),
      cell,
      find: row('Hamiltonian', 0.5, (found) => estimatedFinding(found.meanRatio)),
    },
  ];
}

const oneLeap = { dimension: 100, variance: 1, leapfrogCount: 1 };

function at(place: string, rest: Pick<PlaceInText, 'misprint'> = {}): Pick<Prediction, 'place' | 'where'> {
  return { place: { text: 'guide', at: place, ...rest }, where: WHERE };
}
