import { canonicalModels } from '../../divergence/index.js';
import { ar } from '../../model/index.js';
import { key } from '../../random/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { estimatedFinding, exactFinding } from '../../study/finding.js';
import type { PlaceInText } from '../../study/source-text.js';
import { denoisingLosses } from './denoising.js';
import { type EstimatorData, estimators } from './estimators.js';
import { type SteinData, steinTest } from './stein.js';
import { evenModes, evenScore, meanUnder, weightDivergences } from './two-modes.js';
import { weightCosts } from './weight-costs.js';
import { tiltedWell, wellContrasts } from './wells.js';

const WHERE = '24';

/** What was known beforehand of fits without sampling: statements of the guide, and the workbook's own. */
export function predictions(): Prediction[] {
  return [...figureFour(), ...losses(), ...weights(), ...energies(), ...contrast(), ...canonical()];
}

const inGuide = (at: string, misprint?: string): PlaceInText => ({
  text: 'guide',
  at,
  ...(misprint !== undefined && { misprint }),
});

const QUADRATURE = 'quadrature outside of this library';

function figureFour(): Prediction[] {
  const subject = 'divergences of mixtures by weight';
  const place = inGuide('figure 4');
  const cell = 'const table = weightDivergences(5, shownOdds)';
  const of = (z: number) => weightDivergences(5, [z])[0];
  const fisher = [
    [1, 2.95e-6],
    [10, 1.22e-3],
    [20, 5.4e-2],
    [50, 23.0],
  ] as const;
  return [
    ...fisher.map(([z, predicted]) => ({
      ...{ subject, predicted, predictedBy: QUADRATURE, where: WHERE, cell, place },
      prediction: `modes at ±5, $z = ${z}$: Fisher divergence`,
      find: () => exactFinding(of(z).fisher, { stated: predicted, within: 5e-3 * predicted }),
    })),
    ...[3, 10].map((z) => {
      const predicted = z === 3 ? 0.8554 : 4.3068;
      return {
        ...{ subject, predicted, predictedBy: QUADRATURE, where: WHERE, cell, place },
        prediction: `modes at ±5, $z = ${z}$: KL divergence, nats`,
        find: () => exactFinding(of(z).divergence, { stated: predicted, within: 1e-4 }),
      };
    }),
    {
      subject,
      prediction: 'modes at ±5, $z = 5$: relative error of the Fisher divergence from 10 000 draws',
      predicted: 6.5,
      predictedBy: QUADRATURE,
      ...{ where: WHERE, cell },
      place: inGuide(
        'remark 3.1',
        '“we need $N=10000$ to appreciate a similar growth”, which is enough from $z \\approx 20$ on only',
      ),
      find: () => exactFinding(of(5).relativeDeviation.fisher / 100, { stated: 6.5, within: 0.1 }),
    },
    {
      subject,
      prediction: 'modes at ±5, $z = 20$: the same',
      predicted: 0.37,
      predictedBy: QUADRATURE,
      ...{ where: WHERE, cell },
      place: inGuide('equation (3.37)', 'sums over the draws, without the factor $1/N$'),
      find: () => exactFinding(of(20).relativeDeviation.fisher / 100, { stated: 0.37, within: 0.005 }),
    },
  ];
}

function losses(): Prediction[] {
  const subject = 'score matching';
  return [
    {
      subject,
      prediction: 'modes at ±2, scores $c\\,\\nabla\\ln\\rho$: the $c$ of least loss',
      predicted: 1,
      predictedBy: 'the loss is a square whose zero is the true score',
      ...{ where: WHERE, cell: 'const losses = (k: number)' },
      place: inGuide(
        'equation (3.38)',
        '$E[|s|^2 + \\operatorname{tr} J s]$ without the factor ½ of $|s|^2$, which is least at $c = ½$, and the loss called $D_F$, which is twice it',
      ),
      find() {
        const modes = evenModes(2);
        const score = evenScore(2);
        const step = 1e-4;
        const square = meanUnder(modes, (x) => score(x) * score(x)).mean;
        const slope = meanUnder(modes, (x) => (score(x + step) - score(x - step)) / (2 * step)).mean;
        return exactFinding(-slope / square, { stated: 1, within: 1e-6 });
      },
    },
    {
      subject,
      prediction: 'modes at ±2, $\\sigma = 1$, guess $-x$: denoising loss less score loss',
      predicted: 0.7310182219292957,
      predictedBy: '$1/\\sigma^2$ less the Fisher information of the noisy law, by another quadrature',
      ...{ where: WHERE, cell: 'denoisingLosses(law, s)', place: inGuide('equation (3.41)') },
      find() {
        const law = { modes: evenModes(2), deviation: 1 };
        const { denoising, score } = denoisingLosses(law, (x) => -x);
        return exactFinding(denoising - score, { stated: 0.7310182219292957, within: 1e-8 });
      },
    },
  ];
}

function weights(): Prediction[] {
  const ratios = [1.66, 9.4, 140, 5543, 5.9e5];
  return ratios.map((predicted, i) => ({
    subject: 'weights of modes',
    prediction: `modes at ±${i + 1}, even: data that score matching needs for the log-odds, maximum likelihood = 1`,
    predicted,
    predictedBy: QUADRATURE,
    where: WHERE,
    cell: 'const costs = separations.map',
    place: inGuide('remark 3.1'),
    find() {
      const { scoreMatching, maximumLikelihood } = weightCosts(i + 1);
      return exactFinding(scoreMatching / maximumLikelihood, { stated: predicted, within: 5e-3 * predicted });
    },
  }));
}

function energies(): Prediction[] {
  const models = () => canonicalModels(ar([0.2, -0.1], { signalLength: 1024 }));
  const place = inGuide('assumption 2.2', '“without loss of generality” the law of the data is in the family');
  const shared = { subject: 'a wrong model', where: WHERE, cell: 'const shownLaws', place } as const;
  return [
    {
      ...shared,
      prediction:
        'AR(0.2, −0.1), d = 1024, autocovariance: lag 1 of the law that score matching chooses, target 0.1816',
      predicted: 0.2036,
      predictedBy: 'two linear equations, outside of this library',
      find: () => exactFinding(models().scoreMatching!.energies[0], { stated: 0.2036, within: 5e-5 }),
    },
    {
      ...shared,
      prediction: 'the same of maximum likelihood',
      predicted: 0.181640625,
      predictedBy: 'its equation is $E_\\theta\\Phi = \\alpha$, here $0.1818 \\cdot 1023/1024$',
      find: () => exactFinding(models().maximumEntropy.energies[0], { stated: 0.181640625, within: 1e-9 }),
    },
  ];
}

function contrast(): Prediction[] {
  const results = (load: Loader, law: 'canonical' | 'autoregression') =>
    load<EstimatorData>(estimators({ law }))?.data.rows;
  const limits = (['canonical', 'autoregression'] as const).map((law) => ({
    subject: 'estimates of multipliers',
    prediction: `paths of ${law === 'canonical' ? 'the family' : 'AR(0.5, −0.4)'}, d = 16: lag-1 multiplier by score matching with one slice`,
    predicted: law === 'canonical' ? -6.440031 : -10.311335,
    predictedBy: 'traces of products of matrices',
    where: WHERE,
    cell: "estimators({ law: 'canonical' }",
    find(load: Loader): Finding | undefined {
      const row = results(load, law)?.[2];
      return row && estimatedFinding(row.multipliers[0]);
    },
  }));
  return [
    {
      subject: 'contrast with noise',
      prediction: 'two wells, family $(x, x^2, x^4)$, 2000 data, 16 noise points each: $c$',
      predicted: 1.528784,
      predictedBy: 'ln Z by quadrature',
      where: WHERE,
      cell: 'wellContrasts(well',
      find() {
        const options = { dataCount: 2000, ratios: [16], noiseDeviation: 1.2 };
        const [{ logPartition, exactError }] = wellContrasts(tiltedWell(), options, key(7));
        return { ours: logPartition.value, standardError: exactError };
      },
    },
    ...limits,
  ];
}

function canonical(): Prediction[] {
  return [
    {
      subject: 'how canonical a descent is',
      prediction: 'mean-field descent, AR(0.6), d = 32: residual of Stein’s identity along lag 2',
      predicted: 2.780807,
      predictedBy: 'the law where infinitely many paths end, in closed form',
      where: WHERE,
      cell: 'steinTest({}, { seed })',
      find(load) {
        const residual = load<SteinData>(steinTest())?.data.rows[2].residuals[0];
        return residual && estimatedFinding(residual);
      },
    },
    {
      subject: 'how canonical a descent is',
      prediction: 'the same with noise',
      predicted: 0,
      predictedBy: 'the law at rest is of the family',
      where: WHERE,
      cell: 'steinTest({}, { seed })',
      find(load) {
        const residual = load<SteinData>(steinTest())?.data.rows[3].residuals[0];
        return residual && estimatedFinding(residual);
      },
    },
  ];
}
