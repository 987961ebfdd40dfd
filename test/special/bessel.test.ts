import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logBesselI, logGamma } from 'microcanon/special';

// mpmath 1.3, 30 digits: log(besseli(order, z)).
const bessel: readonly (readonly [number, number, number])[] = [
  [0, 0.5, 0.061549719185481304],
  [0, 29, 26.40180103715023],
  [0, 31, 28.368167462366414],
  [1, 1e-8, -19.113827924512311],
  [1, 700, 695.80498520185565],
  [1.2469, 2000, 1995.2802839655424],
  [-0.6, 3, 1.5108119401729253],
  [-0.9, 45, 42.17143742748759],
  [5, 54, 50.855411558215594],
  [5, 56, 52.845547358185248],
  [40, 10, -45.337711772720696],
  [40, 1600, 1594.892129891891],
  [40, 1700, 1694.8912382668065],
  [0.5, 1e6, 999992.17330618781],
];

// mpmath 1.3, 30 digits: loggamma(x).
const gamma: readonly (readonly [number, number])[] = [
  [0.1, 2.252712651734206],
  [0.5, 0.57236494292470009],
  [1, 0],
  [1.5, -0.12078223763524522],
  [2, 0],
  [3.7, 1.4280723266653879],
  [14.999, 25.188546870546926],
  [15.001, 25.193895563868664],
  [100, 359.1342053695754],
  [1e5, 1051287.7089736569],
];

test('ln I agrees with mpmath on both sides of its change of series, where I itself would overflow too', () => {
  for (const [order, z, expected] of bessel) {
    const error = Math.abs(logBesselI(order, z) - expected);
    assert.ok(error <= 1e-13 * Math.max(1, Math.abs(expected)), `order ${order}, z ${z}: error ${error}`);
  }
});

test('ln Γ agrees with mpmath', () => {
  for (const [x, expected] of gamma) {
    const error = Math.abs(logGamma(x) - expected);
    assert.ok(error <= 2e-14 * Math.max(1, Math.abs(expected)), `x ${x}: error ${error}`);
  }
});
