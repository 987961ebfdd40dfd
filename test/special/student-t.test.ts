import { test } from 'node:test';
import { digamma, logGamma, logStudentTDensity, logStudentTPeak, logStudentTPeakSlope } from 'microcanon/special';
import { assertClose } from '../closeness.js';
import { fixture } from '../support.js';

test('the density of unit-variance Student t has the reference values', () => {
  const { input, expected } = fixture<{
    input: { nu: number[]; z: number[] };
    expected: { log_density: number[] };
  }>('loglik-garch').cases.at(-1)!;
  input.z.forEach((z: number, i: number) => {
    assertClose(logStudentTDensity(z, input.nu[i]), expected.log_density[i], 1e-10, `z = ${z}, ν = ${input.nu[i]}`);
  });
});

test('with 3 degrees of freedom the density is 2/π/(1 + z²)², and with many it is the normal one', () => {
  for (const z of [0, 0.3, 1, -4, 100]) {
    assertClose(logStudentTDensity(z, 3), Math.log(2 / Math.PI) - 2 * Math.log(1 + z * z), 1e-13);
  }
  // mpmath 1.2, 40 digits, at z = 1.5.
  const values = [
    [2.5, -3.19522979866064399],
    [5, -2.39205414097799684],
    [80, -2.06114092832917814],
    [1e6, -2.04393989258099306],
    [1e12, -2.04393853320603212],
  ];
  for (const [degrees, value] of values) assertClose(logStudentTDensity(1.5, degrees), value, 1e-14, `ν = ${degrees}`);
});

test('its peak changes with the degrees of freedom as mpmath has it', () => {
  const slopes = [
    [2.5, -0.762537006538436714],
    [5, -0.0568528194400546906],
    [80, -0.000121196961061181019],
    [120, -0.0000532609605481007896],
  ];
  for (const [degrees, slope] of slopes) {
    assertClose(logStudentTPeakSlope(degrees), slope, 1e-15);
    const step = 1e-4 * degrees;
    assertClose(
      (logStudentTPeak(degrees + step) - logStudentTPeak(degrees - step)) / (2 * step),
      slope,
      1e-6 * Math.abs(slope) + 1e-11,
    );
  }
});

test('digamma is the derivative of ln Γ, −γ at 1, and obeys the recurrence', () => {
  assertClose(digamma(1), -0.5772156649015329, 1e-15);
  // mpmath 1.2, 40 digits.
  for (const [x, value] of [
    [0.3, -3.50252422220013312],
    [7.5, 1.94675748424608679],
    [1000, 6.9072551956488121],
  ]) {
    assertClose(digamma(x), value, 2e-15 * Math.max(1, Math.abs(value)));
  }
  for (const x of [0.01, 0.7, 3, 14.99, 15, 80]) {
    assertClose(digamma(x + 1) - digamma(x), 1 / x, 1e-13 / x);
    const step = 1e-5 * x;
    assertClose((logGamma(x + step) - logGamma(x - step)) / (2 * step), digamma(x), 1e-7 * (1 + Math.abs(digamma(x))));
  }
});
