import { type Ensemble, ensemble, type Vector, vector } from '../../array/index.js';
import { lineGrid } from '../../grid/index.js';
import {
  type AutoencoderNetworks,
  type AutoencoderPart,
  adam,
  drawnParameters,
  evidenceTurn,
  fallingRate,
  gaussianEncoder,
  generator,
  multilayer,
  trainNetworks,
} from '../../neural/index.js';
import { foldIn, type Key, normals, split } from '../../random/index.js';
import { exp, log } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { ringLaw } from '../adversaries/index.js';
import { evidenceOf, type TrainedAutoencoder } from './evidence.js';

/** Parameters of a variational autoencoder of the ring with one latent. */
export interface RingAutoencoderParameters {
  /** Units of the hidden layer, of encoder and decoder. */
  readonly width: number;
  readonly batchSize: number;
  /** Adam's rate at the start; it falls to a tenth. */
  readonly rate: number;
  readonly stepCount: number;
  /** Deviation of the decoder's noise, if held; 0 for one that is learned. */
  readonly heldDeviation: number;
  /** Paths that training does not see, on which evidence is measured. */
  readonly testCount: number;
}

/** Changes that hold the decoder's noise above the largest eigenvalue of the ring's covariance, 2.19: a variance of 2.56. */
export const collapsing: Partial<RingAutoencoderParameters> = { heldDeviation: 1.6, stepCount: 400 };

/** Evidence on unseen paths after some steps, nats per path. */
export interface EvidenceRow {
  readonly step: number;
  /** ln ρ_θ(x), by quadrature over the latent. */
  readonly logLikelihood: Estimate;
  /** The bound, by quadrature over the encoder's law. */
  readonly evidenceBound: Estimate;
  /** D(q ‖ ρ_θ(z|x)): their difference, path by path. */
  readonly gap: Estimate;
  /** D(q ‖ N(0, 1)): what the latent says of the path. */
  readonly latentCost: Estimate;
  /** ln ρ_*(x) − ln ρ_θ(x): its mean is the divergence from the ring. */
  readonly divergence: Estimate;
  /** σ of the decoder's noise. */
  readonly deviation: number;
}

/** A trained autoencoder and its way. */
export interface RingAutoencoderData {
  readonly rows: readonly EvidenceRow[];
  readonly encoder: Vector;
  readonly decoder: Vector;
  /** ln σ, [1]. */
  readonly noise: Vector;
  /** Paths that it draws, [testCount · 2]. */
  readonly draws: Vector;
  /** The decoder's means for latents from −3 to 3, [121 · 2]. */
  readonly curve: Vector;
  readonly backend: string;
}

/**
 * A variational autoencoder of the ring of eight Gaussians in the plane with one latent number: encoder N(μ(x), σ²(x)), decoder
 * N(f(z), σ² I). With one latent the likelihood is an integral over a line, so that bound and gap are known.
 */
export function ringAutoencoder(
  changes: Partial<RingAutoencoderParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<RingAutoencoderParameters, RingAutoencoderData, 'training'> {
  const parameters: RingAutoencoderParameters = {
    width: 16,
    batchSize: 128,
    rate: 0.02,
    stepCount: 1200,
    heldDeviation: 0,
    testCount: 500,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: RingAutoencoderParameters,
  seed: number,
): Experiment<RingAutoencoderParameters, RingAutoencoderData, 'training'> {
  return {
    id: parameters.heldDeviation > 0 ? 'ring-autoencoder-held' : 'ring-autoencoder',
    module: 'chapter/latent-variables/ring-autoencoder',
    parameters,
    seed,
    stages: { training: parameters.stepCount },
    run: runRingAutoencoder,
  };
}

/** Latents of the curve. */
const CURVE = lineGrid({ from: -3, to: 3, count: 121 });

/** Encoder and decoder. */
function networksOf({ width }: RingAutoencoderParameters): AutoencoderNetworks {
  return { encoder: multilayer([2, width, 2]), decoder: multilayer([1, width, 2]) };
}

async function runRingAutoencoder(
  p: RingAutoencoderParameters,
  key: Key,
  context: RunContext<'training'>,
): Promise<RingAutoencoderData> {
  const [encoderKey, decoderKey, trainKey, testKey, drawKey] = split(key, 5);
  const { encoder, decoder } = networksOf(p);
  const steps = snapshotSteps(p.stepCount);
  const ring = ringLaw();
  return context.stage('training', async (options) => {
    const initial = {
      encoder: drawnParameters(encoder, encoderKey),
      decoder: drawnParameters(decoder, decoderKey),
      noise: vector(1).fill(p.heldDeviation > 0 ? log(p.heldDeviation) : 0),
    };
    const turn = evidenceTurn({ encoder, decoder }, ring, {
      batchSize: p.batchSize,
      optimiser: adam({ rate: fallingRate(p.rate, p.rate / 10, p.stepCount) }),
      holdsNoise: p.heldDeviation > 0,
    });
    const trained = await trainNetworks([turn], initial, {
      ...{ stepCount: p.stepCount, key: trainKey, snapshotSteps: steps },
      ...options,
    });
    const test = ring.sample(testKey, p.testCount);
    const truth = ring.logDensity(test);
    const rows = trained.snapshots.map(({ stepNumber, parameters }) =>
      rowOf(stepNumber, madeOf(p, parameters), { test, truth }),
    );
    const { encoder: e, decoder: f, noise } = trained.parameters;
    const made = generator(decoder, f);
    const latents = ensemble(CURVE.points.length, 1, CURVE.points);
    const draws = made.sample(drawKey, p.testCount).data;
    const spread = normals(foldIn(drawKey, p.testCount), draws.length);
    return {
      rows,
      ...{ encoder: e, decoder: f, noise },
      draws: draws.map((value, i) => value + exp(noise[0]) * spread[i]),
      curve: made.paths(latents).data,
      backend: trained.backend,
    };
  });
}

/** Denser at the start, where most is learned. */
function snapshotSteps(stepCount: number): number[] {
  const count = 12;
  return Array.from({ length: count + 1 }, (_, i) => Math.round(stepCount * (i / count) * (i / count)));
}

function madeOf(
  p: RingAutoencoderParameters,
  { encoder, decoder, noise }: Readonly<Record<AutoencoderPart, Vector>>,
): TrainedAutoencoder {
  const networks = networksOf(p);
  return {
    encoder: gaussianEncoder(networks.encoder, encoder),
    decoder: generator(networks.decoder, decoder),
    deviation: exp(noise[0]),
  };
}

function rowOf(
  step: number,
  made: TrainedAutoencoder,
  { test, truth }: { readonly test: Ensemble; readonly truth: Vector },
): EvidenceRow {
  const { logLikelihoods, evidenceBounds, latentCosts } = evidenceOf(made, test);
  return {
    step,
    logLikelihood: meanEstimate(logLikelihoods),
    evidenceBound: meanEstimate(evidenceBounds),
    gap: meanEstimate(logLikelihoods.map((value, n) => value - evidenceBounds[n])),
    latentCost: meanEstimate(latentCosts),
    divergence: meanEstimate(truth.map((value, n) => value - logLikelihoods[n])),
    deviation: made.deviation,
  };
}

/** `ringAutoencoder` of a stored result. */
export const ringAutoencoderAgain = rebuilder(
  record({
    width: count,
    batchSize: count,
    rate: number,
    stepCount: count,
    heldDeviation: number,
    testCount: count,
  }),
  experimentOf,
);
