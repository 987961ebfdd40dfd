import { ensemble, vectorOf } from '../../array/index.js';
import { planarMap } from '../../neural/index.js';
import { exp, log, squared, tanh } from '../../special/index.js';
import type { Loader, Prediction } from '../../study/claim.js';
import { exactFinding, WITHOUT_DRAWS } from '../../study/finding.js';
import { leastBridge } from './least-bridge.js';
import { type GapPassage, HALF_GAP, type LineFlowsData, lineFlows } from './line-flows.js';
import { type RingFlowData, ringFlow } from './ring-flow.js';

const subject = 'normalizing flows';
const where = '28';

/** What the guide says of normalizing flows, by numbers that were known before. */
export function predictions(): Prediction[] {
  return [determinant(), ...likelihood(), ...filaments()];
}

function determinant(): Prediction {
  // w = 1, v = 1, b = 0 on the line: u = ln(1 + e) − 1 and the slope at x is 1 + u (1 − tanh² x).
  const u = log(1 + exp(1)) - 1;
  const predicted = log(1 + u * (1 - squared(tanh(0.5))));
  return {
    ...{ subject, where, cell: 'flows-planar', predicted, predictedBy: 'ln(1 + u·ψ) by hand' },
    prediction: 'a planar map at x = ½: logarithm of its determinant',
    place: { text: 'guide', at: 'lemma 3.6, equation (3.58)' },
    find() {
      const { logDeterminants } = planarMap(1)
        .with(vectorOf([1, 1, 0]))
        .toNoise(ensemble(1, 1, vectorOf([0.5])));
      return exactFinding(logDeterminants[0], { stated: predicted, within: 1e-12 });
    },
  };
}

function likelihood(): Prediction[] {
  return [
    {
      ...{
        subject,
        where,
        cell: 'flows-line',
        predicted: 1 + 9 - squared(1.2),
        predictedBy: 'the variance of the data',
      },
      prediction: 'an affine flow fitted to two modes by likelihood: its variance',
      place: { text: 'guide', at: 'equation (3.56)' },
      find(load: Loader) {
        const result = load<LineFlowsData>(lineFlows());
        if (!result) return undefined;
        const { points, flows } = result.data;
        const { density } = flows[0];
        const spacing = points[1] - points[0];
        const mean = density.reduce((sum, value, i) => sum + spacing * value * points[i], 0);
        const variance = density.reduce((sum, value, i) => sum + spacing * value * squared(points[i] - mean), 0);
        const stated = 1 + 9 - squared(1.2);
        // The mean of squares over the last third of the training’s paths has a standard error of 2 %.
        return exactFinding(variance, { stated, within: 0.04 * stated });
      },
    },
    {
      ...{ subject, where, cell: 'flows-ring', predicted: 1, predictedBy: 'the change of variables' },
      prediction: 'a trained RealNVP on the ring: integral of its density over the plane',
      place: { text: 'guide', at: 'lemma 3.5, equation (3.54)' },
      find(load: Loader) {
        const result = load<RingFlowData>(ringFlow());
        return result && exactFinding(result.data.mass, { stated: 1, within: 0.01 });
      },
    },
  ];
}

function filaments(): Prediction[] {
  return [
    {
      ...{ subject, where, cell: 'flows-filament' },
      prediction: 'flows fitted to two modes: none has less mass between the modes than its slope allows',
      predicted: 'true of all',
      predictedBy: 'an increasing map passes the gap by an interval of noise',
      place: { text: 'guide', at: 'section 3.4, on the limits of normalizing flows' },
      find(load: Loader) {
        const result = load<LineFlowsData>(lineFlows());
        if (!result) return undefined;
        const ratios = result.data.flows.map(({ gap }) => gap.mass / least(gap));
        const ours = Math.min(...ratios);
        return {
          ours,
          standardError: WITHOUT_DRAWS,
          holds: ours >= 1 - 1e-3,
          note: 'The least ratio of both masses, by quadrature to 1e-3.',
        };
      },
    },
  ];
}

function least({ leftShare, lipschitz }: GapPassage): number {
  return leastBridge({ leftShare, width: 2 * HALF_GAP }, lipschitz);
}
