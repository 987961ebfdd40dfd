import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import { generativeModels } from './models.js';
import { type TableRowData, type TableRowParameters, tableRow } from './table-row.js';
import { targetNames } from './targets.js';

/** The table's rows for the command line. */
export const runnables: readonly Runnable[] = [
  {
    name: 'one-table',
    summary: `generative models on the same two targets, five trainings each, ${2 * generativeModels.length} parts`,
    options: {
      target: { value: 'NAME', help: `only this target: ${targetNames.join(' or ')}` },
      model: { value: 'NAME', help: 'only this model, e.g. flow' },
    },
    headings: ['target', 'model               ', 'divergence by draws, nats', 'time'],
    parts({ target, model }) {
      const parts = targetNames
        .filter((name) => target === undefined || name === target)
        .flatMap((name) =>
          generativeModels.filter((one) => model === undefined || one.name === model).map((one) => ({ name, one })),
        );
      if (parts.length > 0) return parts.map(({ name, one }) => tableRow(one.name, name));
      throw new RangeError(
        `one-table: target and model expect ${targetNames.join(' or ')} and one of ` +
          `${generativeModels.map((one) => one.name).join(', ')}, got ${target ?? 'any'} and ${model ?? 'any'}`,
      );
    },
    line(result: Result<unknown>) {
      const { parameters, data, provenance } = result as Result<TableRowData>;
      const { model, target } = parameters as TableRowParameters;
      const divergences = data.trainings.map(({ drawsDivergence }) => drawsDivergence);
      const mean = divergences.reduce((sum, value) => sum + value, 0) / divergences.length;
      return [target, model, mean.toFixed(4), spokenDuration(provenance.wallSeconds)];
    },
  },
];
