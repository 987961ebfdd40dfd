import { ensemble, matrix, type Vector } from '../../array/index.js';
import { type TensorEnergyOptions, tensorEnergy } from '../../energy/index.js';
import { registerProductGradient } from '../../energy/product-gradient.js';
import { loadTensorFlow, type TensorFlow } from '../../energy/tensor-backend.js';
import { host } from '../../host/index.js';
import { adam, drawnParameters, multilayer, regressionTurn, trainNetworks } from '../../neural/index.js';
import { key, normals } from '../../random/index.js';
import { alternate, formatTable, median } from './timing.js';

const rounds = 5;
/** A measurement repeats its work for so long at least. */
const leastMilliseconds = 100;

/** A backend of TensorFlow.js by its name, as a reader knows it. */
const titles: Readonly<Record<string, string>> = {
  tensorflow: 'native library',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};

/** A piece of work, done on the backend of the moment. */
interface Work {
  readonly title: string;
  /** @returns numbers that all backends shall agree on */
  run(): Promise<Vector>;
}

type Values = TensorEnergyOptions['values'];

/** Notebook 00's energy of the reader's own. */
const lagTwo =
  (d: number): Values =>
  (x) => [
    x
      .slice([0, 2])
      .mul(x.slice([0, 0], [-1, d - 2]))
      .sum(1)
      .div(d),
    x.square().mean(1),
  ];

/** Notebook 06's leverage. */
const leverage =
  (d: number): Values =>
  (x) => {
    const squared = x.square();
    const storm = [1, 2, 3, 4, 5].map((lag) => squared.slice([0, lag], [-1, d - 5])).reduce((sum, one) => sum.add(one));
    return x
      .slice([0, 0], [-1, d - 5])
      .mul(storm)
      .mean(1)
      .mul(2);
  };

/** Pullbacks and Hessian products of an energy. */
async function energyWork(title: string, [pathCount, signalLength]: [number, number], values: Values): Promise<Work> {
  const energy = await tensorEnergy({ signalLength, values });
  const { componentCount } = energy;
  const [x, v] = [1, 2].map((seed) => ensemble(pathCount, signalLength, normals(key(seed), pathCount * signalLength)));
  const w = matrix(pathCount, componentCount, normals(key(3), pathCount * componentCount));
  return {
    title: `${title}, ${pathCount} paths of length ${signalLength}, gradient and Hessian product`,
    async run() {
      energy.hessianProduct(x, w, v);
      return energy.pullback(x, w).data;
    },
  };
}

/** Training steps of a network by least squares. */
function trainingWork(title: string, widths: readonly number[], pointCount: number): Work {
  const [inputs, outputs] = [widths[0], widths[widths.length - 1]];
  const network = multilayer(widths);
  const paths = ensemble(pointCount, inputs, normals(key(1), pointCount * inputs));
  const wanted = ensemble(pointCount, outputs, normals(key(2), pointCount * outputs));
  const turn = regressionTurn(network, { batch: () => ({ paths, wanted }), optimiser: adam({ rate: 1e-3 }) });
  const field = drawnParameters(network, key(3));
  return {
    title: `${title} ${widths.join('-')}, ${pointCount} points, a step of training`,
    run: async () => (await trainNetworks([turn], { field }, { stepCount: 1, key: key(4) })).losses.data,
  };
}

/** A backend that works here. */
interface Backend {
  readonly name: string;
  select(): Promise<unknown>;
}

/**
 * The backends that work here, the fastest first. `tensorBackend` loads the native library or WebAssembly, the better of both: where it has
 * loaded the library, WebAssembly is loaded beside it. Each gets the gradient of matrix products that it has when it is loaded alone.
 */
async function backends(): Promise<Backend[]> {
  const before = host.load<TensorFlow>('@tensorflow/tfjs').getGradient('BatchMatMul');
  const tf = await loadTensorFlow();
  const names = [tf.getBackend()];
  if (names[0] === 'tensorflow') {
    const name = '@tensorflow/tfjs-backend-wasm';
    host.load<typeof import('@tensorflow/tfjs-backend-wasm')>(name).setWasmPaths(host.locate(`${name}/dist/`));
    names.push('wasm');
  }
  if (!names.includes('cpu')) names.push('cpu');
  return names.map((name) => ({
    name,
    select() {
      if (name === 'wasm') registerProductGradient(tf);
      else tf.registerGradient(before);
      return host.withoutFatalHandlers(() => tf.setBackend(name));
    },
  }));
}

/** The largest difference of two results, by the largest of their numbers. */
function difference(a: Vector, b: Vector): number {
  const largest = (values: Vector): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(a.map((value, i) => value - b[i])) / largest(a);
}

/** Energies and networks of the notebooks by every backend of TensorFlow.js that works here, in turn. */
export async function tensorsTable(): Promise<string> {
  const usable = await backends();
  const works = [
    await energyWork('energy of notebook 00', [128, 64], lagTwo(64)),
    await energyWork('leverage of notebook 06', [128, 256], leverage(256)),
    await energyWork('leverage of notebook 06', [1024, 256], leverage(256)),
    trainingWork('critic of notebook 26', [1, 16, 1], 256),
    trainingWork('score of notebook 27', [2, 32, 32, 1], 256),
    trainingWork('network', [2, 128, 128, 1], 1024),
  ];
  const rows: string[][] = [];
  let apart = 0;
  for (const { title, run } of works) {
    const results: Vector[] = [];
    const once = usable.map((backend, b) => async () => {
      await backend.select();
      const start = performance.now();
      for (let times = 1; ; times++) {
        results[b] = await run();
        const elapsed = performance.now() - start;
        if (elapsed >= leastMilliseconds) return elapsed / times;
      }
    });
    // The first run of a backend compiles what it needs.
    for (const one of once) await one();
    const times = (await alternate(once, rounds)).map(median);
    apart = Math.max(apart, ...results.map((result) => difference(results[0], result)));
    rows.push([title, ...times.map((time) => time.toFixed(time < 10 ? 2 : 1))]);
  }
  await usable[0].select();
  const absent = usable.some(({ name }) => name === 'tensorflow')
    ? ''
    : '; the native library is absent: npm run native';
  return [
    formatTable(
      `TensorFlow.js, median ms of ${rounds} rounds in turn${absent}`,
      ['', ...usable.map(({ name }) => titles[name] ?? name)],
      rows,
    ),
    `  Results of the backends lie within ${apart.toExponential(1)} of each other, in units of the largest.\n`,
  ].join('');
}
