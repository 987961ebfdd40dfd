import { type MarketName, marketNames, marketSeries } from '../../data-set/market-series.js';
import { currentProfile, type Experiment, type Profile } from '../../study/index.js';
import { type MarketDescentsData, type MarketDescentsParameters, marketDescents } from './market-descents.js';
import type { MarketEnergy } from './market-energy.js';
import { type MarketEntropyData, type MarketEntropyParameters, marketEntropy } from './market-entropy.js';
import { type MarketBase, type MarketRule, rateSteps } from './market-problem.js';

/** Figures of section 5.2 and Appendix C. */
export const marketFigures = [6, 7, 8, 9, 10] as const;
/** Number of a figure of section 5.2. */
export type MarketFigureNumber = (typeof marketFigures)[number];

/** A descent of the figures: its market, energy and base model. */
export interface MarketDescent {
  readonly market: MarketName;
  readonly energy: MarketEnergy;
  readonly base: MarketBase;
}

/** The descent that a figure of the paper shows; Figure 9 is the loss of the descent that Figure 8 shows for the S&P 500. */
export function marketFigureDescents(number: MarketFigureNumber): MarketDescent[] {
  const of = (markets: readonly MarketName[], energy: MarketEnergy, base: MarketBase): MarketDescent[] =>
    markets.map((market) => ({ market, energy, base }));
  switch (number) {
    case 6:
      return of(['sp500'], 'stylized', 'white');
    case 7:
      return of(marketNames.slice(1), 'stylized', 'white');
    case 8:
      return of(marketNames, 'scattering-covariance', 'white');
    case 9:
      return of(['sp500'], 'scattering-covariance', 'white');
    case 10:
      return of(['sp500'], 'scattering-covariance', 'garch');
    default:
      throw new RangeError(
        `marketFigureDescents: number expects one of ${marketFigures.join(', ')}, got ${String(number)}; choose one of them`,
      );
  }
}

interface RunChoice {
  readonly seed?: number;
  readonly profile?: Profile;
  /** d; the figure's own when left out. */
  readonly signalLength?: number;
  /** Gauss–Newton steps; the paper's when left out. */
  readonly rule?: MarketRule;
}

/** Number of paths in the quick profile for each of the four rates, whose descents share the time of one notebook. */
const QUICK_RATE_PATHS = 24;

/** `marketDescents` of a figure, with the series that this computer has. */
export function descentsOf(
  { market, energy, base }: MarketDescent,
  choice: RunChoice = {},
): Experiment<MarketDescentsParameters, MarketDescentsData> {
  const { label, returns } = marketSeries(market);
  const steps = choice.rule ? { rule: choice.rule } : stepsOf(market, energy);
  const fewer = 'stepCount' in steps && isQuick(choice) ? { pathCount: QUICK_RATE_PATHS } : {};
  return marketDescents(label, returns.values, { energy, base, ...lengthOf(choice), ...steps, ...fewer }, choice);
}

/** `marketEntropy` of a figure. */
export function entropyOf(
  { market, energy, base }: MarketDescent,
  choice: RunChoice = {},
): Experiment<MarketEntropyParameters, MarketEntropyData> {
  const { label, returns } = marketSeries(market);
  const steps = choice.rule ? { rule: choice.rule } : isQuick(choice) ? {} : stepsOf(market, energy);
  return marketEntropy(label, returns.values, { energy, base, ...lengthOf(choice), ...steps }, choice);
}

function isQuick({ profile = currentProfile() }: RunChoice): boolean {
  return profile === 'quick';
}

function stepsOf(market: MarketName, energy: MarketEnergy): { stepCount?: number } {
  return market !== 'sp500' && energy === 'stylized' ? { stepCount: rateSteps } : {};
}

function lengthOf({ signalLength }: RunChoice): { signalLength?: number } {
  return signalLength === undefined ? {} : { signalLength };
}
