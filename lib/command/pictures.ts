import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ArDescentsParameters,
  arDescents,
  type DivergenceSeries,
  divergenceCurve,
  divergenceSeries,
  entropyBudget,
  entropyLoss,
} from '../chapter/overfitting/index.js';
import type { Figure } from '../figure/index.js';
import { writeWhole } from '../host/node/whole-file.js';
import { type RunOptions, run } from '../study/index.js';

/** No densities in energy space, which the README does not show: a quarter of the work of `arDescents`. */
const withoutDensities = { densityPathCount: 2, regularSteps: [1], meanFieldSteps: [1] };

/** The README's figures by name: divergence and entropy losses of the paper's AR(0.1) descents. Cost: that of both descents. */
async function readmePictures(options: RunOptions = {}): Promise<Readonly<Record<'divergence' | 'entropy', Figure>>> {
  const seed = 7;
  const { data, parameters } = await run(arDescents(withoutDensities, { seed, profile: 'quick' }), options);
  const { regular, meanField } = data;
  const { ensembleSize, ensembleCount, signalLength } = parameters as ArDescentsParameters;
  const made = { pathCount: ensembleSize * ensembleCount, signalLength, key: seed, units: 'nats per path' };
  return {
    divergence: divergenceCurve({
      ...made,
      series: [
        withoutParts(divergenceSeries('regular', regular, { step: 36, divergence: 2.76 })),
        withoutParts(divergenceSeries('mean-field', meanField, { step: 157, divergence: 0.09 })),
      ],
      caption: 'Reverse divergence from AR(0.1), two standard errors shaded; diamonds: the paper’s least values.',
    }),
    entropy: entropyBudget({
      ...made,
      losses: [entropyLoss('regular', regular), entropyLoss('mean-field', meanField)],
      caption: 'Entropy lost, split exactly by cause (Appendix A).',
    }),
  };
}

/** The series with its divergence only, which gives a figure of one panel. */
function withoutParts(series: DivergenceSeries): DivergenceSeries {
  return { ...series, negativeEntropy: undefined, logLikelihood: undefined };
}

/**
 * Draws the README's figures into a folder, which is made when it is missing.
 * @returns the files written
 */
export async function writePictures(folder: string, options: RunOptions = {}): Promise<string[]> {
  const pictures = Object.entries(await readmePictures(options));
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  for (const [name, figure] of pictures) {
    const file = join(folder, `${name}.png`);
    writeWhole(file, await figure.toPng());
    files.push(file);
  }
  return files;
}
