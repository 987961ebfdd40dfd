import { host } from '../host/index.js';
import { registerProductGradient } from './product-gradient.js';

/** TensorFlow.js, typed where it is used and loaded only when asked for. */
export type TensorFlow = typeof import('@tensorflow/tfjs');

let loading: Promise<TensorFlow> | undefined;

/**
 * Loads TensorFlow.js and selects the fastest backend that works here: `tensorflow` (native, the optional package
 * `tfjs-node-native`), else `wasm` (SIMD, from the local package folder, no network), else `cpu` with a warning.
 *
 * The choice is made once, by the first call, for the whole process: `import * as tf from '@tensorflow/tfjs'` is the
 * same library with the same backend, and a later `tf.setBackend` is respected.
 */
export function loadTensorFlow(): Promise<TensorFlow> {
  loading ??= selectBackend();
  return loading;
}

async function selectBackend(): Promise<TensorFlow> {
  const tf = host.load<TensorFlow>('@tensorflow/tfjs');
  silenceGreeting(tf);
  registerZeroGradients(tf);
  if (!(await nativeWorks(tf)) && !(await wasmWorks(tf))) {
    await tf.setBackend('cpu');
    console.warn(
      'tensorEnergy: neither the native nor the WebAssembly backend of TensorFlow.js loads here; ' +
        'it computes in plain JavaScript, about ten times slower.',
    );
  }
  return tf;
}

async function nativeWorks(tf: TensorFlow): Promise<boolean> {
  try {
    host.load('tfjs-node-native');
  } catch {
    return false;
  }
  return backendWorks(tf, 'tensorflow');
}

async function wasmWorks(tf: TensorFlow): Promise<boolean> {
  try {
    const name = '@tensorflow/tfjs-backend-wasm';
    const wasm = host.load<typeof import('@tensorflow/tfjs-backend-wasm')>(name);
    wasm.setWasmPaths(host.locate(`${name}/dist/`));
  } catch {
    return false;
  }
  registerProductGradient(tf);
  return host.withoutFatalHandlers(() => backendWorks(tf, 'wasm'));
}

/** Whether the backend differentiates x² at 3: a native one may load and still fail under a newer Node. */
async function backendWorks(tf: TensorFlow, name: string): Promise<boolean> {
  try {
    if (!(await tf.setBackend(name))) return false;
    return (
      tf.tidy(
        () =>
          tf
            .grad((x) => x.square())(tf.scalar(3))
            .dataSync()[0],
      ) === 6
    );
  } catch {
    return false;
  }
}

/** Triggers the cpu backend's first write, which prints several lines, while warnings are off. */
function silenceGreeting(tf: TensorFlow): void {
  const quiet = tf.env().getBool('IS_TEST');
  tf.env().set('IS_TEST', true);
  try {
    const cpu = tf.engine().findBackend('cpu');
    cpu.disposeData(cpu.write(singleZero(tf), [1], 'float32'), true);
  } finally {
    tf.env().set('IS_TEST', quiet);
  }
}

function singleZero(tf: TensorFlow) {
  return tf.util.getTypedArrayFromDType('float32', 1);
}

/**
 * Gives comparisons, which are piecewise constant, the gradient zero. TensorFlow.js gives them none, and so refuses the
 * gradient of `where(x > 0, …)` and the second derivative of `maximum`, `max`, `clipByValue`, `leakyRelu`, ….
 */
function registerZeroGradients(tf: TensorFlow): void {
  const binary = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual', 'LogicalAnd', 'LogicalOr'];
  for (const kernelName of binary.filter((name) => !tf.getGradient(name))) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (_dy, [a, b]) => ({ a: () => tf.zeros(a.shape), b: () => tf.zeros(b.shape) }),
    });
  }
  if (tf.getGradient('LogicalNot')) return;
  tf.registerGradient({
    kernelName: 'LogicalNot',
    inputsToSave: ['x'],
    gradFunc: (_dy, [x]) => ({ x: () => tf.zeros(x.shape) }),
  });
}
