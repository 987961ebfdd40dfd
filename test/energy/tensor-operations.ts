import * as tf from '@tensorflow/tfjs';

/** Φ for paths of `length` entries. */
export type Values = (x: tf.Tensor2D) => tf.Tensor;

/** 'right', or the words of the refusal. */
export type Verdict = 'right' | RegExp;

/** One use of an operation: whether its gradient is right, on which backends it has none, or that it is wrong. */
export interface Use {
  readonly title: string;
  readonly values: Values;
  /** One for all backends, or one for each. */
  readonly expected: Verdict | Readonly<Record<'wasm' | 'cpu' | 'tensorflow', Verdict>>;
}

export const length = 12;

/** Entries of any shape [N, …] times fixed numbers, summed for each path: no two entries count alike. */
function fold(t: tf.Tensor): tf.Tensor {
  const rows = t.reshape([t.shape[0], -1]);
  const weights = Array.from({ length: rows.shape[1]! }, (_, i) => 0.3 + Math.cos(1.3 * i) ** 2);
  return rows.toFloat().mul(tf.tensor1d(weights)).sum(1);
}

const image = (x: tf.Tensor2D) => x.reshape([-1, 3, 4, 1]) as tf.Tensor4D;
const line = (x: tf.Tensor2D) => x.reshape([-1, length, 1, 1]) as tf.Tensor4D;
const block = (x: tf.Tensor2D) => x.reshape([-1, 3, 2, 2, 1]) as tf.Tensor5D;
const positive = (x: tf.Tensor2D) => x.square().add(0.5) as tf.Tensor2D;
const inside = (x: tf.Tensor2D) => x.tanh().mul(0.8) as tf.Tensor2D;
/** The first half of each path, and the second. */
const halves = (x: tf.Tensor2D) => tf.split(x, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
const kernel = (shape: number[]) =>
  tf.tensor(
    Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(2 * i + 1)),
    shape,
  );

function use(title: string, values: Values, expected: Use['expected'] = 'right'): Use {
  return { title, values: (x) => fold(values(x)), expected };
}

const unary = (
  title: string,
  f: (x: tf.Tensor2D) => tf.Tensor,
  prepare: (x: tf.Tensor2D) => tf.Tensor2D = (x) => x,
) => [use(title, (x) => f(prepare(x)))];
const binary = (
  f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  prepare: (x: tf.Tensor2D) => tf.Tensor2D = (x) => x,
  broadcast: Use['expected'] = 'right',
) => [
  use('of halves', (x) => f(...halves(prepare(x)))),
  use('broadcast over the path', (x) => f(prepare(x), prepare(x).mean(1, true)), broadcast),
  use('broadcast of a constant', (x) =>
    f(prepare(x), tf.tensor1d([0.7, 1.3, 2.2, 0.4, 1.1, 0.9, 0.6, 1.7, 0.8, 1.9, 1.2, 0.5])),
  ),
  use('of a scalar and the path', (x) => f(tf.scalar(1.7), prepare(x))),
];

/** The refusal of an operation whose gradient is wrong. */
const wrong = (operation: string) => new RegExp(`wrong gradient for ${operation} `);
/** Wrong with WebAssembly, right in plain JavaScript. */
const onWasm = (operation: string): Use['expected'] => ({ wasm: wrong(operation), cpu: 'right', tensorflow: 'right' });
/** Wrong where TensorFlow.js computes it by its own kernels, right by the native library's. */
const exceptNatively = (operation: string): Use['expected'] => ({
  wasm: wrong(operation),
  cpu: wrong(operation),
  tensorflow: 'right',
});
const mask = (title: string, truth: (x: tf.Tensor2D) => tf.Tensor) => [
  use(title, (x) => tf.where(truth(x), x.square(), x.exp())),
];

/** Uses of every operation that has a gradient in TensorFlow.js, by its kernel's name. */
export const uses: Readonly<Record<string, readonly Use[]>> = {
  Abs: unary('at both signs', tf.abs),
  Acos: unary('within (−1, 1)', tf.acos, inside),
  Acosh: unary('above 1', (x) => tf.acosh(x.add(0.6)), positive),
  Add: binary(tf.add),
  AddN: [use('of three', (x) => tf.addN([x, x.square(), x.exp()]))],
  ArgMax: [use('an index', (x) => x.argMax(1).expandDims(1).toFloat().add(x))],
  ArgMin: [use('an index', (x) => x.argMin(1).expandDims(1).toFloat().add(x))],
  Asin: unary('within (−1, 1)', tf.asin, inside),
  Asinh: unary('at both signs', tf.asinh),
  Atan2: binary(tf.atan2),
  Atan: unary('at both signs', tf.atan),
  Atanh: unary('within (−1, 1)', tf.atanh, inside),
  AvgPool3D: [
    use('valid', (x) => tf.avgPool3d(block(x), 2, 1, 'valid')),
    use('same', (x) => tf.avgPool3d(block(x), 2, 1, 'same'), exceptNatively('AvgPool3D')),
  ],
  AvgPool: [
    use('valid', (x) => tf.avgPool(line(x), [3, 1], 1, 'valid')),
    use('valid with stride', (x) => tf.avgPool(line(x), [3, 1], [2, 1], 'valid')),
    use('same', (x) => tf.avgPool(line(x), [3, 1], 1, 'same'), exceptNatively('AvgPool')),
    use('same with stride', (x) => tf.avgPool(line(x), [3, 1], [2, 1], 'same'), exceptNatively('AvgPool')),
    use('same, without padding needed', (x) => tf.avgPool(line(x), [2, 1], [2, 1], 'same')),
  ],
  BatchMatMul: [
    use('by a constant', (x) => tf.matMul(x, kernel([length, 3]) as tf.Tensor2D)),
    use('transposed', (x) => tf.matMul(x, kernel([3, length]) as tf.Tensor2D, false, true)),
    use('of a batch with itself', (x) => tf.matMul(x.reshape([-1, 3, 4]), x.reshape([-1, 3, 4]), true, false)),
    use('both transposed', (x) => tf.matMul(x.reshape([-1, 3, 4]), x.square().reshape([-1, 4, 3]), true, true)),
    use('broadcast over the batch', (x) => tf.matMul(x.reshape([-1, 3, 4]), kernel([1, 4, 2]) as tf.Tensor3D)),
  ],
  BatchToSpaceND: [
    use('of the path', (x) =>
      tf.batchToSpaceND(
        tf
          .spaceToBatchND(
            line(x),
            [2, 1],
            [
              [0, 0],
              [0, 0],
            ],
          )
          .square(),
        [2, 1],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    ),
  ],
  BroadcastTo: [use('of a column', (x) => x.mean(1, true).square().broadcastTo([x.shape[0], 5]))],
  Cast: [
    use('float32 to itself', (x) => x.cast('float32').square()),
    use('of a comparison', (x) => x.greater(0).cast('float32').mul(x)),
    use('to whole numbers', (x) => x.mul(3).cast('int32').cast('float32').add(x), wrong('Cast')),
    use('to truth values', (x) => x.floor().cast('bool').cast('float32').add(x), 'right'),
  ],
  Ceil: unary('of the path', (x) => x.mul(2).ceil().mul(x)),
  ClipByValue: unary('on both sides', (x) => x.clipByValue(-0.75, 1.15).square()),
  ComplexAbs: [use('of a complex tensor', (x) => tf.abs(tf.complex(...halves(x))), /Complex/)],
  Concat: [
    use('along the path', (x) => tf.concat([x, x.square()], 1)),
    use('along a negative axis', (x) => tf.concat([x, x.square(), x.exp()], -1)),
  ],
  Conv2DBackpropInput: [
    use('transposed convolution, same', (x) =>
      tf.conv2dTranspose(line(x), kernel([3, 1, 2, 1]) as tf.Tensor4D, [x.shape[0], 2 * length, 1, 2], [2, 1], 'same'),
    ),
    use('transposed convolution, valid', (x) =>
      tf.conv2dTranspose(line(x), kernel([3, 1, 2, 1]) as tf.Tensor4D, [x.shape[0], length + 2, 1, 2], 1, 'valid'),
    ),
  ],
  Conv2D: [
    use('valid', (x) => tf.conv2d(image(x), kernel([2, 2, 1, 2]) as tf.Tensor4D, 1, 'valid').square()),
    use('same', (x) => tf.conv2d(image(x), kernel([2, 3, 1, 2]) as tf.Tensor4D, 1, 'same').square()),
    use('same with stride', (x) => tf.conv2d(line(x), kernel([3, 1, 1, 2]) as tf.Tensor4D, [2, 1], 'same').square()),
    use(
      'same with dilation',
      (x) => tf.conv2d(line(x), kernel([3, 1, 1, 2]) as tf.Tensor4D, 1, 'same', 'NHWC', [2, 1]).square(),
      /dilation rates greater than 1 are not yet supported in gradients/,
    ),
    use(
      'padded by numbers',
      (x) =>
        tf
          .conv2d(image(x), kernel([2, 2, 1, 2]) as tf.Tensor4D, 1, [
            [0, 0],
            [1, 0],
            [0, 2],
            [0, 0],
          ])
          .square(),
      { wasm: 'right', cpu: 'right', tensorflow: /supports only 'valid' and 'same' padding/ },
    ),
    use('in one dimension, causal by padding', (x) =>
      tf
        .conv1d(
          x
            .pad([
              [0, 0],
              [2, 0],
            ])
            .reshape([-1, length + 2, 1]) as tf.Tensor3D,
          kernel([3, 1, 2]) as tf.Tensor3D,
          1,
          'valid',
        )
        .square(),
    ),
    use('in one dimension, same with stride', (x) =>
      tf.conv1d(x.reshape([-1, length, 1]) as tf.Tensor3D, kernel([4, 1, 2]) as tf.Tensor3D, 3, 'same').square(),
    ),
    use('fused with bias and ReLU', (x) =>
      tf.fused.conv2d({
        x: line(x),
        filter: kernel([3, 1, 1, 2]) as tf.Tensor4D,
        strides: 1,
        pad: 'same',
        bias: tf.tensor1d([0.1, -0.2]),
        activation: 'relu',
      }),
    ),
  ],
  Conv3D: [
    use('valid', (x) => tf.conv3d(block(x), kernel([2, 2, 1, 1, 2]) as tf.Tensor5D, 1, 'valid').square(), {
      wasm: /Conv3D has a gradient on the wasm backend/,
      cpu: 'right',
      tensorflow: 'right',
    }),
    use('same', (x) => tf.conv3d(block(x), kernel([2, 2, 2, 1, 2]) as tf.Tensor5D, 1, 'same').square(), {
      wasm: /Conv3D has a gradient on the wasm backend/,
      cpu: 'right',
      tensorflow: 'right',
    }),
  ],
  Cos: unary('of the path', tf.cos),
  Cosh: unary('of the path', tf.cosh),
  Cumsum: [
    use('forward', (x) => tf.cumsum(x, 1).square()),
    use('exclusive', (x) => tf.cumsum(x, 1, true).square()),
    use('reverse', (x) => tf.cumsum(x, 1, false, true).square()),
    use('exclusive, reverse', (x) => tf.cumsum(x, 1, true, true).square()),
    use('along a middle axis', (x) => tf.cumsum(x.reshape([-1, 3, 4]), 1).square(), /gradient for op Cumsum/),
    use('along a negative axis', (x) => tf.cumsum(x, -1).square(), /Cumsum counts the axis from the end/),
  ],
  DepthwiseConv2dNative: [
    use('valid', (x) => tf.depthwiseConv2d(image(x), kernel([2, 2, 1, 2]) as tf.Tensor4D, 1, 'valid').square(), {
      wasm: /needs DepthwiseConv2dNativeBackpropInput/,
      cpu: 'right',
      tensorflow: 'right',
    }),
    use('same', (x) => tf.depthwiseConv2d(image(x), kernel([2, 2, 1, 2]) as tf.Tensor4D, 1, 'same').square(), {
      wasm: /needs DepthwiseConv2dNativeBackpropInput/,
      cpu: 'right',
      tensorflow: 'right',
    }),
    use(
      'separable',
      (x) =>
        tf
          .separableConv2d(
            image(x),
            kernel([2, 2, 1, 2]) as tf.Tensor4D,
            kernel([1, 1, 2, 3]) as tf.Tensor4D,
            1,
            'same',
          )
          .square(),
      { wasm: /needs DepthwiseConv2dNativeBackpropInput/, cpu: 'right', tensorflow: 'right' },
    ),
  ],
  Dilation2D: [
    use('valid', (x) => tf.dilation2d(image(x), kernel([2, 2, 1]) as tf.Tensor3D, 1, 'valid'), onWasm('Dilation2D')),
    use('same', (x) => tf.dilation2d(image(x), kernel([2, 2, 1]) as tf.Tensor3D, 1, 'same'), onWasm('Dilation2D')),
  ],
  RealDiv: [...binary(tf.div, positive), use('without NaN', (x) => tf.divNoNan(...halves(positive(x))))],
  Elu: unary('at both signs', tf.elu),
  Erf: unary('of the path', tf.erf),
  Exp: unary('of the path', tf.exp),
  ExpandDims: [
    use('in front of the last axis', (x) => x.expandDims(1).square()),
    use('at a negative axis', (x) => x.expandDims(-1).square()),
  ],
  Expm1: unary('of the path', tf.expm1),
  FloorDiv: [
    use('of the path by a constant', (x) => tf.floorDiv(x, tf.scalar(0.7)).add(x), wrong('FloorDiv')),
    use('of a constant by the path', (x) => tf.floorDiv(tf.scalar(3.3), positive(x)).add(x), wrong('FloorDiv')),
  ],
  Floor: unary('of the path', (x) => x.mul(2).floor().mul(x)),
  FusedBatchNorm: [
    use('by constants', (x) =>
      tf
        .batchNorm(
          x,
          tf.scalar(0.1).broadcastTo([length]) as tf.Tensor1D,
          tf.fill([length], 2) as tf.Tensor1D,
          tf.fill([length], 0.3) as tf.Tensor1D,
          tf.fill([length], 1.5) as tf.Tensor1D,
        )
        .square(),
    ),
    use(
      'by its own moments',
      (x) => tf.batchNorm(x, x.mean(1, true) as tf.Tensor2D, tf.moments(x, 1, true).variance as tf.Tensor2D),
      {
        wasm: /depend on that path alone/,
        cpu: /depend on that path alone/,
        tensorflow: /expects TensorFlow.js to compute it/,
      },
    ),
  ],
  GatherV2: [
    use('of entries', (x) => tf.gather(x.square(), tf.tensor1d([3, 1, 1, 7], 'int32'), 1), {
      wasm: /needs UnsortedSegmentSum/,
      cpu: 'right',
      tensorflow: 'right',
    }),
    use('of entries that depend on the path', (x) => tf.gather(x.square(), x.argMax(1).expandDims(1), 1, 1), {
      wasm: /GatherV2 gives other numbers/,
      cpu: /gradient of input indices must have 'float32'/,
      tensorflow: /gradient of input indices must have 'float32'/,
    }),
  ],
  GreaterEqual: [use('as a mask', (x) => x.greaterEqual(0.1).toFloat().mul(x.square()))],
  Identity: unary('of the path', (x) => x.clone().square()),
  IsFinite: [use('as a mask', (x) => tf.where(tf.isFinite(x), x.square(), tf.zerosLike(x)))],
  IsInf: [use('as a mask', (x) => tf.where(tf.isInf(x), tf.zerosLike(x), x.square()))],
  IsNan: [use('as a mask', (x) => tf.where(tf.isNaN(x), tf.zerosLike(x), x.square()))],
  LeakyRelu: unary('at both signs', (x) => tf.leakyRelu(x, 0.3)),
  Log1p: unary('of positive numbers', tf.log1p, positive),
  Log: unary('of positive numbers', tf.log, positive),
  LogSoftmax: unary('along the path', (x) => tf.logSoftmax(x, 1)),
  LRN: [
    use('over channels', (x) => tf.localResponseNormalization(x.reshape([-1, 3, 1, 4]) as tf.Tensor4D, 1, 1, 0.7, 0.6)),
  ],
  Max: [
    use('along the path', (x) => x.max(1, true)),
    use('along a middle axis', (x) => x.reshape([-1, 3, 4]).max(1)),
    use('along a negative axis', (x) => x.reshape([-1, 3, 4]).max(-1)),
    use('with a tie at the largest entry', (x) => tf.concat([x, x], 1).max(1, true), wrong('Max')),
  ],
  Maximum: [
    ...binary(tf.maximum, (x) => x, /gradient for op Maximum/),
    use('of the path and itself', (x) => tf.maximum(x, x.clone())),
  ],
  MaxPool3D: [
    use('valid', (x) => tf.maxPool3d(block(x), 2, 1, 'valid')),
    use('same', (x) => tf.maxPool3d(block(x), 2, 1, 'same')),
  ],
  MaxPool: [
    use('valid', (x) => tf.maxPool(line(x), [3, 1], 1, 'valid'), onWasm('MaxPool')),
    use('valid with stride', (x) => tf.maxPool(line(x), [3, 1], [2, 1], 'valid'), onWasm('MaxPool')),
    use('same', (x) => tf.maxPool(line(x), [3, 1], 1, 'same'), onWasm('MaxPool')),
    use('same with stride', (x) => tf.maxPool(line(x), [3, 1], [2, 1], 'same'), onWasm('MaxPool')),
    use(
      'with ties in a window',
      (x) => tf.maxPool(tf.concat([line(x), line(x)], 2), [1, 2], 1, 'valid'),
      onWasm('MaxPool'),
    ),
    use('dilated', (x) => tf.pool(line(x), [2, 1], 'max', 'valid', [2, 1]), onWasm('MaxPool')),
  ],
  Mean: [
    use('along the path', (x) => x.square().mean(1, true)),
    use('along two axes', (x) => x.square().reshape([-1, 3, 4]).mean([1, 2]).expandDims(1)),
    use('along a negative axis', (x) => x.square().reshape([-1, 3, 4]).mean(-2)),
  ],
  Min: [
    use('along the path', (x) => x.min(1, true)),
    use('along a negative axis', (x) => x.reshape([-1, 3, 4]).min(-1)),
  ],
  Minimum: binary(tf.minimum, (x) => x, /gradient for op Minimum/),
  MirrorPad: [
    use(
      'reflected',
      (x) =>
        tf.mirrorPad(
          x,
          [
            [0, 0],
            [2, 1],
          ],
          'reflect',
        ),
      wrong('MirrorPad'),
    ),
    use(
      'symmetric',
      (x) =>
        tf.mirrorPad(
          x,
          [
            [0, 0],
            [2, 1],
          ],
          'symmetric',
        ),
      wrong('MirrorPad'),
    ),
    use('by nothing', (x) =>
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [0, 0],
        ],
        'reflect',
      ),
    ),
  ],
  Mod: [
    use('by a constant', (x) => tf.mod(x, tf.scalar(0.7)).mul(x)),
    use('of a constant', (x) => tf.mod(tf.scalar(3.3), positive(x))),
    use('of halves', (x) => tf.mod(...halves(positive(x)))),
  ],
  Multiply: binary(tf.mul),
  Neg: unary('of the path', (x) => x.neg().exp()),
  OneHot: [use('of an index', (x) => tf.oneHot(x.argMax(1).toInt(), length).toFloat().mul(x))],
  OnesLike: [use('of the path', (x) => tf.onesLike(x).mul(x))],
  Pack: [
    use('of halves', (x) => tf.stack(halves(x), 1).square()),
    use('along the last axis', (x) => tf.stack(halves(x), 2).square()),
  ],
  PadV2: [
    use('by zeros', (x) =>
      x
        .pad([
          [0, 0],
          [2, 3],
        ])
        .square(),
    ),
    use('by a number', (x) =>
      x
        .pad(
          [
            [0, 0],
            [1, 0],
          ],
          1.5,
        )
        .square(),
    ),
  ],
  Pow: [
    use('by a constant', (x) => positive(x).pow(1.7)),
    use('by a whole number, at both signs', (x) => x.pow(3)),
    use('of a constant', (x) => tf.pow(tf.scalar(1.7), x)),
    use('of halves', (x) => tf.pow(...halves(positive(x)))),
    use('broadcast', (x) => tf.pow(positive(x), x.mean(1, true))),
    use('of a negative number by the path', (x) => tf.pow(tf.scalar(2), x.square()).add(tf.pow(x, tf.scalar(2)))),
  ],
  Prelu: [
    use('by a constant', (x) => tf.prelu(x, tf.tensor2d([[0.2]]))),
    use('by the path', (x) => tf.prelu(x, x.mean(1, true) as tf.Tensor2D)),
    use('by constants for each entry', (x) => tf.prelu(x, kernel([1, length]) as tf.Tensor2D)),
  ],
  Prod: [
    use('along the path', (x) => x.prod(1, true)),
    use('along a middle axis', (x) => x.reshape([-1, 3, 4]).prod(1)),
  ],
  Reciprocal: unary('of positive numbers', tf.reciprocal, positive),
  Relu6: unary('on both sides', (x) => tf.relu6(x.mul(5))),
  Relu: unary('at both signs', tf.relu),
  Reshape: unary('of the path', (x) => x.reshape([-1, 3, 4]).square()),
  ResizeBilinear: [
    use('larger', (x) => tf.image.resizeBilinear(image(x), [5, 7]).square(), {
      wasm: 'right',
      cpu: /gradient for op ResizeBilinear/,
      tensorflow: 'right',
    }),
    use('larger, corners aligned', (x) => tf.image.resizeBilinear(image(x), [5, 7], true).square(), {
      wasm: 'right',
      cpu: /gradient for op ResizeBilinear/,
      tensorflow: 'right',
    }),
    use('smaller', (x) => tf.image.resizeBilinear(image(x), [2, 3]).square(), {
      wasm: 'right',
      cpu: /gradient for op ResizeBilinear/,
      tensorflow: 'right',
    }),
    use('larger, centres of pixels', (x) => tf.image.resizeBilinear(image(x), [5, 7], false, true).square(), {
      wasm: wrong('ResizeBilinear'),
      cpu: /gradient for op ResizeBilinear/,
      tensorflow: wrong('ResizeBilinear'),
    }),
  ],
  ResizeNearestNeighbor: [
    use('larger', (x) => tf.image.resizeNearestNeighbor(image(x), [6, 8]).square()),
    use('larger by a fraction', (x) => tf.image.resizeNearestNeighbor(image(x), [5, 7]).square()),
    use('larger, corners aligned', (x) => tf.image.resizeNearestNeighbor(image(x), [5, 7], true).square()),
    use('smaller', (x) => tf.image.resizeNearestNeighbor(image(x), [2, 3]).square()),
    use(
      'larger, centres of pixels',
      (x) => tf.image.resizeNearestNeighbor(image(x), [5, 7], false, true).square(),
      wrong('ResizeNearestNeighbor'),
    ),
  ],
  Reverse: [
    use('along the path', (x) => x.reverse(1).square()),
    use('along a negative axis', (x) => x.reshape([-1, 3, 4]).reverse(-1).square()),
  ],
  Round: unary('of the path', (x) => x.mul(2).round().mul(x)),
  Rsqrt: unary('of positive numbers', tf.rsqrt, positive),
  Select: [
    use('of two branches', (x) => tf.where(x.greater(0.1), x.square(), x.exp())),
    use('with a condition from constants', (x) =>
      tf.where(tf.greater(kernel([1, length]).add(x.mul(0)), 0), x.square(), x.exp()),
    ),
  ],
  Selu: unary('at both signs', tf.selu),
  Sigmoid: unary('of the path', tf.sigmoid),
  Sign: unary('times the path', (x) => x.sign().mul(x)),
  Sin: unary('of the path', tf.sin),
  Sinh: unary('of the path', tf.sinh),
  Slice: [
    use('of the path', (x) => x.slice([0, 2], [-1, 7]).square()),
    use('of a block', (x) => x.reshape([-1, 3, 4]).slice([0, 1, 1], [-1, 2, 2]).square()),
  ],
  Softmax: [
    use('along the path', (x) => x.softmax(1)),
    use('along a negative axis', (x) => x.reshape([-1, 3, 4]).softmax(-1)),
  ],
  Softplus: unary('at both signs', tf.softplus),
  SpaceToBatchND: [
    use('of the path', (x) =>
      tf.batchToSpaceND(
        tf
          .spaceToBatchND(
            line(x),
            [2, 1],
            [
              [0, 0],
              [0, 0],
            ],
          )
          .exp(),
        [2, 1],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    ),
    use('with padding', (x) =>
      tf.batchToSpaceND(
        tf
          .spaceToBatchND(
            line(x),
            [2, 1],
            [
              [1, 1],
              [0, 0],
            ],
          )
          .exp(),
        [2, 1],
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ),
  ],
  SplitV: [
    use('into halves', (x) => tf.mul(...halves(x))),
    use('into unequal parts', (x) => tf.split(x, [3, 9], 1)[1].square()),
    use('along a negative axis', (x) => tf.split(x.square(), [3, 9], -1)[0]),
  ],
  Sqrt: unary('of positive numbers', tf.sqrt, positive),
  SquaredDifference: binary(tf.squaredDifference, (x) => x, /gradient for op SquaredDifference/),
  Square: unary('of the path', tf.square),
  Step: [use('at both signs', (x) => tf.step(x).mul(x)), use('with a slope below 0', (x) => tf.step(x, 0.4).mul(x))],
  Sub: binary(tf.sub),
  Sum: [
    use('along the path', (x) => x.square().sum(1, true)),
    use('along two axes', (x) => x.square().reshape([-1, 3, 4]).sum([1, 2]).expandDims(1)),
    use('along a negative axis', (x) => x.square().reshape([-1, 3, 4]).sum(-2)),
  ],
  Tan: unary('within (−1, 1)', tf.tan, inside),
  Tanh: unary('of the path', tf.tanh),
  Tile: [
    use('along the path', (x) => x.tile([1, 3]).square()),
    use('of a block', (x) => x.reshape([-1, 3, 4]).tile([1, 2, 2]).square()),
  ],
  Transpose: [
    use('of a block', (x) => x.reshape([-1, 3, 4]).transpose([0, 2, 1]).square()),
    use('of three axes', (x) => x.reshape([-1, 3, 2, 2]).transpose([0, 3, 1, 2]).square()),
  ],
  Unpack: [
    use('along a middle axis', (x) => tf.addN(tf.unstack(x.reshape([-1, 3, 4]), 1).map((t, i) => t.pow(i + 1)))),
  ],
  UnsortedSegmentSum: [
    use(
      'of entries',
      (x) =>
        tf
          .unsortedSegmentSum(x.square().transpose(), tf.tensor1d([0, 1, 0, 2, 1, 2, 0, 0, 1, 2, 2, 1], 'int32'), 3)
          .transpose(),
      { wasm: /'UnsortedSegmentSum' not registered/, cpu: 'right', tensorflow: 'right' },
    ),
  ],
  Equal: mask('as a mask', (x) => x.equal(x.max(1, true))),
  NotEqual: mask('as a mask', (x) => x.notEqual(x.max(1, true))),
  Greater: mask('as a mask', (x) => x.greater(x.mean(1, true))),
  Less: mask('as a mask', (x) => x.less(0.3)),
  LessEqual: mask('as a mask', (x) => x.lessEqual(0.3)),
  LogicalAnd: mask('as a mask', (x) => x.less(0.3).logicalAnd(x.greater(-0.4))),
  LogicalOr: mask('as a mask', (x) => x.greater(0.3).logicalOr(x.less(-0.4))),
  LogicalNot: mask('as a mask', (x) => x.greater(0.3).logicalNot()),
  ZerosLike: [use('of the path', (x) => tf.zerosLike(x).add(x.square()))],
};
