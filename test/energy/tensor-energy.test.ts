import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { displaySymbol, ensembleOf, matrixOf, vectorOf } from 'microcanon/array';
import { autocovariance, type TensorEnergyOptions, tensorBackend, tensorEnergy } from 'microcanon/energy';
import { root } from '../support.js';

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
  meanOf(
    (u) => u ** 4,
    (u) => 4 * u ** 3,
    (u) => 12 * u * u,
  ),
  tanhProducts,
  meanOf(
    (u) => Math.max(u, 0) ** 2,
    (u) => 2 * Math.max(u, 0),
    (u) => (u > 0 ? 2 : 0),
  ),
  meanOf(
    (u) => Math.abs(u),
    Math.sign,
    () => 0,
  ),
  meanOf(Math.exp, Math.exp, Math.exp),
  meanOf(
    (u) => u,
    () => 1,
    () => 0,
  ),
  meanOf(
    () => 3,
    () => 0,
    () => 0,
  ),
];

const nonlinearOptions: TensorEnergyOptions = {
  signalLength: d,
  values: (x) => {
    const t = x.tanh();
    const products = t.slice([0, 1]).mul(t.slice([0, 0], [-1, d - 1]));
    const constant = tf.fill([x.shape[0]], 3);
    return [
      x.pow(4).mean(1),
      products.sum(1).div(d),
      x.relu().square().mean(1),
      x.abs().mean(1),
      x.exp().mean(1),
      x.mean(1),
      constant,
    ];
  },
};

const lag2Options: TensorEnergyOptions = {
  signalLength: d,
  values: (x) => [
    x
      .slice([0, 2])
      .mul(x.slice([0, 0], [-1, d - 2]))
      .sum(1)
      .div(d),
  ],
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
      assertClose(
        energy.values(paths).data,
        x.flatMap((path) => components.map((part) => part.value(path))),
      );

      const shared = rows(1, 3, components.length)[0];
      const perPath = rows(5, 4, components.length);
      for (const [weights, rowOf] of [
        [vectorOf(shared), () => shared],
        [matrixOf(perPath), (n: number) => perPath[n]],
      ] as const) {
        const gradients = x.flatMap((path, n) =>
          weighted(
            components.map((part) => part.gradient(path)),
            rowOf(n),
          ),
        );
        assertClose(energy.pullback(paths, weights).data, gradients);
        const products = x.flatMap((path, n) =>
          weighted(
            components.map((part) => part.hessianProduct(path, v[n])),
            rowOf(n),
          ),
        );
        assertClose(energy.hessianProduct(paths, weights, ensembleOf(v)).data, products);
      }
    });
  }

  it('agrees with the built-in autocovariance', async () => {
    const builtIn = autocovariance({ signalLength: d });
    const energy = await tensorEnergy({
      signalLength: d,
      values: (x) => [
        x
          .slice([0, 1])
          .mul(x.slice([0, 0], [-1, d - 1]))
          .sum(1)
          .div(d),
        x.square().mean(1),
      ],
    });
    const paths = ensembleOf(rows(4, 1));
    const directions = ensembleOf(rows(4, 2));
    const weights = vectorOf([0.7, -1.3]);
    assertClose(energy.values(paths).data, builtIn.values(paths).data);
    assertClose(energy.pullback(paths, weights).data, builtIn.pullback(paths, weights).data);
    assertClose(
      energy.hessianProduct(paths, weights, directions).data,
      builtIn.hessianProduct(paths, weights, directions).data,
    );
  });

  it('takes one tensor [N, K], one tensor [N], or a list of both', async () => {
    const paths = ensembleOf(rows(3, 1));
    const filter = tf.tensor2d(rows(d, 5, 2));
    const matrix = await tensorEnergy({ signalLength: d, values: (x) => x.matMul(filter).square() });
    const single = await tensorEnergy({ signalLength: d, values: (x) => x.square().mean(1) });
    const both = await tensorEnergy({
      signalLength: d,
      values: (x) => [x.matMul(filter).square(), x.square().mean(1)],
    });
    assert.deepEqual([matrix.componentCount, single.componentCount, both.componentCount], [2, 1, 3]);
    for (let n = 0; n < 3; n++) {
      assert.deepEqual(
        [...both.values(paths).row(n)],
        [...matrix.values(paths).row(n), ...single.values(paths).row(n)],
      );
    }
    filter.dispose();
  });

  // The reference below is the derivative of the pullback, by differences in single precision: hence the tolerance.
  const secondOrder: Record<string, TensorEnergyOptions['values']> = {
    sigmoid: (x) => x.sigmoid().mul(x).mean(1),
    softmax: (x) => x.softmax(1).square().sum(1),
    'logSumExp of a maximum': (x) => x.mul(3).logSumExp(1),
    'conv1d of tanh': (x) =>
      tf
        .conv1d(x.tanh().reshape([-1, d, 1]) as tf.Tensor3D, tf.ones([3, 1, 2]), 1, 'same')
        .square()
        .mean([1, 2]),
    where: (x) => tf.where(x.greater(0), x.square(), x.pow(3)).mean(1),
    'padding and concatenation': (x) =>
      tf
        .concat(
          [
            x.pad([
              [0, 0],
              [1, 1],
            ]),
            x.cumsum(1),
          ],
          1,
        )
        .pow(3)
        .mean(1),
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
      const at = (sign: number) =>
        energy.pullback(ensembleOf(x.map((path, n) => path.map((u, i) => u + sign * step * v[n][i]))), weights);
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
    await assert.rejects(
      tensorEnergy({ signalLength: d, values: (x) => x.elu().stridedSlice([0, 0], [3, d], [1, 2]).sum(1) }),
    );
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
    for (const part of ['energy: lag 2', '24', 'x₁x₃', energy.backend, 'automatic differentiation'])
      assert.ok(text.includes(part), text);
  });
});

describe('loading', () => {
  const script = (source: string) =>
    execFileSync(process.execPath, ['-e', source], { cwd: root, encoding: 'utf8', stdio: 'pipe' });

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
    execFileSync(
      process.execPath,
      [
        '-e',
        `
      const { Module } = require('node:module');
      const load = Module._load;
      Module._load = (name, ...rest) => {
        if (name !== 'tfjs-node-native') return load(name, ...rest);
        const tf = require('@tensorflow/tfjs');
        ${register}
      };
      require('microcanon/energy').tensorBackend().then(console.log);`,
      ],
      { cwd: root, encoding: 'utf8', stdio: 'pipe' },
    ).trim();
  const backend = "tf.registerBackend('tensorflow', tf.engine().findBackendFactory('cpu'), 3);";

  it('is preferred where it loads', () => {
    assert.equal(choose(`${backend} tf.copyRegisteredKernels('cpu', 'tensorflow');`), 'tensorflow');
  });

  it('gives way to WebAssembly where it loads but does not compute', () => {
    assert.equal(choose(backend), 'wasm');
  });
});

type Values = TensorEnergyOptions['values'];

/** The largest entry by JavaScript, outside TensorFlow.js. */
const largestByNumbers: Values = (x) => tf.tensor1d((x.arraySync() as number[][]).map((row) => Math.max(...row)));

const reads = /values reads numbers out of a tensor that depends on the paths/;
const gradientOf = (operation: string) => new RegExp(`TensorFlow.js has a wrong gradient for ${operation} `);

describe('an energy whose gradient is not that of its values', () => {
  const refused: Record<string, [Values, RegExp]> = {
    'reads the largest entry by arraySync': [largestByNumbers, reads],
    'reads a part of itself by dataSync': [
      (x) => x.sum(1).add(tf.tensor1d(Array.from(x.square().sum(1).dataSync()))),
      reads,
    ],
    'reads a threshold, and is smooth in it': [
      (x) =>
        x
          .sub(tf.tensor2d((x.arraySync() as number[][]).map((row) => [[...row].sort((a, b) => a - b)[1]])))
          .sigmoid()
          .mean(1),
      reads,
    ],
    'makes a variable': [
      (x) =>
        x
          .square()
          .add(tf.tidy(() => variableOf(x)).square())
          .sum(1),
      /takes a tensor that depends on the paths out/,
    ],
    'gives customGrad another gradient': [
      (x) =>
        tf
          .customGrad((t) => ({ value: (t as tf.Tensor).square(), gradFunc: (dy) => dy }))(x)
          .sum(1),
      /gradient of a tf.customGrad/,
    ],
    'stops a gradient': [
      (x) =>
        tf
          .customGrad((t) => ({ value: (t as tf.Tensor).clone(), gradFunc: (dy) => dy.mul(0) }))(x)
          .mul(x)
          .mean(1),
      /gradient of a tf.customGrad/,
    ],
    'reflects by mirrorPad': [
      (x) =>
        tf
          .mirrorPad(
            x,
            [
              [0, 0],
              [1, 1],
            ],
            'reflect',
          )
          .square()
          .sum(1),
      gradientOf('MirrorPad'),
    ],
    'takes nearest pixels by their centres': [
      (x) =>
        tf.image
          .resizeNearestNeighbor(x.reshape([x.shape[0], -1, 2, 1]) as tf.Tensor4D, [x.shape[1], 3], false, true)
          .square()
          .sum([1, 2, 3]),
      gradientOf('ResizeNearestNeighbor'),
    ],
    'divides to whole numbers': [(x) => tf.floorDiv(x, tf.scalar(1)).sum(1), gradientOf('FloorDiv')],
    'turns numbers into whole ones': [(x) => x.toInt().toFloat().sum(1), gradientOf('Cast')],
    'has a tiny wrong part beside a large right one': [
      (x) => [
        x.square().sum(1).mul(1e6),
        tf
          .mirrorPad(
            x,
            [
              [0, 0],
              [1, 1],
            ],
            'reflect',
          )
          .square()
          .mean(1)
          .mul(1e-6),
      ],
      /component 2 .*MirrorPad/,
    ],
  };
  const variables: tf.Variable[] = [];
  const variableOf = (x: tf.Tensor) => {
    variables.push(tf.variable(x));
    return variables[variables.length - 1];
  };
  for (const [title, [values, message]] of Object.entries(refused)) {
    for (const signalLength of [4, 64, 500]) {
      it(`and ${title} is refused at d = ${signalLength}`, async () => {
        await tensorBackend();
        await assert.rejects(tensorEnergy({ signalLength, values }), (error: Error) => {
          assert.match(error.message, message);
          assert.match(
            error.message,
            /^tensorEnergy: values expects .* is \S+ by differences of the values and \S+ by TensorFlow.js/,
          );
          return true;
        });
        variables.splice(0).forEach((variable) => {
          variable.dispose();
        });
      });
    }
  }

  it('names the component by its label and both derivatives by an entry', async () => {
    const values: Values = (x) => [x.mean(1), tf.tensor1d(Array.from(x.sum(1).dataSync())).mul(3)];
    await assert.rejects(
      tensorEnergy({ signalLength: 8, values, labels: ['mean', 'sum'] }),
      /component 2 \(sum\) .* by entry \d+ .* is (3|2\.99\d*|3\.00\d*) by .* and 0 by TensorFlow.js/,
    );
  });
});

describe('an energy that keeps something between calls', () => {
  const keeping: Record<string, () => Values> = {
    'a number of its first call': () => {
      let scale: number | undefined;
      return (x) => {
        scale ??= x.square().mean().dataSync()[0];
        return x.div(scale).square().mean(1);
      };
    },
    'a tensor of its first call': () => {
      let center: tf.Tensor | undefined;
      return (x) => {
        center ??= tf.keep(x.mean());
        return x.sub(center).square().mean(1);
      };
    },
    'a number that a promise brings': () => {
      let last = 0;
      return (x) => {
        void x.data().then((numbers) => (last = numbers[0]));
        return x.add(last).square().mean(1);
      };
    },
    'a count of its calls': () => {
      let calls = 0;
      return (x) => {
        calls += 1;
        return x.mul(calls).mean(1);
      };
    },
  };
  for (const [title, make] of Object.entries(keeping)) {
    it(`is refused when it keeps ${title}`, () =>
      assert.rejects(
        tensorEnergy({ signalLength: d, values: make() }),
        /uses what its first call computed|depend on that path alone/,
      ));
  }

  it('is taken when that is a constant of its own', async () => {
    let mask: tf.Tensor | undefined;
    const energy = await tensorEnergy({
      signalLength: d,
      values: (x) => {
        mask ??= tf.keep(tf.linspace(0, 1, d));
        return x.mul(mask).mean(1);
      },
    });
    assert.equal(energy.hessianProductBy, 'autodiff');
    mask!.dispose();
  });

  it('is refused where a path depends on the next one, and the last on none', () =>
    assert.rejects(
      tensorEnergy({
        signalLength: d,
        values: (x) => x.mul(tf.concat([x.slice([1, 0]), x.slice([x.shape[0] - 1, 0])], 0)).mean(1),
      }),
      /depend on that path alone/,
    ));
});

describe('an energy whose gradient is right is taken', () => {
  const standardised = (x: tf.Tensor2D) => {
    const { mean, variance } = tf.moments(x, 1, true);
    return x.sub(mean).div(variance.sqrt());
  };
  const returns = (x: tf.Tensor2D) => x.slice([0, 1]).sub(x.slice([0, 0], [-1, x.shape[1] - 1]));
  const taken: Record<string, Values> = {
    '|x|': (x) => x.abs().mean(1),
    ReLU: (x) => x.relu().sum(1),
    'the range': (x) => x.max(1).sub(x.min(1)),
    clipping: (x) => x.clipByValue(-0.5, 0.5).square().mean(1),
    'sign, floor, round, ceil': (x) => [x.sign().mean(1), x.floor().sum(1), x.round().mean(1), x.ceil().mul(x).mean(1)],
    'rounding to hundredths': (x) => x.mul(100).round().div(100).mean(1),
    'a count above a threshold': (x) => x.greater(0.5).toFloat().sum(1),
    'a count by numbers': (x) =>
      tf.tensor1d((x.arraySync() as number[][]).map((row) => row.filter((value) => value > 0.5).length)),
    'a kink at an entry of the path': (x) =>
      x
        .sub(x.slice([0, 0], [-1, 1]))
        .abs()
        .mean(1),
    'a kink at the largest entry': (x) => x.sub(x.max(1, true)).abs().mean(1),
    'a kink at the mean': (x) => x.sub(x.mean(1, true)).relu().mean(1),
    'kinks at padded zeros': (x) =>
      x
        .pad([
          [0, 0],
          [3, 3],
        ])
        .abs()
        .add(
          x
            .pad([
              [0, 0],
              [1, 5],
            ])
            .relu(),
        )
        .mean(1),
    'an order statistic by the indices of a sort': (x) => {
      const rank = Math.floor(0.9 * x.shape[1]);
      const chosen = (x.arraySync() as number[][]).map((row) => [...row.keys()].sort((a, b) => row[a] - row[b])[rank]);
      return x.mul(tf.oneHot(tf.tensor1d(chosen, 'int32'), x.shape[1])).sum(1);
    },
    'exp(5x), x⁸, 1/x, log|x|': (x) => [
      x.mul(5).exp().mean(1),
      x.pow(8).mean(1),
      x.reciprocal().mean(1),
      x.abs().log().mean(1),
    ],
    'inputs near 10⁶': (x) => [x.sub(1e6).div(1e3).square().mean(1), x.div(1e6).add(1).log().mean(1)],
    'inputs near 10⁻⁶': (x) => [x.mul(1e6).square().mean(1), x.div(1e-6).tanh().mean(1)],
    'components 10¹⁵ apart': (x) => [x.square().sum(1).mul(1e6), x.pow(3).mean(1).mul(1e-9), x.mean(1)],
    'cos 1000x': (x) => x.mul(1000).cos().mean(1),
    'customGrad with its own gradient': (x) =>
      tf
        .customGrad((t, save) => {
          (save as tf.GradSaveFunc)([t as tf.Tensor]);
          return { value: (t as tf.Tensor).square(), gradFunc: (dy, [saved]) => dy.mul(saved).mul(2) };
        })(x)
        .sum(1),
    'skewness and kurtosis': (x) => [standardised(x).pow(3).mean(1), standardised(x).pow(4).mean(1)],
    leverage: (x) =>
      x
        .slice([0, 0], [-1, x.shape[1] - 2])
        .mul(x.slice([0, 2]).square())
        .mean(1),
    'structure functions of |increments|': (x) => [
      returns(x).abs().mean(1),
      returns(x).abs().add(1e-3).pow(1.5).mean(1),
    ],
    'a power spectrum by a matrix product': (x) => {
      const n = x.shape[1];
      const angles = tf.outerProduct(tf.range(0, n), tf.range(0, 4)).mul((2 * Math.PI) / n);
      return x.matMul(angles.cos()).square().add(x.matMul(angles.sin()).square()).div(n);
    },
    'log-spectrum': (x) =>
      x
        .matMul(tf.outerProduct(tf.range(0, x.shape[1]), tf.range(1, 4)).mul(0.1).cos())
        .square()
        .add(1e-3)
        .log(),
    'a soft histogram': (x) =>
      x
        .expandDims(2)
        .sub(tf.tensor1d([-1, 0, 1]))
        .mul(4)
        .square()
        .neg()
        .exp()
        .mean(1),
    'wavelet moduli with √(x² + ε)': (x) => {
      const filtered = tf.conv1d(
        x.expandDims(2) as tf.Tensor3D,
        tf.tensor3d([-0.5, 0, 1, 1, -0.5, 0], [3, 1, 2]),
        1,
        'same',
      );
      return filtered.square().add(1e-4).sqrt().mean(1);
    },
    'a small network': (x) =>
      x
        .matMul(tf.outerProduct(tf.range(0, x.shape[1]), tf.range(1, 6)).sin())
        .tanh()
        .matMul(tf.ones([5, 2]))
        .square() as tf.Tensor,
    'drawdown by the smooth maximum of running sums': (x) => x.cumsum(1).mul(2).logSumExp(1).sub(x.sum(1)),
    'realised volatility of blocks': (x) =>
      returns(
        x.pad([
          [0, 0],
          [0, 1],
        ]) as tf.Tensor2D,
      )
        .reshape([-1, 4, x.shape[1] / 4])
        .square()
        .sum(2)
        .add(1e-6)
        .sqrt(),
  };
  for (const [title, values] of Object.entries(taken)) {
    for (const signalLength of [8, 256]) {
      it(`${title} at d = ${signalLength}`, async () => {
        await tensorBackend();
        const held = tf.memory().numTensors;
        assert.equal((await tensorEnergy({ signalLength, values })).hessianProductBy, 'autodiff');
        assert.equal(tf.memory().numTensors, held);
      });
    }
  }

  it('a network of tf.layers, by apply and by predict', async () => {
    const network = tf.sequential({
      layers: [
        tf.layers.reshape({ targetShape: [d, 1], inputShape: [d] }),
        tf.layers.conv1d({
          filters: 4,
          kernelSize: 3,
          padding: 'same',
          activation: 'relu',
          kernelInitializer: tf.initializers.randomNormal({ seed: 1 }),
        }),
        tf.layers.globalAveragePooling1d({}),
        tf.layers.dense({ units: 2, activation: 'tanh', kernelInitializer: tf.initializers.randomNormal({ seed: 2 }) }),
      ],
    });
    for (const values of [
      (x: tf.Tensor2D) => network.apply(x) as tf.Tensor,
      (x: tf.Tensor2D) => network.predict(x) as tf.Tensor,
    ]) {
      assert.equal((await tensorEnergy({ signalLength: d, values })).componentCount, 2);
    }
    network.dispose();
  });

  it('a mask and a drawdown: components whose parts are flat', async () => {
    const drawdown = (x: tf.Tensor2D) => {
      let top = x.slice([0, 0], [-1, 1]);
      const drops = Array.from({ length: d - 1 }, (_, i) => {
        const next = x.slice([0, i + 1], [-1, 1]);
        top = tf.maximum(top, next);
        return top.sub(next);
      });
      return tf.concat(drops, 1).max(1);
    };
    const positivePart: Values = (x) =>
      x.mul(tf.tensor2d((x.arraySync() as number[][]).map((row) => row.map((value) => Number(value > 0))))).mean(1);
    for (const values of [drawdown, positivePart])
      assert.equal((await tensorEnergy({ signalLength: d, values })).componentCount, 1);
  });

  it('sums of 4096 squares', async () => {
    assert.equal((await tensorEnergy({ signalLength: 4096, values: (x) => x.square().sum(1) })).componentCount, 1);
  });

  it('and the engine of TensorFlow.js has its own methods afterwards', async () => {
    const engine = tf.engine();
    const methods = () => [engine.runKernel, engine.readSync, engine.read, engine.customGrad];
    const before = methods();
    await tensorEnergy({ signalLength: d, values: (x) => x.square().mean(1) });
    await assert.rejects(tensorEnergy({ signalLength: d, values: largestByNumbers }));
    assert.deepEqual(methods(), before);
    assert.ok(!Object.hasOwn(engine, 'runKernel'));
  });
});

describe('an energy from a TensorFlow.js function refuses', () => {
  const refusals: [string, Partial<TensorEnergyOptions>, RegExp][] = [
    ['a signal length of 0', { signalLength: 0 }, /signalLength expects a whole number above 0, got 0/],
    [
      'values that is no function',
      { values: 3 as never },
      /values expects a function of a \[N, 24\] tensor, got number/,
    ],
    [
      'a number in place of a tensor',
      { values: (() => [1]) as never },
      /expects to return a tensor or a list of tensors, got 1/,
    ],
    ['a promise', { values: (async () => 1) as never }, /got a Promise/],
    ['an empty list', { values: () => [] }, /at least one tensor .*, got an empty list/],
    ['a sum over everything', { values: (x) => x.sum() }, /expects \[3\] or \[3, K\] for 3 paths, got \[\]; reduce/],
    ['a sum over the paths', { values: (x) => x.sum(0) }, /got \[24\]/],
    ['whole numbers', { values: (x) => x.toInt().sum(1) }, /expects float32, got int32/],
    [
      'components that mix paths',
      { values: (x) => x.sub(x.mean(0)).square().mean(1) },
      /path 1 changed when the paths around it did/,
    ],
    ['a function of the path count', { values: (x) => x.sum(1).div(x.shape[0]) }, /do not use the path count/],
    [
      'an axis counted from the end, which spoils memory',
      { values: (x) => x.cumsum(-1).mean(1) },
      /Cumsum counts the axis from the end/,
    ],
    [
      'a random function',
      {
        values: (x) =>
          x
            .add(tf.randomNormal([d]))
            .square()
            .mean(1),
      },
      /other numbers the second time/,
    ],
    [
      'an operation without gradient',
      { values: (x) => x.stridedSlice([0, 0], [x.shape[0], d], [1, 2]).sum(1) },
      /has none for StridedSlice/,
    ],
    [
      'a function that throws',
      { values: (x) => x.reshape([3, 7]).sum(1) },
      /values expects to run on a \[N, d\] tensor, got: /,
    ],
    ['labels of another number', { labels: ['a', 'b'] }, /labels expects 1 names, one a component, got 2/],
  ];
  for (const [title, change, message] of refusals) {
    it(title, () => assert.rejects(tensorEnergy({ ...lag2Options, ...change }), message));
  }

  it('paths, weights and directions of another shape', async () => {
    const energy = await tensorEnergy({ ...lag2Options, name: 'lag 2' });
    const paths = ensembleOf(rows(2, 1));
    assert.throws(
      () => energy.values(ensembleOf(rows(2, 1, d + 1))),
      /lag 2.values: energy expects signal length 24, got 25/,
    );
    assert.throws(() => energy.pullback(paths, vectorOf([1, 2])), /lag 2.pullback: weights expect \[1\]/);
    assert.throws(() => energy.hessianProduct(paths, vectorOf([1]), ensembleOf(rows(3, 1))), /directions expect/);
  });

  it('results that are not finite, naming path and entry', async () => {
    const energy = await tensorEnergy({
      signalLength: 2,
      name: 'log',
      values: (x) => [x.square().mean(1), x.log().mean(1)],
    });
    assert.throws(
      () =>
        energy.values(
          ensembleOf([
            [1, 2],
            [1, -1],
          ]),
        ),
      /log.values: expects finite numbers, got NaN at entry 1 for path 1/,
    );
    assert.throws(
      () =>
        energy.pullback(
          ensembleOf([
            [1, 2],
            [0, 1],
          ]),
          vectorOf([0, 1]),
        ),
      /log.pullback: .* at entry 0 for path 1, a finite path/,
    );
  });
});
