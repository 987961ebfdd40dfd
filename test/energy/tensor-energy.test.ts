import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { displaySymbol, ensembleOf, matrixOf, vectorOf } from 'microcanon/array';
import { autocovariance, tensorBackend, tensorEnergy, type TensorEnergyOptions } from 'microcanon/energy';
import { root } from '../support';

const d = 24;

/** Rows of fixed numbers between −2 and 2 that no arithmetic below produces. */
function rows(count: number, seed: number, length = d): number[][] {
  return Array.from({ length: count }, (_, n) =>
    Array.from({ length }, (_, i) => 2 * Math.sin(1.7 * i + 0.9 * i * i * (n + 1) + 11 * n + seed)),
  );
}

/**
 * Largest difference over the largest expected entry. Single precision rounds at 6·10⁻⁸ of each term: 2·10⁻⁶ leaves room for
 * sums of a few dozen terms, and far less than any wrong coefficient would give.
 */
function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 2e-6): void {
  assert.equal(actual.length, expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  assert.ok(scale > 0);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / scale;
    assert.ok(error <= tolerance, `entry ${i}: ${actual[i]} against ${expected[i]}, relative error ${error}`);
  }
}

/** One component in double precision: value, first and second derivative along coordinates, as functions of a path. */
interface Component {
  value(x: number[]): number;
  gradient(x: number[]): number[];
  hessianProduct(x: number[], v: number[]): number[];
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** Σᵢ xᵢxᵢ₊₂/d by hand. */
const lag2: Component = {
  value: (x) => sum(x.slice(2).map((xi, i) => xi * x[i])) / d,
  gradient: (x) => x.map((_, i) => ((x[i - 2] ?? 0) + (x[i + 2] ?? 0)) / d),
  hessianProduct: (_, v) => v.map((_, i) => ((v[i - 2] ?? 0) + (v[i + 2] ?? 0)) / d),
};

/** The mean of f(xᵢ), from f′ and f″. */
function meanOf(f: (u: number) => number, slope: (u: number) => number, curvature: (u: number) => number): Component {
  return {
    value: (x) => sum(x.map(f)) / d,
    gradient: (x) => x.map((u) => slope(u) / d),
    hessianProduct: (x, v) => x.map((u, i) => (curvature(u) * v[i]) / d),
  };
}

const sech2 = (u: number) => 1 / Math.cosh(u) ** 2;

/** Σᵢ tanh(xᵢ)tanh(xᵢ₊₁)/d by hand. */
const tanhProducts: Component = {
  value: (x) => sum(x.slice(1).map((xi, i) => Math.tanh(xi) * Math.tanh(x[i]))) / d,
  gradient: (x) => x.map((u, i) => (sech2(u) * neighbours(x, i)) / d),
  hessianProduct: (x, v) =>
    x.map((u, i) => {
      const beside = [i - 1, i + 1].filter((j) => j >= 0 && j < d);
      const mixed = sum(beside.map((j) => sech2(u) * sech2(x[j]) * v[j]));
      return (-2 * Math.tanh(u) * sech2(u) * neighbours(x, i) * v[i] + mixed) / d;
    }),
};

function neighbours(x: number[], i: number): number {
  return Math.tanh(x[i - 1] ?? 0) + Math.tanh(x[i + 1] ?? 0);
}

const nonlinear: Component[] = [
  meanOf((u) => u ** 4, (u) => 4 * u ** 3, (u) => 12 * u * u),
  tanhProducts,
  meanOf((u) => Math.max(u, 0) ** 2, (u) => 2 * Math.max(u, 0), (u) => (u > 0 ? 2 : 0)),
  meanOf((u) => Math.abs(u), Math.sign, () => 0),
  meanOf(Math.exp, Math.exp, Math.exp),
  meanOf((u) => u, () => 1, () => 0),
  meanOf(() => 3, () => 0, () => 0),
];

const nonlinearOptions: TensorEnergyOptions = {
  signalLength: d,
  values: (x) => {
    const t = x.tanh();
    const products = t.slice([0, 1]).mul(t.slice([0, 0], [-1, d - 1]));
    const constant = tf.fill([x.shape[0]], 3);
    return [x.pow(4).mean(1), products.sum(1).div(d), x.relu().square().mean(1), x.abs().mean(1), x.exp().mean(1), x.mean(1), constant];
  },
};

const lag2Options: TensorEnergyOptions = {
  signalLength: d,
  values: (x) => [x.slice([0, 2]).mul(x.slice([0, 0], [-1, d - 2])).sum(1).div(d)],
};

function weighted(parts: number[][], weights: number[]): number[] {
  return parts[0].map((_, i) => sum(parts.map((part, k) => weights[k] * part[i])));
}

describe('an energy from a TensorFlow.js function', () => {
  for (const [title, options, components] of [
    ['lag-2 autocovariance', lag2Options, [lag2]],
    ['seven nonlinear components', nonlinearOptions, nonlinear],
  ] as const) {
    it(`gives value, pullback and Hessian product of ${title}`, async () => {
      const energy = await tensorEnergy(options);
      assert.equal(energy.componentCount, components.length);
      assert.equal(energy.hessianProductBy, 'autodiff');
      const x = rows(5, 1);
      const v = rows(5, 2);
      const paths = ensembleOf(x);
      assertClose(energy.values(paths).data, x.flatMap((path) => components.map((part) => part.value(path))));

      const shared = rows(1, 3, components.length)[0];
      const perPath = rows(5, 4, components.length);
      for (const [weights, rowOf] of [
        [vectorOf(shared), () => shared],
        [matrixOf(perPath), (n: number) => perPath[n]],
      ] as const) {
        const gradients = x.flatMap((path, n) => weighted(components.map((part) => part.gradient(path)), rowOf(n)));
        assertClose(energy.pullback(paths, weights).data, gradients);
        const products = x.flatMap((path, n) => weighted(components.map((part) => part.hessianProduct(path, v[n])), rowOf(n)));
        assertClose(energy.hessianProduct(paths, weights, ensembleOf(v)).data, products);
      }
    });
  }

  it('agrees with the built-in autocovariance', async () => {
    const builtIn = autocovariance({ signalLength: d });
    const energy = await tensorEnergy({
      signalLength: d,
      values: (x) => [x.slice([0, 1]).mul(x.slice([0, 0], [-1, d - 1])).sum(1).div(d), x.square().mean(1)],
    });
    const paths = ensembleOf(rows(4, 1));
    const directions = ensembleOf(rows(4, 2));
    const weights = vectorOf([0.7, -1.3]);
    assertClose(energy.values(paths).data, builtIn.values(paths).data);
    assertClose(energy.pullback(paths, weights).data, builtIn.pullback(paths, weights).data);
    assertClose(energy.hessianProduct(paths, weights, directions).data, builtIn.hessianProduct(paths, weights, directions).data);
  });

  it('takes one tensor [N, K], one tensor [N], or a list of both', async () => {
    const paths = ensembleOf(rows(3, 1));
    const filter = tf.tensor2d(rows(d, 5, 2));
    const matrix = await tensorEnergy({ signalLength: d, values: (x) => x.matMul(filter).square() });
    const single = await tensorEnergy({ signalLength: d, values: (x) => x.square().mean(1) });
    const both = await tensorEnergy({ signalLength: d, values: (x) => [x.matMul(filter).square(), x.square().mean(1)] });
    assert.deepEqual([matrix.componentCount, single.componentCount, both.componentCount], [2, 1, 3]);
    for (let n = 0; n < 3; n++) {
      assert.deepEqual([...both.values(paths).row(n)], [...matrix.values(paths).row(n), ...single.values(paths).row(n)]);
    }
    filter.dispose();
  });

  // The reference below is the derivative of the pullback, by differences in single precision: hence the tolerance.
  const secondOrder: Record<string, TensorEnergyOptions['values']> = {
    sigmoid: (x) => x.sigmoid().mul(x).mean(1),
    softmax: (x) => x.softmax(1).square().sum(1),
    'logSumExp of a maximum': (x) => x.mul(3).logSumExp(1),
    'conv1d of tanh': (x) => tf.conv1d(x.tanh().reshape([-1, d, 1]) as tf.Tensor3D, tf.ones([3, 1, 2]), 1, 'same').square().mean([1, 2]),
    where: (x) => tf.where(x.greater(0), x.square(), x.pow(3)).mean(1),
    'padding and concatenation': (x) => tf.concat([x.pad([[0, 0], [1, 1]]), x.cumsum(1)], 1).pow(3).mean(1),
    variance: (x) => tf.moments(x, 1).variance.square(),
  };
  for (const [title, values] of Object.entries(secondOrder)) {
    it(`differentiates ${title} twice`, async () => {
      const energy = await tensorEnergy({ signalLength: d, values });
      assert.equal(energy.hessianProductBy, 'autodiff');
      const x = rows(3, 1);
      const v = rows(3, 2);
      const weights = vectorOf([1]);
      const step = 1e-3;
      const at = (sign: number) => energy.pullback(ensembleOf(x.map((path, n) => path.map((u, i) => u + sign * step * v[n][i]))), weights);
      const ahead = at(1).data;
      const behind = at(-1).data;
      const expected = ahead.map((value, i) => (value - behind[i]) / (2 * step));
      assertClose(energy.hessianProduct(ensembleOf(x), weights, ensembleOf(v)).data, expected, 3e-3);
    });
  }

  it('falls back to differences of the pullback where an operation has no second derivative, and says so', async () => {
    const elu = await tensorEnergy({ signalLength: d, values: (x) => x.elu().square().mean(1) });
    assert.equal(elu.hessianProductBy, 'differences');
    // u² above 0 and (eᵘ − 1)² below; a difference across the kink of f′′ at 0 is off by what the step covers.
    const f2 = (u: number) => (u > 0 ? 2 : 4 * Math.exp(2 * u) - 2 * Math.exp(u));
    const x = rows(3, 1);
    const v = rows(3, 2);
    v[2].fill(0);
    const expected = x.flatMap((path, n) => path.map((u, i) => (f2(u) * v[n][i]) / d));
    assertClose(elu.hessianProduct(ensembleOf(x), vectorOf([1]), ensembleOf(v)).data, expected, 5e-3);
  });

  it('takes roots and logarithms of positive paths', async () => {
    const energy = await tensorEnergy({ signalLength: d, values: (x) => [x.log().mean(1), x.sqrt().mean(1)] });
    const x = rows(2, 1).map((path) => path.map((u) => u + 3));
    const expected = x.flatMap((path) => path.map((u) => (1 / u + 0.5 / Math.sqrt(u)) / d));
    assertClose(energy.pullback(ensembleOf(x), vectorOf([1, 1])).data, expected);
  });

  it('gives every path the same bits alone, among many, and again', async () => {
    const energy = await tensorEnergy({ ...nonlinearOptions, signalLength: d });
    const many = ensembleOf(rows(6000, 1)); // more than one batch: 2¹⁷ / 24 = 5461 paths
    const weights = matrixOf(rows(6000, 2, 7));
    const first = energy.pullback(many, weights);
    assert.deepEqual(energy.pullback(many, weights).data, first.data);
    for (const n of [0, 5460, 5461, 5999]) {
      const alone = energy.pullback(ensembleOf([many.path(n)]), matrixOf([weights.row(n)]));
      assert.deepEqual([...alone.data], [...first.path(n)]);
      assert.deepEqual([...energy.values(many).row(n)], [...energy.values(ensembleOf([many.path(n)])).row(0)]);
    }
  });

  it('leaves no tensor behind, whether it succeeds or throws', async () => {
    await tensorBackend();
    const before = tf.memory().numTensors;
    const energy = await tensorEnergy(nonlinearOptions);
    const paths = ensembleOf(rows(4, 1));
    for (let repeat = 0; repeat < 3; repeat++) {
      energy.values(paths);
      energy.pullback(paths, vectorOf(rows(1, 2, 7)[0]));
      energy.hessianProduct(paths, vectorOf(rows(1, 2, 7)[0]), paths);
    }
    assert.throws(() => energy.values(ensembleOf([rows(1, 1)[0].map(() => 1e30)])));
    await assert.rejects(tensorEnergy({ signalLength: d, values: (x) => x.sub(x.mean(0)).square().mean(1) }));
    await assert.rejects(tensorEnergy({ signalLength: d, values: (x) => x.elu().stridedSlice([0, 0], [3, d], [1, 2]).sum(1) }));
    assert.equal(tf.memory().numTensors, before);
  });

  it('computes with the library and the backend of `import "@tensorflow/tfjs"`', async () => {
    const backend = await tensorBackend();
    assert.equal(backend, tf.getBackend());
    assert.ok(['tensorflow', 'wasm'].includes(backend), backend);
    let seen: unknown;
    const energy = await tensorEnergy({
      signalLength: d,
      values: (x) => {
        seen = x.constructor;
        return tf.mean(tf.square(x), 1);
      },
    });
    assert.equal(seen, tf.Tensor);
    assert.equal(energy.backend, backend);
  });

  it('shows itself as a short table', async () => {
    const energy = await tensorEnergy({ ...lag2Options, name: 'lag 2', labels: ['x₁x₃'] });
    const text = (await energy[displaySymbol]())['text/plain'] as string;
    for (const part of ['energy: lag 2', '24', 'x₁x₃', energy.backend, 'automatic differentiation']) assert.ok(text.includes(part), text);
  });
});

describe('loading', () => {
  const script = (source: string) => execFileSync(process.execPath, ['-e', source], { cwd: root, encoding: 'utf8', stdio: 'pipe' });

  it('of microcanon/energy does not load TensorFlow.js', () => {
    const count = script(
      "require('microcanon/energy'); console.log(Object.keys(require.cache).filter((file) => file.includes('tensorflow')).length)",
    );
    assert.equal(count.trim(), '0');
  });

  it('of TensorFlow.js prints nothing, even where the cpu backend is chosen afterwards', () => {
    const source = `
      console.warn = console.error = console.log;
      require('microcanon/energy').tensorBackend().then(async () => {
        const tf = require('@tensorflow/tfjs');
        await tf.setBackend('cpu');
        tf.tensor([1, 2]).square().dataSync();
        console.log('done');
      });`;
    assert.equal(script(source).trim(), 'done');
  });

  it('takes the cpu backend with one warning where no other loads', () => {
    const source = `
      const { Module } = require('node:module');
      const load = Module._load;
      Module._load = (name, ...rest) => {
        if (name === 'tfjs-node-native' || name.endsWith('tfjs-backend-wasm')) throw new Error('absent');
        return load(name, ...rest);
      };
      console.warn = console.error = console.log;
      require('microcanon/energy').tensorEnergy({ signalLength: 4, values: (x) => x.square().mean(1) }).then((energy) => {
        console.log(energy.backend, energy.hessianProductBy);
      });`;
    const lines = script(source).trim().split('\n');
    assert.equal(lines.length, 2);
    assert.match(lines[0], /^tensorEnergy: neither the native nor the WebAssembly backend/);
    assert.match(lines[1], /^cpu autodiff$/);
  });
});

describe('the native package', () => {
  // It is absent where its download is blocked: in its place stands the cpu backend under the native one's name.
  const choose = (register: string) =>
    execFileSync(process.execPath, ['-e', `
      const { Module } = require('node:module');
      const load = Module._load;
      Module._load = (name, ...rest) => {
        if (name !== 'tfjs-node-native') return load(name, ...rest);
        const tf = require('@tensorflow/tfjs');
        ${register}
      };
      require('microcanon/energy').tensorBackend().then(console.log);`], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  const backend = "tf.registerBackend('tensorflow', tf.engine().findBackendFactory('cpu'), 3);";

  it('is preferred where it loads', () => {
    assert.equal(choose(`${backend} tf.copyRegisteredKernels('cpu', 'tensorflow');`), 'tensorflow');
  });

  it('gives way to WebAssembly where it loads but does not compute', () => {
    assert.equal(choose(backend), 'wasm');
  });
});

describe('an energy from a TensorFlow.js function refuses', () => {
  const refusals: [string, Partial<TensorEnergyOptions>, RegExp][] = [
    ['a signal length of 0', { signalLength: 0 }, /signalLength expects a whole number above 0, got 0/],
    ['values that is no function', { values: 3 as never }, /values expects a function of a \[N, 24\] tensor, got number/],
    ['a number in place of a tensor', { values: (() => [1]) as never }, /expects to return a tensor or a list of tensors, got 1/],
    ['a promise', { values: (async () => 1) as never }, /got a Promise/],
    ['an empty list', { values: () => [] }, /at least one tensor .*, got an empty list/],
    ['a sum over everything', { values: (x) => x.sum() }, /expects \[3\] or \[3, K\] for 3 paths, got \[\]; reduce/],
    ['a sum over the paths', { values: (x) => x.sum(0) }, /got \[24\]/],
    ['whole numbers', { values: (x) => x.toInt().sum(1) }, /expects float32, got int32/],
    ['components that mix paths', { values: (x) => x.sub(x.mean(0)).square().mean(1) }, /path 2 changed when paths 0 and 1 did/],
    ['a function of the path count', { values: (x) => x.sum(1).div(x.shape[0]) }, /do not use the path count/],
    ['a random function', { values: (x) => x.add(tf.randomNormal([d])).square().mean(1) }, /other numbers the second time/],
    ['an operation without gradient', { values: (x) => x.stridedSlice([0, 0], [x.shape[0], d], [1, 2]).sum(1) }, /has none for StridedSlice/],
    ['a function that throws', { values: (x) => x.reshape([3, 7]).sum(1) }, /values expects to run on a \[N, d\] tensor, got: /],
    ['labels of another number', { labels: ['a', 'b'] }, /labels expects 1 names, one a component, got 2/],
  ];
  for (const [title, change, message] of refusals) {
    it(title, () => assert.rejects(tensorEnergy({ ...lag2Options, ...change }), message));
  }

  it('paths, weights and directions of another shape', async () => {
    const energy = await tensorEnergy({ ...lag2Options, name: 'lag 2' });
    const paths = ensembleOf(rows(2, 1));
    assert.throws(() => energy.values(ensembleOf(rows(2, 1, d + 1))), /lag 2.values: energy expects signal length 24, got 25/);
    assert.throws(() => energy.pullback(paths, vectorOf([1, 2])), /lag 2.pullback: weights expect \[1\]/);
    assert.throws(() => energy.hessianProduct(paths, vectorOf([1]), ensembleOf(rows(3, 1))), /directions expect/);
  });

  it('results that are not finite, naming path and entry', async () => {
    const energy = await tensorEnergy({ signalLength: 2, name: 'log', values: (x) => [x.square().mean(1), x.log().mean(1)] });
    assert.throws(() => energy.values(ensembleOf([[1, 2], [1, -1]])), /log.values: expects finite numbers, got NaN at entry 1 for path 1/);
    assert.throws(() => energy.pullback(ensembleOf([[1, 2], [0, 1]]), vectorOf([0, 1])), /log.pullback: .* at entry 0 for path 1, a finite path/);
  });
});
