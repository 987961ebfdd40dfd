import type { Vector } from '../../array/index.js';
import { type ArGarchParameters, arGarch, FEWEST_RETURNS, fitArGarch, type Model } from '../../model/index.js';

/** A GARCH fit as part of a result. */
export interface FittedGarch {
  readonly parameters: ArGarchParameters;
  readonly standardErrors: ArGarchParameters;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly atEdge: readonly string[];
  /** What paths are drawn with: the fit, but one without a stationary law (α + β at 1) is brought to the nearest that has one. */
  readonly drawn: ArGarchParameters;
}

/** The reference of section 5.2, or the reason why a series has none. */
export interface Reference {
  readonly fit?: FittedGarch;
  readonly model?: Model;
  /** A sentence: why no model fits, or that paths are not drawn with the fit itself. Absent where there is nothing to say. */
  readonly note?: string;
}

/** Largest α + β for drawing paths: above it the variance of paths does not approach the series' at any practical length. */
const MOST_PERSISTENCE = 0.999;

/**
 * The largest share of returns that equal the one before. With φ near 1 those have no innovation; where their share is above
 * ν/(ν + 1), 0.67 for the heaviest tails, the likelihood of Student's law grows without bound as the scale goes to 0.
 */
const MOST_EQUAL = 0.67;

/**
 * The reference of section 5.2: AR(1)-GARCH(1, 1) with Student's t innovations, fitted to the series by maximum likelihood.
 * Where the fit has α + β above 0.999, paths are drawn with the two scaled to that sum and the series' own variance.
 *
 * There is none for a series of fewer than 100 returns, for one that stands still, two thirds of whose returns equal the one before,
 * and where the likelihood has no maximum within the range of the parameters. The note says so.
 */
export function fitReference(returns: Vector, signalLength: number): Reference {
  if (returns.length < FEWEST_RETURNS) {
    return none(`a fit takes ${FEWEST_RETURNS} returns or more, and the series has ${returns.length}`);
  }
  const share = returns.filter((value, t) => t > 0 && value === returns[t - 1]).length / (returns.length - 1);
  if (share > MOST_EQUAL) {
    return none(
      `${Math.floor(100 * share)} % of the returns equal the one before, and the likelihood of Student’s law has no maximum then`,
    );
  }
  const { parameters, standardErrors, logLikelihood, converged, atEdge } = fitArGarch(returns);
  const edge = atEdge.find((name) => name === 'autoregression' || name === 'constant');
  if (edge !== undefined || !Object.values(parameters).every(Number.isFinite)) {
    return none(
      `the likelihood has its maximum outside the model’s range${edge === undefined ? '' : `, at its edge in ${edge}`}`,
    );
  }
  const drawn = stationaryNear(parameters, returns);
  const fit = { parameters, standardErrors, logLikelihood, converged, atEdge, drawn };
  return { fit, model: arGarch(drawn, { signalLength }), ...noteOf(fit) };
}

function none(reason: string): Reference {
  return { note: `No GARCH model fits: ${reason}.` };
}

function noteOf({ parameters, drawn, converged, atEdge }: FittedGarch): { note?: string } {
  const sentences = [
    ...(drawn === parameters
      ? []
      : [`The GARCH fit has no stationary law (α + β = 1): paths are drawn with a sum of ${MOST_PERSISTENCE}.`]),
    ...(atEdge.includes('degrees') && parameters.degrees < 3
      ? [
          `The GARCH fit has tails at the edge of its range (ν = ${parameters.degrees.toFixed(2)}): its paths’ variance depends on single days.`,
        ]
      : []),
    ...(converged ? [] : ['The search for the GARCH fit did not converge: read its column with care.']),
  ];
  return sentences.length > 0 ? { note: sentences.join(' ') } : {};
}

function stationaryNear(fitted: ArGarchParameters, returns: Vector): ArGarchParameters {
  const persistence = fitted.reaction + fitted.memory;
  if (persistence <= MOST_PERSISTENCE) return fitted;
  const power = returns.reduce((sum, value) => sum + value * value, 0) / returns.length;
  const share = MOST_PERSISTENCE / persistence;
  const constant = (1 - MOST_PERSISTENCE) * power * (1 - fitted.autoregression * fitted.autoregression);
  return { ...fitted, constant, reaction: share * fitted.reaction, memory: share * fitted.memory };
}
