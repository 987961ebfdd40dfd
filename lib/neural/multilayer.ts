import { checkCount, firstNonFinite, type Vector, vector } from '../array/index.js';
import { draws, foldIn, type Key } from '../random/index.js';
import { type Activation, activationOf, tanhUnit } from './activation.js';

/** One layer u = h W + b of a network: where its weights and biases stand among the parameters. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** First entry of W, [inputs, outputs], row by row. */
  readonly weights: number;
  /** First entry of b, [outputs]. */
  readonly biases: number;
}

/** What a network is made of, as plain data. */
export interface MultilayerRecipe {
  readonly widths: readonly number[];
  readonly conditions: number;
  readonly activation: string;
}

/** The form of a multilayer network; its parameters are a vector apart from it. */
export interface Multilayer {
  /** Numbers per path of the inputs, of each hidden layer, and of the outputs. */
  readonly widths: readonly number[];
  /** c: how many of the inputs, the last ones, are conditions such as a time, in which no derivative is taken. */
  readonly conditions: number;
  /** d = inputs − c. */
  readonly signalLength: number;
  /** m. */
  readonly outputs: number;
  readonly activation: Activation;
  readonly layers: readonly Layer[];
  readonly parameterCount: number;
  readonly recipe: MultilayerRecipe;
}

/** What a network has besides its widths. */
export interface MultilayerOptions {
  /** σ of all layers but the last, which is linear; tanh when left out. */
  readonly activation?: Activation;
  /** c, the number of conditions among the inputs; 0 when left out. */
  readonly conditions?: number;
}

/**
 * A multilayer network: h ↦ σ(h W + b) for each hidden layer, h W + b at the end.
 * @param widths of inputs (conditions included), hidden layers and outputs, such as [2, 64, 64, 1]; two or more, each from 1
 * @throws RangeError when a width is no whole number from 1, when there are fewer than two, or when all inputs are conditions
 */
export function multilayer(
  widths: readonly number[],
  { activation = tanhUnit, conditions = 0 }: MultilayerOptions = {},
): Multilayer {
  if (widths.length < 2) {
    throw new RangeError(
      `multilayer: widths expects those of inputs and outputs at least, got [${widths}]; give for example [2, 16, 1]`,
    );
  }
  for (const width of widths) checkCount('multilayer: widths', width, 1);
  checkCount('multilayer: conditions', conditions);
  if (conditions >= widths[0]) {
    throw new RangeError(
      `multilayer: conditions expects fewer than the ${widths[0]} inputs, got ${conditions}; count them among the inputs`,
    );
  }
  const layers: Layer[] = [];
  let parameterCount = 0;
  for (let l = 1; l < widths.length; l++) {
    const [inputs, outputs] = [widths[l - 1], widths[l]];
    layers.push({ inputs, outputs, weights: parameterCount, biases: parameterCount + inputs * outputs });
    parameterCount += (inputs + 1) * outputs;
  }
  return {
    widths: [...widths],
    conditions,
    signalLength: widths[0] - conditions,
    outputs: widths[widths.length - 1],
    activation,
    layers,
    parameterCount,
    recipe: { widths: [...widths], conditions, activation: activation.name },
  };
}

/** The network of a recipe. */
export function multilayerOf({ widths, conditions, activation }: MultilayerRecipe): Multilayer {
  return multilayer(widths, { conditions, activation: activationOf(activation) });
}

/**
 * Parameters to start training from: weights and biases N(0, 1/inputs of the layer), so that the sums of all layers are of order one
 * for inputs of order one.
 * @returns [parameterCount]; layer l depends on the key and on l alone
 */
export function drawnParameters({ layers, parameterCount }: Multilayer, key: Key): Vector {
  const parameters = vector(parameterCount);
  layers.forEach(({ inputs, outputs, weights }, l) => {
    const { normal } = draws(foldIn(key, l));
    const deviation = 1 / Math.sqrt(inputs);
    for (let i = 0; i < (inputs + 1) * outputs; i++) parameters[weights + i] = deviation * normal();
  });
  return parameters;
}

/**
 * Refuses parameters that are not those of a network.
 * @param where the function, for the error
 */
export function checkParameters(where: string, { parameterCount, widths }: Multilayer, parameters: Vector): void {
  const bad = firstNonFinite(parameters);
  if (parameters.length === parameterCount && bad < 0) return;
  const got = bad < 0 ? `${parameters.length}` : `${parameters[bad]} at index ${bad}`;
  throw new RangeError(
    `${where}: parameters expects ${parameterCount} finite numbers, those of a network ${widths.join('-')}, got ${got}; take those of this network`,
  );
}
