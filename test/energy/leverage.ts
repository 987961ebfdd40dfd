import { type Energy, energyOfPaths } from '../../lib/energy/index.js';

/** A reader's own energy, without band, recipe or compiled code: the mean of x_t times the mean of the next `lags` squares, times a factor. */
export function leverage(signalLength: number, { lags = 5, factor = 1 } = {}): Energy {
  const scale = factor / lags / signalLength;
  const each = (visit: (t: number, s: number) => void): void => {
    for (let t = 0; t < signalLength; t++) for (let s = t + 1; s <= t + lags && s < signalLength; s++) visit(t, s);
  };
  return energyOfPaths({
    name: 'leverage',
    signalLength,
    labels: ['leverage'],
    value(x, out) {
      out[0] = 0;
      each((t, s) => {
        out[0] += scale * x[t] * x[s] ** 2;
      });
    },
    pullback(x, [w], out) {
      out.fill(0);
      each((t, s) => {
        out[t] += w * scale * x[s] ** 2;
        out[s] += 2 * w * scale * x[t] * x[s];
      });
    },
    hessianProduct(x, [w], v, out) {
      out.fill(0);
      each((t, s) => {
        out[t] += 2 * w * scale * x[s] * v[s];
        out[s] += 2 * w * scale * (x[t] * v[s] + x[s] * v[t]);
      });
    },
  });
}
