import { type Vector, vector } from '../../array/index.js';
import { draws, key } from '../../random/index.js';
import { circlePoint, exp, expm1, log, log1p, pow } from '../../special/index.js';
import { alternate, formatTable } from './timing.js';

const ROUNDS = 300;
const COUNT = 4096;
const EXPONENT = 1.37;
const point = vector(2);

type Loop = (x: Vector, out: Vector) => void;

/**
 * One loop per function and implementation: a common loop would call functions through a variable, which costs more than most of
 * the functions.
 */
const loops: readonly (readonly [name: string, own: Loop, engines: Loop])[] = [
  [
    'log',
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = log(x[i]);
    },
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = Math.log(x[i]);
    },
  ],
  [
    'log1p',
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = log1p(x[i]);
    },
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = Math.log1p(x[i]);
    },
  ],
  [
    'exp',
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = exp(x[i]);
    },
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = Math.exp(x[i]);
    },
  ],
  [
    'expm1',
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = expm1(x[i]);
    },
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = Math.expm1(x[i]);
    },
  ],
  [
    'pow',
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = pow(x[i], EXPONENT);
    },
    (x, out) => {
      // biome-ignore lint/style/useExponentiationOperator: both are named.
      for (let i = 0; i < COUNT; i++) out[i] = Math.pow(x[i], EXPONENT);
    },
  ],
  [
    'cosine and sine',
    (x, out) => {
      for (let i = 0; i < COUNT; i++) {
        circlePoint(6 * x[i], point);
        out[i] = point[0] + point[1];
      }
    },
    (x, out) => {
      for (let i = 0; i < COUNT; i++) out[i] = Math.cos(6 * x[i]) + Math.sin(6 * x[i]);
    },
  ],
];

/** Cost of elementary functions whose results have the same bits in every engine, beside those of this engine. */
export async function elementaryTable(): Promise<string> {
  const [x, out] = [vector(COUNT), vector(COUNT)];
  const { uniform } = draws(key(1));
  for (let i = 0; i < COUNT; i++) x[i] = uniform();
  const timed = (loop: Loop) => async (): Promise<number> => {
    const start = performance.now();
    for (let pass = 0; pass < 8; pass++) loop(x, out);
    return ((performance.now() - start) * 1e6) / (8 * COUNT);
  };
  const times = await alternate(
    loops.flatMap(([, own, engines]) => [timed(own), timed(engines)]),
    ROUNDS,
  );
  const least = times.map((list) => Math.min(...list).toFixed(1));
  return formatTable(
    `Elementary functions at ${COUNT} numbers between 0 and 1, ${ROUNDS} rounds in turn`,
    ['', 'minimum ns', "engine's own"],
    loops.map(([name], l) => [name, least[2 * l], least[2 * l + 1]]),
  );
}
