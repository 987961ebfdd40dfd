import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, matrixOf } from '../../lib/array/index.js';
import {
  criticalTemperature,
  type GibbsAverages,
  isingAverages,
  isingRing,
  isingTorus,
  kaufmanAverages,
  magnetisationLaw,
  spinLaw,
  spinSystem,
  spinsOfState,
  transferAverages,
} from '../../lib/lattice/index.js';
import { assertClose } from '../closeness.js';
import { allStates, bondSum, gibbs, total } from './brute-force.js';

const quantities = ['logPartition', 'meanEnergy', 'energyVariance'] as const;

function assertSameAverages(got: GibbsAverages, expected: GibbsAverages, allowed: number, what: string): void {
  for (const name of quantities) assertClose(got[name], expected[name], allowed, `${what}: ${name}`);
}

const tori = [
  { rows: 3, columns: 4, coupling: 1, field: 0 },
  { rows: 2, columns: 5, coupling: 1.3, field: 0.4 },
  { rows: 3, columns: 3, coupling: -0.7, field: -0.2 },
  { rows: 1, columns: 6, coupling: 0.9, field: 0.3 },
  { rows: 4, columns: 1, coupling: -1, field: 0 },
  { rows: 1, columns: 1, coupling: 0.5, field: 0.1 },
];

for (const options of tori) {
  const { rows, columns, coupling, field } = options;
  test(`Ising ${rows} x ${columns} with J = ${coupling}, h = ${field}: enumeration and transfer matrix give the sums over all states`, () => {
    const states = allStates(rows * columns, [-1, 1]);
    const energies = states.map((spins) => -coupling * bondSum(spins, rows, columns) - field * total(spins));
    const torus = isingTorus(options);
    assertClose(torus.energies(ensembleOf(states)), energies, 1e-12, 'energies');
    for (const inverseTemperature of [0.6, 0, -0.4]) {
      const expected = gibbs(energies, inverseTemperature);
      const law = spinLaw(torus, { inverseTemperature });
      assertSameAverages(law, expected, 1e-11, 'enumeration');
      assertSameAverages(transferAverages(torus, inverseTemperature), expected, 1e-11, 'transfer matrix');
      assertClose(law.energies, energies, 1e-12, 'energies by enumeration');
      const sizes = states.map(total);
      assertClose(law.meanMagnetisation, expected.mean(sizes) / (rows * columns), 1e-12);
      assertClose(law.meanAbsoluteMagnetisation, expected.mean(sizes.map(Math.abs)) / (rows * columns), 1e-12);
    }
  });
}

test('Kaufman’s formula agrees with the transfer matrix, with the sides exchanged, below, at and above the critical point', () => {
  const critical = 1 / criticalTemperature;
  for (const coupling of [0.05, 0.3, critical - 1e-9, critical, critical + 1e-3, 0.9, 2.5]) {
    for (const [rows, columns] of [
      [8, 8],
      [3, 6],
      [2, 5],
      [5, 12],
    ]) {
      const expected = transferAverages(isingTorus({ rows, columns }), coupling);
      const what = `${rows} x ${columns}, K = ${coupling}`;
      assertSameAverages(kaufmanAverages(rows, columns, coupling), expected, 2e-10, what);
      assertSameAverages(kaufmanAverages(columns, rows, coupling), expected, 2e-10, `${what}, exchanged`);
    }
  }
});

test('Kaufman’s derivatives are those of its ln Z on a large lattice, by differences', () => {
  const [rows, columns, coupling, by] = [40, 64, 0.43, 1e-3];
  const [below, at, above] = [-by, 0, by].map((shift) => kaufmanAverages(rows, columns, coupling + shift));
  // Central differences of second order: the error is by²/6 times the third derivative, and by²/12 times the fourth.
  assertClose(at.meanEnergy, -(above.logPartition - below.logPartition) / (2 * by), 1e-4 * Math.abs(at.meanEnergy));
  const bend = (above.logPartition - 2 * at.logPartition + below.logPartition) / by ** 2;
  assertClose(at.energyVariance, bend, 1e-2 * bend);
});

test('a large lattice approaches Onsager’s energy per site, which at the critical point is −√2', () => {
  const { meanEnergy } = isingAverages(isingTorus({ rows: 400, columns: 400 }), {
    inverseTemperature: 1 / criticalTemperature,
  });
  assertClose(meanEnergy / 400 ** 2, -Math.SQRT2, 0.002);
});

test('turning the sign of the coupling changes nothing of a large lattice with even sides but the sign of the energy per coupling', () => {
  const [cold, other] = [0.5, -0.5].map((inverseTemperature) =>
    isingAverages(isingTorus({ rows: 14, columns: 16 }), { inverseTemperature }),
  );
  assert.equal(other.logPartition, cold.logPartition);
  assert.equal(other.meanEnergy, -cold.meanEnergy);
  const free = isingAverages(isingTorus({ rows: 14, columns: 16, coupling: 2 }), { inverseTemperature: 0 });
  assertSameAverages(free, { logPartition: 224 * Math.LN2, meanEnergy: 0, energyVariance: 448 * 4 }, 1e-10, 'β = 0');
});

test('a ring gives the sums over all states, for both signs, for odd and even lengths', () => {
  for (const sites of [1, 2, 3, 6, 7]) {
    const energies = allStates(sites, [-1, 1]).map(
      (spins) => -total(spins.map((spin, i) => spin * spins[(i + 1) % sites])),
    );
    for (const coupling of [1, -0.8, 0, 3, -6, -30, 1e-3]) {
      assertSameAverages(
        isingRing(sites, coupling),
        gibbs(energies, coupling),
        1e-10,
        `${sites} sites, K = ${coupling}`,
      );
    }
  }
});

test('a system of any couplings has −½ sᵀJs − h·s for its energy, its diagonal included, and moments of its law', () => {
  const couplings = [
    [0.4, 0.7, -0.2, 0],
    [0.7, 0, 0.5, 0.3],
    [-0.2, 0.5, -1, 0.9],
    [0, 0.3, 0.9, 0],
  ];
  const fields = [0.1, -0.3, 0.2, 0];
  const states = allStates(4, [-1, 1]);
  const energies = states.map((spins) =>
    spins.reduce(
      (sum, spin, i) =>
        sum - fields[i] * spin - 0.5 * spin * total(couplings[i].map((coupling, j) => coupling * spins[j])),
      0,
    ),
  );
  const system = spinSystem(matrixOf(couplings), { fields });
  assertClose(system.energies(ensembleOf(states)), energies, 1e-14);
  const law = spinLaw(system);
  const expected = gibbs(energies, 1);
  assertSameAverages(law, expected, 1e-13, 'averages');
  const moments = law.productMoments();
  for (let set = 0; set < 16; set++) {
    const products = states.map((spins) =>
      spins.reduce((product, spin, i) => ((set >> i) & 1 ? product * spin : product), 1),
    );
    assertClose(moments[set], expected.mean(products), 1e-13, `set ${set}`);
  }
  assert.deepEqual(Array.from(spinsOfState(5, 4)), states[5]);
});

test('what is out of range is refused by name', () => {
  const large = isingTorus({ rows: 5, columns: 5 });
  assert.throws(
    () => spinLaw(large),
    /spinLaw: system expects at most 20 units for an enumeration, got 25, which have 2\^25 states; take/,
  );
  assert.throws(() => kaufmanAverages(0, 4, 0.3), /kaufmanAverages: rows expects a whole number from 1/);
  assert.throws(
    () => magnetisationLaw(isingTorus({ rows: 2, columns: 2, field: 1 }), { inverseTemperature: -300 }),
    /magnetisationLaw: inverseTemperature expects a law whose weights are numbers, got -300 in a field of 1; take it nearer to 0/,
  );
  assert.throws(() => isingTorus({ rows: 0, columns: 2 }), /isingTorus: rows expects a whole number from 1/);
  assert.throws(
    () => isingTorus({ rows: 2, columns: 2, field: NaN }),
    /isingTorus: field expects a finite number, got NaN/,
  );
  assert.throws(
    () => spinLaw(isingTorus({ rows: 2, columns: 2 }), { inverseTemperature: Infinity }),
    /inverseTemperature expects a finite/,
  );
  assert.throws(
    () => isingAverages(isingTorus({ rows: 13, columns: 14 }), { inverseTemperature: -1 }),
    /isingAverages: torus expects a side of at most 12, or no field and even sides where βJ < 0, got 13 x 14/,
  );
  assert.throws(
    () => transferAverages(isingTorus({ rows: 13, columns: 13 }), 1),
    /transferAverages: torus expects a side of at most 12/,
  );
  assert.throws(() => kaufmanAverages(8, 8, 0), /kaufmanAverages: coupling expects a positive finite number, got 0/);
  assert.throws(
    () => spinSystem(matrixOf([[0, 1]])),
    /spinSystem: couplings expects a square matrix of finite numbers, got 1 x 2/,
  );
  assert.throws(
    () =>
      spinSystem(
        matrixOf([
          [0, 1],
          [2, 0],
        ]),
      ),
    /spinSystem: couplings expects a symmetric matrix, got 2 and 1 for sites 1 and 0/,
  );
  assert.throws(() => large.energies(ensembleOf([[1, 0]])), /energies: states expects 25 spins per state, got 2/);
  assert.throws(
    () => isingTorus({ rows: 1, columns: 2 }).energies(ensembleOf([[1, 0]])),
    /energies: states expects spins 1 or -1, got 0 at site 1 of state 0/,
  );
  assert.throws(() => isingRing(3, NaN), /isingRing: coupling expects a finite number, got NaN/);
});

for (const options of tori) {
  test(`the law of the magnetisation of ${options.rows} x ${options.columns}, J = ${options.coupling}, h = ${options.field} is that over all states`, () => {
    const { rows, columns, coupling, field } = options;
    const states = allStates(rows * columns, [-1, 1]);
    const energies = states.map((spins) => -coupling * bondSum(spins, rows, columns) - field * total(spins));
    for (const inverseTemperature of [0.6, 0, -0.4]) {
      const { mean } = gibbs(energies, inverseTemperature);
      const expected = Array.from({ length: states[0].length + 1 }, (_, m) =>
        mean(states.map((spins) => (total(spins) === 2 * m - spins.length ? 1 : 0))),
      );
      assertClose(magnetisationLaw(isingTorus(options), { inverseTemperature }), expected, 1e-13);
    }
  });
}

test('weak, strong and frozen couplings keep their digits, where formulas cancel or overflow', () => {
  // Kaufman's formula and its derivatives in 60 digits.
  for (const [side, coupling, logPartition, meanEnergy, energyVariance] of [
    [32, 1e-5, 709.782712995784, -0.020480000003413334, 2048.000001024],
    [20, 1e-3, 277.2592722243115, -0.80000133333504, 800.0040000085334],
  ]) {
    const torus = isingTorus({ rows: side, columns: side });
    const got = isingAverages(torus, { inverseTemperature: coupling });
    assertSameAverages(got, { logPartition, meanEnergy, energyVariance }, 1e-12 * side * side, `${side}, ${coupling}`);
  }
  // The polygons and Kaufman's formula agree where one hands over to the other.
  const [below, above] = [0.0099999, 0.0100001].map((inverseTemperature) =>
    isingAverages(isingTorus({ rows: 14, columns: 13 }), { inverseTemperature }),
  );
  assertClose(above.meanEnergy - below.meanEnergy, -2e-7 * below.energyVariance, 1e-9);
  // Two states of least energy, −2 a site.
  const frozen = isingAverages(isingTorus({ rows: 10, columns: 10 }), { inverseTemperature: 400 });
  assertSameAverages(
    frozen,
    { logPartition: Math.log(2) + 80_000, meanEnergy: -200, energyVariance: 0 },
    1e-10,
    'frozen',
  );
  // A frustrated ring has 2n states of least energy, with one bond of equal spins.
  for (const sites of [1, 3, 5]) {
    const expected = Math.log(2 * sites) + 400 * (sites - 2);
    assertClose(isingRing(sites, -400).logPartition, expected, 1e-10);
  }
  assertClose(isingRing(4, -800).logPartition, Math.log(2) + 3200, 1e-10);
});
