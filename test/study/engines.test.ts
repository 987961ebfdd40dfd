import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fingerprint } from 'microcanon/study';
import { root } from '../support.js';

/** Draws, laws, descents with log-determinants exact and estimated, a chain and a fit: what results are made of, at small size. */
const program = `(async () => {
  const { ensemble } = require('microcanon/array');
  const { runAlgorithm } = require('microcanon/algorithm');
  const { energyPotential, langevin } = require('microcanon/chain');
  const { autocovariance, scatteringMean, scatteringSpectra, stylized, waveletPower } = require('microcanon/energy');
  const { descend, descendMeasured, meanFieldDescent, regularDescent } = require('microcanon/flow');
  const { ar, cir, fitGarch, garch, gaussian, logDensityOf } = require('microcanon/model');
  const { draws, key } = require('microcanon/random');
  const { fingerprint } = require('microcanon/study');
  const found = {};
  const { normal, gamma } = draws(key(1));
  found.normals = Float64Array.from({ length: 10_000 }, normal);
  found.gammas = Float64Array.from({ length: 10_000 }, () => gamma(0.7));
  const signalLength = 128;
  const truth = ar([0.5, -0.2], { signalLength });
  const rates = cir({ speed: 0.5, level: 1, volatility: 0.7 }, { signalLength });
  found.densities = rates.logDensity(rates.sample(key(2), 20));
  const volatile = garch({ constant: 0.05, reaction: 0.1, memory: 0.85 }, { signalLength: 300 });
  found.fit = fitGarch(volatile.sample(key(3), 1).path(0)).parameters;
  const start = gaussian({ signalLength }).sample(key(4), 4);
  const energies = {
    autocovariance: autocovariance({ signalLength }),
    stylized: stylized({ signalLength }),
    'scattering mean': scatteringMean({ signalLength, scales: 3 }),
    'scattering spectra': scatteringSpectra({ signalLength, scales: 3, sigma2: waveletPower(truth.sample(key(7), 64), { scales: 3 }) }),
  };
  for (const [name, energy] of Object.entries(energies)) {
    const target = energy.values(truth.sample(key(5), 1)).row(0);
    for (const make of [regularDescent, meanFieldDescent]) {
      const descent = await descendMeasured(make(energy, target, { stepSize: 0.5 }), start, 2, [logDensityOf(truth)]);
      found[name + ', ' + make.name] = [descent.paths.data, descent.entropyLoss, descent.pathObservations[0]];
    }
  }
  const chain = langevin(energyPotential(energies.autocovariance, [3, 2], gaussian({ signalLength })), { stepSize: 0.1 });
  found.chain = (await runAlgorithm(chain, start, 20, { key: key(6) })).state.paths;
  for (const name of Object.keys(found)) found[name] = fingerprint(found[name]);
  console.log(JSON.stringify(found));
})()`;

/** Node of a major version, from its package in the registry; undefined where that cannot be had. */
function nodeOf(major: number): string | undefined {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(root, 'dist', 'engines', String(major));
  const program = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const words = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--prefix',
    folder,
    `${name}@${major}`,
  ];
  spawnSync('npm', words, { cwd: folder, encoding: 'utf8', timeout: 240_000, shell: process.platform === 'win32' });
  return existsSync(program) ? program : undefined;
}

function fingerprints(node: string, workers: number): Record<string, string> {
  const { stdout, stderr } = spawnSync(node, ['-e', program], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, MICROCANON_WORKERS: String(workers) },
  });
  assert.ok(stdout.startsWith('{'), stderr);
  return JSON.parse(stdout);
}

const expected = fingerprints(process.execPath, 1);

test('a fingerprint changes with the last bit, and with nothing else', () => {
  const data = { a: Float64Array.of(1, 2), b: [3, 'c'] };
  assert.match(fingerprint(data), /^[0-9a-f]{16}$/);
  assert.equal(fingerprint({ a: Float64Array.of(1, 2), b: [3, 'c'] }), fingerprint(data));
  assert.notEqual(fingerprint({ ...data, a: Float64Array.of(1, 2 + 2 ** -51) }), fingerprint(data));
});

for (const major of [20, 22, 24]) {
  test(`Node ${major} computes the same bits, on one worker and on two`, (t) => {
    const node = nodeOf(major);
    if (node === undefined) return t.skip(`the package of Node ${major} cannot be had`);
    for (const workers of [1, 2]) assert.deepEqual(fingerprints(node, workers), expected, `${workers} workers`);
  });
}
