import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { skipWithout } from '../../site/browser.js';
import { root } from '../../support.js';
import { temporaryFolder } from '../temporary-folder.js';
import { oneNodeSlurm, slurmCanRun, until } from './one-node-slurm.js';

const program = join(root, 'dist', 'lib', 'command', 'command-line.js');
const snakemake = join(root, '.venv-snakemake', 'bin', 'snakemake');
const select = '--model ar-0.1 --energy autocovariance';

test('a task of a Slurm array, requeued in the middle, goes on from its checkpoint, and all parts merge', async (t) => {
  if (!slurmCanRun()) return skipWithout(t, 'Slurm (packages slurm-wlm and munge, as root)');
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755);
  const slurm = await oneNodeSlurm(t, folder);
  // A clock that runs fast: checkpoints, which are seconds apart, come every few steps.
  const hurried = join(folder, 'hurried.cjs');
  writeFileSync(
    hurried,
    `const begun = performance.now();
    Date.now = () => 1.7e12 + 50 * (performance.now() - begun);
    require(${JSON.stringify(program)}).main(process.argv.slice(2));`,
  );
  const output = join(folder, 'output');
  const cache = join(output, 'cache');
  mkdirSync(cache, { recursive: true });
  const variables = [
    `EXPERIMENT=table-1 ${select}`,
    `OUTPUT=${output}`,
    `MICROCANON_CACHE=${cache}`,
    `MICROCANON=${process.execPath} ${hurried}`,
  ];
  const script = join(root, 'cluster', 'array.sbatch');
  const limits = ['--array=0-1', '--cpus-per-task=1', '--mem=500M', `--export=ALL,${variables.join(',')}`];
  const job = slurm('sbatch', '--parsable', ...limits, script);

  const isRunning = (): boolean =>
    readdirSync(cache).some(
      (name) =>
        /regular-[0-9a-f]{16}\.checkpoint$/.test(name) && readFileSync(join(cache, name), 'utf8').includes('"running"'),
    );
  await until('a checkpoint of part 0', isRunning, 60);
  slurm('scontrol', 'requeue', `${job}_0`);
  assert.ok(!existsSync(join(output, 'part-0.json')), 'the part was not finished when its task was stopped');
  await until('both tasks have ended', () => slurm('squeue', '-h') === '', 120);
  const log = readFileSync(join(folder, `microcanon-${job}-0.log`), 'utf8');
  assert.match(log, /DUE TO JOB REQUEUE/);
  assert.match(log, /regular: goes on from a checkpoint after [\d.]+ s of work/);

  const env = { ...process.env, MICROCANON_CACHE: join(folder, 'home') };
  const microcanon = (...words: string[]) =>
    spawnSync(process.execPath, [program, ...words], { env, encoding: 'utf8' });
  const list = join(folder, 'list.json');
  writeFileSync(list, microcanon('run', 'table-1', ...select.split(' '), '--list').stdout);
  const files = ['0', '1'].map((part) => join(output, `part-${part}.json`));
  const merged = microcanon('results', 'merge', '--parts', list, ...files);
  assert.equal(merged.status, 0, merged.stdout + merged.stderr);
});

test('Snakemake computes all parts, merges them, and finds nothing to do the second time', (t) => {
  if (!existsSync(snakemake)) return skipWithout(t, 'Snakemake (.venv-snakemake)');
  const folder = temporaryFolder(t);
  const settings = [
    ['profile', 'quick'],
    ['experiments', 'table-1'],
    ['select', select],
    ['microcanon', `${process.execPath} ${program}`],
    ['output', join(folder, 'output')],
  ].map(([name, value]) => `${name}=${value}`);
  const words = ['-s', join(root, 'cluster', 'Snakefile'), '-c', '2', '--directory', folder, '--config', ...settings];
  const first = spawnSync(snakemake, words, { encoding: 'utf8', timeout: 120_000 });
  assert.equal(first.status, 0, first.stderr);
  const merged = readFileSync(join(folder, 'output', 'table-1', 'merged.txt'), 'utf8');
  assert.match(merged, /^all 2 parts of table-1, profile quick are whole/);
  const second = spawnSync(snakemake, words, { encoding: 'utf8', timeout: 120_000 });
  assert.match(second.stderr, /Nothing to be done/);
});
