import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrixOf } from '../../lib/array/index.js';
import { hebbCouplings, type Retrieval, retrieveInParallel, retrieveInTurn } from '../../lib/lattice/index.js';
import { foldIn, key, signs } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

test('two spins that want the other’s value swap for ever in parallel, and settle one at a time', () => {
  const couplings = matrixOf([
    [0, 1],
    [1, 0],
  ]);
  const both = retrieveInParallel(couplings, [1, -1]);
  assert.equal(both.period, 2);
  assert.deepEqual(Array.from(both.energies), [1, 1]);
  const turn = retrieveInTurn(couplings, [1, -1]);
  assert.deepEqual([turn.period, ...turn.state, ...turn.energies], [1, -1, -1, 1, -1]);
  // A field breaks the tie; −½ sᵀJs − h·s = −1 − 3.
  const { state, energies } = retrieveInParallel(couplings, [1, -1], { fields: [2, 1] });
  assert.deepEqual([...state, energies.at(-1)], [1, 1, -4]);
});

test('a state whose fields are all 0 stays', () => {
  const none = matrixOf([
    [0, 0],
    [0, 0],
  ]);
  for (const retrieve of [retrieveInParallel, retrieveInTurn]) {
    const { state, period } = retrieve(none, [1, -1]);
    assert.deepEqual([...state, period], [1, -1, 1]);
  }
});

test('with the diagonal kept energy falls at each parallel step, without cycles; one at a time it falls with any diagonal', () => {
  const [size, count, trials] = [40, 12, 60];
  const energiesFall = ({ energies }: Retrieval) =>
    energies.every((energy, t) => t === 0 || energy < energies[t - 1] + 1e-12);
  let [cycles, rises] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const patterns = ensemble(count, size, signs(foldIn(key(1), trial), count * size));
    const start = signs(foldIn(key(2), trial), size);
    const [kept, zero] = [hebbCouplings(patterns), hebbCouplings(patterns, { zeroDiagonal: true })];
    const whole = retrieveInParallel(kept, start);
    assert.equal(whole.period, 1);
    assert.ok(energiesFall(whole));
    const turn = retrieveInTurn(zero, start);
    assert.equal(turn.period, 1);
    assert.ok(energiesFall(turn));
    assertClose(retrieveInTurn(kept, start).state, turn.state, 0);
    const loose = retrieveInParallel(zero, start);
    if (loose.period === 2) cycles++;
    if (!energiesFall(loose)) rises++;
  }
  assert.ok(cycles > 0 && rises > 0, `${cycles} cycles, ${rises} with a rise`);
});

test('terms that cancel but for rounding leave a spin where it is', () => {
  // 0.1 + 0.2 − 0.3 is 5.6e-17 in double precision.
  const couplings = matrixOf([
    [0, 0.1, 0.2, 0.3],
    [0.1, 0, 0, 0],
    [0.2, 0, 0, 0],
    [0.3, 0, 0, 0],
  ]);
  assert.ok(0.1 + 0.2 - 0.3 > 0);
  for (const retrieve of [retrieveInParallel, retrieveInTurn]) {
    assert.equal(retrieve(couplings, [-1, 1, 1, -1], { fields: [0, 1, 1, -1] }).state[0], -1);
  }
});

test('the limit of steps is told, and what is out of range refused by name', () => {
  const chain = matrixOf([
    [0, 1, 0],
    [1, 0, 2],
    [0, 2, 0],
  ]);
  assert.equal(retrieveInTurn(chain, [1, -1, 1], { stepLimit: 1 }).period, 0);
  assert.throws(
    () => retrieveInParallel(chain, [1, 1]),
    /retrieveInParallel: couplings expects 2 rows and columns, one per spin of the start, got 3 x 3/,
  );
  assert.throws(() => retrieveInTurn(chain, [1, 0, 1]), /retrieveInTurn: start expects spins 1 or -1, got 0 at site 1/);
  assert.throws(
    () => retrieveInTurn(chain, [1, 1, 1], { fields: [1] }),
    /retrieveInTurn: fields expects 3 finite numbers, got \[1\]/,
  );
  assert.throws(
    () => retrieveInTurn(chain, [1, 1, 1], { stepLimit: 0 }),
    /stepLimit expects a whole number from 1 on, got 0/,
  );
});
