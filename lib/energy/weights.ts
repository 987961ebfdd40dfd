import type { Ensemble, Vector } from '../array/index.js';
import type { Energy, Weights } from './energy.js';

/** The weights of path n, whether shared by all paths or one row per path. */
export function weightsOf(weights: Weights, n: number): Vector {
  return 'row' in weights ? weights.row(n) : weights;
}

/** Refuses paths of another length, and weights of another shape, than the energy's. */
export function checkShapes(
  method: string,
  energy: Pick<Energy, 'signalLength' | 'componentCount'>,
  paths: Ensemble,
  weights?: Weights,
  directions?: Ensemble,
): void {
  if (paths.signalLength !== energy.signalLength) {
    throw new RangeError(`${method}: energy expects signal length ${energy.signalLength}, got ${paths.signalLength}`);
  }
  if (weights !== undefined) {
    const perPath = 'row' in weights;
    const length = perPath ? weights.columnCount : weights.length;
    if (length !== energy.componentCount || (perPath && weights.rowCount !== paths.pathCount)) {
      const got = perPath ? `[${weights.rowCount}, ${length}]` : `[${length}]`;
      throw new RangeError(
        `${method}: weights expect [${energy.componentCount}] or [${paths.pathCount}, ${energy.componentCount}], got ${got}`,
      );
    }
  }
  if (
    directions !== undefined &&
    (directions.pathCount !== paths.pathCount || directions.signalLength !== paths.signalLength)
  ) {
    throw new RangeError(
      `${method}: directions expect the paths' shape [${paths.pathCount}, ${paths.signalLength}], ` +
        `got [${directions.pathCount}, ${directions.signalLength}]`,
    );
  }
}
