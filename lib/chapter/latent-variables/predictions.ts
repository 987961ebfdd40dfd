import { matrix } from '../../array/index.js';
import { leadingEigenpairs, matrixProduct } from '../../linear-algebra/index.js';
import { key } from '../../random/index.js';
import { log } from '../../special/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import { estimatedFinding, exactFinding, WITHOUT_DRAWS } from '../../study/finding.js';
import { diagonalMatrix } from './diagonal.js';
import { anyGaussian, diagonalGaussian, drawnStart, expectationMaximisation } from './expectation-maximisation.js';
import { gradientEstimates, latentCost } from './gradient-estimates.js';
import { latentGaussianFit, leftOver, principalFit } from './latent-gaussian.js';
import { collapsing, type RingAutoencoderData, ringAutoencoder } from './ring-autoencoder.js';

const WHERE = '25';
const subject = 'latent variables';
const REFERENCE = 'closed form, checked by maximisation outside of this library';

/** What the guide says of autoencoders, by numbers that were known before. */
export function predictions(): Prediction[] {
  return [...likelihoods(), ...bounds(), ...gradients(), ...autoencoders()];
}

const covariance = diagonalMatrix([5, 3, 1, 0.5, 0.2]);

function likelihoods(): Prediction[] {
  const start = drawnStart(key(7), 5, 2);
  const ofEm = () => expectationMaximisation(covariance, start, { family: anyGaussian, iterations: 400 });
  const cell = 'family: anyGaussian';
  const common = { subject, where: WHERE, cell };
  return [
    {
      ...common,
      prediction: 'eigenvalues 5, 3, 1, ½, ⅕, two latents without noise: mean squared error of reconstruction',
      predicted: 1.7,
      predictedBy: 'sum of the left-out eigenvalues',
      place: { text: 'guide', at: 'figure 2, autoencoders' },
      cell: 'principalFit(covariance, { latents: 2 })',
      find() {
        const { model } = expectationMaximisation(covariance, start, {
          ...{ family: anyGaussian, iterations: 200 },
          noiseVariance: 1e-6,
        });
        return exactFinding(leftOver(model.loadings, covariance), { stated: 1.7, within: 1e-6 });
      },
    },
    {
      ...common,
      prediction: 'the same with noise: log-likelihood where expectation maximisation ends, nats per path',
      predicted: -7.59674171016556,
      predictedBy: REFERENCE,
      place: { text: 'guide', at: 'equations (3.3) and (3.9)' },
      find: () => exactFinding(ofEm().logLikelihoods[400], { stated: -7.59674171016556, within: 1e-9 }),
    },
    {
      ...common,
      prediction: 'variance of the noise there',
      predicted: 1.7 / 3,
      predictedBy: 'mean of the left-out eigenvalues',
      place: { text: 'guide', at: 'equation (3.2)' },
      find: () => exactFinding(ofEm().model.noiseVariance, { stated: 1.7 / 3, within: 1e-6 }),
    },
    {
      ...common,
      prediction: 'the smallest change of the log-likelihood in 400 iterations',
      predicted: 'not below 0',
      predictedBy: 'each step raises a bound that touches the likelihood',
      place: { text: 'guide', at: 'equation (3.9)' },
      find() {
        const { logLikelihoods } = ofEm();
        const changes = Array.from(logLikelihoods.subarray(1), (value, t) => value - logLikelihoods[t]);
        const least = Math.min(...changes);
        // Sums of a dozen terms round by less.
        return { ours: least, standardError: WITHOUT_DRAWS, holds: least > -1e-13 };
      },
    },
  ];
}

function bounds(): Prediction[] {
  const place = { text: 'guide', at: 'equation (3.6)' } as const;
  return [
    {
      subject,
      prediction: 'two latents turned by 0.6: gap of the evidence bound with independent latents, nats per path',
      predicted: 0.0281491082512886,
      predictedBy: REFERENCE,
      ...{ place, where: WHERE, cell: 'angle: 0.6' },
      find() {
        const { evidenceGap } = latentGaussianFit(principalFit(covariance, { latents: 2, angle: 0.6 }), covariance);
        return exactFinding(evidenceGap, { stated: 0.0281491082512886, within: 1e-12 });
      },
    },
    {
      subject,
      prediction: 'the gap that is left when loadings are fitted with that bound',
      predicted: 0,
      predictedBy: 'among equally likely loadings some have orthogonal columns',
      ...{ place, where: WHERE, cell: 'family: diagonalGaussian' },
      find() {
        const options = { family: diagonalGaussian, iterations: 400 };
        const { logLikelihoods, evidenceBounds } = expectationMaximisation(
          covariance,
          drawnStart(key(7), 5, 2),
          options,
        );
        return exactFinding(logLikelihoods[400] - evidenceBounds[400], { stated: 0, within: 1e-6 });
      },
    },
    {
      subject,
      prediction: 'numbers of one path’s Gaussian posterior of 10 latents, by counting',
      predicted: 65,
      predictedBy: 'L means and L(L + 1)/2 covariances',
      place: {
        text: 'guide',
        at: 'equation (3.11), text after it',
        misprint: '$N d^2(d+1)/2$ for $N L(L+3)/2$: 550 in place of 65 for ten latents',
      },
      where: WHERE,
      cell: 'numbersOf',
      find() {
        let numbers = 0;
        for (let i = 0; i < 10; i++) numbers += 1 + (i + 1);
        return exactFinding(numbers, { stated: 65, within: 0 });
      },
    },
    {
      subject,
      prediction: 'eigenvalues 5, 3, 1, noise of variance 2: squared loading of the third latent after fitting',
      predicted: 0,
      predictedBy: 'a latent collapses where its eigenvalue does not exceed the noise',
      place: { text: 'guide', at: 'section 3.1, collapse' },
      where: WHERE,
      cell: 'noiseVariance: 2',
      find() {
        const { model } = expectationMaximisation(covariance, drawnStart(key(7), 5, 3), {
          ...{ family: anyGaussian, iterations: 200 },
          noiseVariance: 2,
        });
        const squares = matrixProduct(model.loadings, model.loadings, { transposed: true });
        const { values } = leadingEigenpairs((x, out) => out.set(matrixProduct(squares, matrix(3, 1, x)).data), 3, 3);
        return exactFinding(values[2], { stated: 0, within: 1e-9 });
      },
    },
  ];
}

function gradients(): Prediction[] {
  const estimates = () => gradientEstimates({ offset: 1, deviation: 0.5, drawCount: 20_000, key: key(7) });
  const place = {
    text: 'guide',
    at: 'equations (3.15) and (3.16)',
    misprint: 'σ(x) without its index, a sum from $i = r$, and $D[\\ln q\\,\\|\\,\\rho]$ for $D[q\\,\\|\\,\\rho]$',
  } as const;
  const common = { subject, place, where: WHERE, cell: 'gradientEstimates(' };
  return [
    {
      ...common,
      prediction: 'variance of one reparametrised gradient, f = −½ (z − a)², μ − a = 1, σ = ½',
      predicted: 0.25,
      predictedBy: 'closed form σ²',
      find: () => estimatedFinding(estimates().variances.reparametrised),
    },
    {
      ...common,
      prediction: 'the same by the score function',
      predicted: 5.4375,
      predictedBy: '(c⁴ + 18 c²σ² + 15 σ⁴)/(4σ²) − c²',
      find: () => estimatedFinding(estimates().variances.scoreFunction),
    },
    {
      ...common,
      prediction: 'D(N(1, ¼) ‖ N(0, 1)), nats',
      predicted: 0.125 + log(2),
      predictedBy: '½ (μ² + σ² − 1) − ln σ',
      find: () => exactFinding(latentCost(1, 0.5), { stated: 0.8181471805599453, within: 1e-12 }),
    },
  ];
}

function autoencoders(): Prediction[] {
  const of =
    (changes: Parameters<typeof ringAutoencoder>[0], find: (data: RingAutoencoderData) => Finding) =>
    (load: Loader): Finding | undefined => {
      const result = load<RingAutoencoderData>(ringAutoencoder(changes));
      return result && find(result.data);
    };
  return [
    {
      subject,
      prediction: 'autoencoder of the ring while it learns: least gap of the evidence bound, nats per path',
      predicted: 'not below 0',
      predictedBy: 'the gap is a divergence; both sides by quadrature',
      place: { text: 'guide', at: 'equation (3.6)' },
      where: WHERE,
      cell: 'ringAutoencoder({}',
      find: of({}, ({ rows }) => {
        const { gap } = rows.reduce((least, row) => (row.gap.value < least.gap.value ? row : least));
        return { ours: gap.value, standardError: gap.standardError, holds: gap.value >= 0 };
      }),
    },
    {
      subject,
      prediction: 'decoder’s noise held above the largest eigenvalue: nats that the latent says of a path',
      predicted: 'below 0.01',
      predictedBy: 'collapse of a latent whose eigenvalue does not exceed the noise',
      place: { text: 'guide', at: 'section 3.1, collapse' },
      where: WHERE,
      cell: 'ringAutoencoder(collapsing',
      find: of(collapsing, ({ rows }) => {
        const { latentCost: cost } = rows[rows.length - 1];
        return { ours: cost.value, standardError: cost.standardError, holds: cost.value < 0.01 };
      }),
    },
  ];
}
