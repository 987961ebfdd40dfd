import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { energyPaths, ensembleSizes } from '../../chapter/mean-field/index.js';
import { arDescents } from '../../chapter/overfitting/index.js';
import { reverseDivergence } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { meanFieldDescent, regularDescent } from '../../flow/index.js';
import { settings, withSettings } from '../../host/index.js';
import { ar, gaussian } from '../../model/index.js';
import { workerCount } from '../../parallel/index.js';
import { key } from '../../random/index.js';
import { run, unheard } from '../../study/index.js';
import { formatTable } from './timing.js';

/** Seconds of the computations behind Figures 1 to 4 at full size, once each, without stored results. */
export async function figuresTable(): Promise<string> {
  const rows: string[][] = [];
  const time = async (name: string, work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    const seconds = (performance.now() - start) / 1000;
    rows.push([name, seconds.toFixed(2)]);
    return seconds;
  };
  await divergenceCurves(5);
  await time('divergence of 128 paths through 200 steps, both descents', () => divergenceCurves(200));

  const folder = mkdtempSync(join(tmpdir(), 'microcanon-bench-'));
  const options = { fresh: true, onEvent: unheard };
  const drawn = async (): Promise<void> => {
    let total = await time('Figures 1 and 3: arDescents', () => run(arDescents(), options));
    total += await time('Figure 2: energyPaths', () => run(energyPaths(), options));
    total += await time('Figure 4: ensembleSizes', () => run(ensembleSizes(), options));
    rows.push(['Figures 1 to 4', total.toFixed(2)]);
  };
  try {
    await withSettings({ folders: { ...settings().folders, cache: folder } }, drawn);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return formatTable(
    `The illustrative example at full size (d = 1024), ${workerCount()} threads`,
    ['', 'seconds'],
    rows,
  );
}

async function divergenceCurves(stepCount: number): Promise<void> {
  const shape = { signalLength: 1024 };
  const base = gaussian(shape);
  const truth = ar([0.1], shape);
  const paths = base.sample(key(7), 128);
  for (const descent of [regularDescent, meanFieldDescent]) {
    await reverseDivergence(descent(autocovariance(shape), [0.1, 1], { stepSize: 10 }), base, truth, paths, stepCount);
  }
}
