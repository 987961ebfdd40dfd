import { type Vector, vector } from '../array/index.js';
import { log, squared } from '../special/index.js';
import { type Series, series } from './series.js';
import { withStep } from './series-origin.js';

/**
 * Log returns ln(vₜ / vₜ₋₁), dated by the later day. Paper: section 5.2, for an index.
 * @param prices positive values, in any unit
 * @returns one value fewer, without unit
 * @throws RangeError when a value is not positive or there are fewer than two
 */
export function logReturns(prices: Series): Series {
  const worst = prices.values.findIndex((value) => !(value > 0));
  if (worst >= 0) {
    throw new RangeError(
      `logReturns: prices expects positive values, got ${prices.values[worst]} on ${prices.dates[worst]}; use differences instead`,
    );
  }
  const returns = stepwise('logReturns', `log returns of ${prices.name}`, prices, (now, before) => log(now / before));
  return withStep(prices, returns, { kind: 'log returns' });
}

/**
 * Differences vₜ − vₜ₋₁, dated by the later day. Paper: section 5.2, for yields.
 * @returns one value fewer, in the unit of the values
 * @throws RangeError when there are fewer than two values
 */
export function differences(from: Series): Series {
  const changes = stepwise('differences', `differences of ${from.name}`, from, (now, before) => now - before);
  return withStep(from, changes, { kind: 'differences' });
}

function stepwise(caller: string, name: string, from: Series, change: (now: number, before: number) => number): Series {
  const count = from.values.length - 1;
  if (count < 1)
    throw new RangeError(`${caller}: series expects at least two values, got ${from.values.length}; read more`);
  const values = vector(count);
  for (let i = 0; i < count; i++) values[i] = change(from.values[i + 1], from.values[i]);
  return series({ ...from, name, dates: from.dates.slice(1), values });
}

/** A standardised series, with the numbers that undo the standardisation. */
export interface Standardised {
  /** Mean 0, standard deviation 1. */
  readonly series: Series;
  /** Mean of the original values, in their unit. */
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * Values minus their mean, divided by their standard deviation (divisor n − 1).
 * The models of section 5.2 then start from standard normal paths; multiply by the deviation and add the mean to go back.
 * @throws RangeError when the values differ by no more than rounding, are too large to be squared, or there are fewer than two
 */
export function standardise(from: Series): Standardised {
  const { values } = from;
  if (values.length < 2)
    throw new RangeError(`standardise: series expects at least two values, got ${values.length}; read more`);
  const mean = sum(values, (value) => value) / values.length;
  const standardDeviation = Math.sqrt(sum(values, (value) => squared(value - mean)) / (values.length - 1));
  // Computed returns of constant growth have a standard deviation near 1e-16: dividing by it would turn rounding errors into returns.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(standardDeviation > 1e-10 * largest) || standardDeviation === Infinity) {
    throw new RangeError(
      `standardise: series expects values that differ by more than rounding, got ${values.length} with mean ` +
        `${mean.toPrecision(3)} and standard deviation ${standardDeviation.toPrecision(3)}; choose another series`,
    );
  }
  const scaled = values.map((value) => (value - mean) / standardDeviation);
  const standardised = series({ ...from, name: `standardised ${from.name}`, values: scaled });
  return { series: withStep(from, standardised, { kind: 'standardised' }), mean, standardDeviation };
}

function sum(values: Vector, term: (value: number) => number): number {
  return values.reduce((total, value) => total + term(value), 0);
}
