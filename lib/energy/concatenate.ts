import { displaySymbol, type Ensemble, ensemble, matrix, matrixOf, type Vector, vector } from '../array/index.js';
import { concatenateDerivatives } from '../compiled/index.js';
import type { BandedHessian, Energy, Weights } from './energy.js';
import { energyBundle } from './path-energy.js';
import { checkShapes } from './weights.js';

/**
 * The energies of all parts as one: Φ = (Φ¹, Φ², …), whose components are those of the parts in their order.
 *
 * Paper: any Φ of section 2; the stylized features of section 5.2 are three such parts. Components are not rescaled: in
 * the loss ‖Φ − α‖² a part with larger numbers counts for more. The result has each of these where all parts have it: a
 * banded Hessian (of the largest bandwidth), compiled derivatives, and a recipe, by which worker threads make the
 * energy. With one part of the reader's own it runs in the calling thread.
 * @param parts one or more, all of one signal length; one part alone is returned as it is
 * @returns labels are the parts' own; those that two parts share are preceded by the part's name
 * @throws RangeError when there is no part, or signal lengths differ; TypeError when a part is no energy
 * Cost: the sum of the parts'. A part whose weights are all 0 is left out of pullbacks and Hessian products.
 */
export function concatenate(...parts: Energy[]): Energy {
  checkParts(parts);
  if (parts.length === 1) return parts[0];
  const { signalLength } = parts[0];
  const name = parts.map((part) => part.name).join(' + ');
  const labels = jointLabels(parts);
  const componentCount = labels.length;
  const starts = parts.map((_, p) => parts.slice(0, p).reduce((sum, part) => sum + part.componentCount, 0));
  const shape = { signalLength, componentCount };
  const derivatives = parts.map((part) => part.accelerators?.derivatives);
  const recipes = parts.map((part) => part.recipe);
  const bandedHessian = jointBand(parts, starts, signalLength);

  /** The sum over parts of what `one` gives for a part and its weights. */
  function total(paths: Ensemble, weights: Weights, one: (part: Energy, own: Weights) => Ensemble): Ensemble {
    let sum: Ensemble | undefined;
    for (const [p, part] of parts.entries()) {
      const own = columnsOf(weights, starts[p], part.componentCount);
      if (('row' in own ? own.data : own).every((weight) => weight === 0)) continue;
      const { data } = one(part, own);
      if (sum === undefined) sum = ensemble(paths.pathCount, signalLength, data.slice());
      else for (let i = 0; i < data.length; i++) sum.data[i] += data[i];
    }
    return sum ?? ensemble(paths.pathCount, signalLength);
  }

  return {
    name,
    ...shape,
    labels,
    bandedHessian,
    accelerators: derivatives.every((make) => make !== undefined)
      ? {
          derivatives: (pathCount, precision) =>
            concatenateDerivatives(derivatives.map((make) => make(pathCount, precision))),
        }
      : undefined,
    recipe: recipes.every((recipe) => recipe !== undefined)
      ? { module: 'energy', factory: 'concatenate', arguments: recipes }
      : undefined,
    values(paths) {
      checkShapes(`${name}.values`, shape, paths);
      const result = matrix(paths.pathCount, componentCount);
      parts.forEach((part, p) => {
        const own = part.values(paths);
        for (let n = 0; n < paths.pathCount; n++) result.row(n).set(own.row(n), starts[p]);
      });
      return result;
    },
    pullback(paths, weights) {
      checkShapes(`${name}.pullback`, shape, paths, weights);
      return total(paths, weights, (part, own) => part.pullback(paths, own));
    },
    hessianProduct(paths, weights, directions) {
      checkShapes(`${name}.hessianProduct`, shape, paths, weights, directions);
      return total(paths, weights, (part, own) => part.hessianProduct(paths, own, directions));
    },
    [displaySymbol]: () => energyBundle({ name, signalLength, labels, bandedHessian }),
  };
}

function checkParts(parts: readonly Energy[]): void {
  if (parts.length === 0) throw new RangeError('concatenate: parts expect at least one energy, got none; give some');
  parts.forEach((part, p) => {
    if (typeof part?.values !== 'function') {
      const got =
        part instanceof Promise ? 'a promise; await it' : `${typeof part}; make one, as by stylized({ signalLength })`;
      throw new TypeError(`concatenate: part ${p + 1} expects an energy, got ${got}`);
    }
    if (part.signalLength !== parts[0].signalLength) {
      throw new RangeError(
        `concatenate: parts expect one signal length, got ${parts[0].signalLength} for ${parts[0].name} and ` +
          `${part.signalLength} for ${part.name}; make both for paths of one length`,
      );
    }
  });
}

function jointLabels(parts: readonly Energy[]): string[] {
  const counts = new Map<string, number>();
  for (const { labels } of parts) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return parts.flatMap(({ name, labels }) =>
    labels.map((label) => (counts.get(label)! > 1 ? `${name}: ${label}` : label)),
  );
}

/** The weights of the components start … start + count − 1, of all paths or row by row. */
function columnsOf(weights: Weights, start: number, count: number): Weights {
  if (!('row' in weights)) return weights.subarray(start, start + count);
  return matrixOf(Array.from({ length: weights.rowCount }, (_, n) => weights.row(n).subarray(start, start + count)));
}

/** The sum of the parts' bands, undefined where one has none. */
function jointBand(
  parts: readonly Energy[],
  starts: readonly number[],
  signalLength: number,
): BandedHessian | undefined {
  const bands = parts.flatMap(({ bandedHessian }) => bandedHessian ?? []);
  if (bands.length < parts.length) return undefined;
  const bandwidth = Math.max(...bands.map((band) => band.bandwidth));
  // Scratch buffers: every call overwrites them before it reads them (not re-entrant).
  const scratch = bands.map((band) => vector(signalLength * (band.bandwidth + 1)));
  return {
    bandwidth,
    fill(path: Vector, weights: Vector, band: Vector) {
      band.fill(0);
      bands.forEach((own, p) => {
        own.fill(path, weights.subarray(starts[p], starts[p] + parts[p].componentCount), scratch[p]);
        const width = own.bandwidth + 1;
        for (let i = 0; i < signalLength; i++) {
          for (let l = 0; l < width; l++) band[i * (bandwidth + 1) + l] += scratch[p][i * width + l];
        }
      });
    },
  };
}
