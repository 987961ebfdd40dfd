/** Sample statistics with their standard errors, and distribution functions that owe nothing to the library. */

export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

export function sampleMean(values: ArrayLike<number>): Estimate {
  const value = sum(values, (x) => x) / values.length;
  const variance = sum(values, (x) => (x - value) ** 2) / (values.length - 1);
  return { value, standardError: Math.sqrt(variance / values.length) };
}

/** The sample variance; its error by the fourth central moment. */
export function sampleVariance(values: ArrayLike<number>): Estimate {
  const { value: mean } = sampleMean(values);
  const value = sum(values, (x) => (x - mean) ** 2) / (values.length - 1);
  const fourth = sum(values, (x) => (x - mean) ** 4) / values.length;
  return { value, standardError: Math.sqrt((fourth - value * value) / values.length) };
}

export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [sampleMean(a).value, sampleMean(b).value];
  let product = 0;
  for (let i = 0; i < a.length; i++) product += (a[i] - meanA) * (b[i] - meanB);
  return product / Math.sqrt(sum(a, (x) => (x - meanA) ** 2) * sum(b, (x) => (x - meanB) ** 2));
}

/** √n times the largest distance between the sample's distribution function and `cdf`; above 1.95 once in a thousand. */
export function kolmogorovSmirnov(values: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const level = cdf(x);
    distance = Math.max(distance, level - i / count, (i + 1) / count - level);
  });
  return Math.sqrt(count) * distance;
}

/** The value that a Kolmogorov-Smirnov statistic passes once in a thousand samples. */
export const kolmogorovSmirnovBound = 1.95;

/** Distribution function of a density that is symmetric around 0, by Simpson's rule. */
export function symmetricCdf(density: (x: number) => number): (x: number) => number {
  return (x) => {
    const half = 50;
    const step = Math.abs(x) / (2 * half);
    let integral = density(0) + density(Math.abs(x));
    for (let j = 1; j < 2 * half; j++) integral += (j % 2 === 1 ? 4 : 2) * density(j * step);
    return 0.5 + (Math.sign(x) * integral * step) / 3;
  };
}

export const normalCdf = symmetricCdf((x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI));

function sum(values: ArrayLike<number>, term: (x: number) => number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += term(values[i]);
  return total;
}
