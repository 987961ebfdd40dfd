import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { flatten, report, type Verdict, verify as verdictsOf } from '../../lib/command/verification/verification.js';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

const fixtures = join(root, 'test', 'fixtures');

function verify(folder: string): Verdict[] {
  return [...verdictsOf(folder)];
}

/** A fit of a reference file, open to changes. */
interface OpenFit {
  loglik: number;
  readonly estimate: { nu: number };
  readonly std_error: { nu: number };
}

/** A reference file, open to changes: the fields that tests change, of whatever kind the file is. */
interface OpenReference {
  name: string;
  kind: string;
  readonly input: { readonly x: number[][] };
  readonly expected: {
    readonly value: (number | null)[][];
    readonly vjp: number[][];
    readonly mgdm: { readonly sign: number[] };
    readonly mf: Record<string, unknown>;
    readonly fits: readonly OpenFit[];
  };
  readonly cases: readonly { readonly expected: { sigma: number } }[];
}

/** A folder with one reference file, changed. */
function doctored(t: TestContext, name: string, change: (reference: OpenReference) => void): string {
  const folder = temporaryFolder(t);
  const reference = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8'));
  change(reference);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(reference));
  return folder;
}

function outcomes(verdicts: readonly Verdict[]): Set<string> {
  return new Set(verdicts.map(({ outcome }) => outcome));
}

test('the library agrees with every reference file of test/fixtures, in every quantity', () => {
  const verdicts = verify(fixtures);
  const missed = verdicts.filter(({ outcome }) => outcome !== 'pass');
  assert.deepEqual(missed, []);
  const kinds = new Set(verdicts.map(({ file }) => file.split('-').slice(0, 2).join('-')));
  const wanted = [
    'filters-battle',
    'filters-morlet',
    'pca-projector',
    'energy-acf',
    'energy-stylized',
    'energy-scatmean',
    'energy-scatcov',
    'energy-scatcovpca',
    'energy-scatspectra',
    'flow-acf',
    'flow-stylized',
    'flow-scatmean',
    'flow-scatspectra',
    'flow-projected',
    'descent-ar1',
    'descent-ar2',
    'descent-cir',
    'loglik-ar',
    'loglik-cir',
    'loglik-latent',
    'loglik-garch',
    'garch-fit',
    'finite-ensemble',
    'hopfield-error',
    'ising-chain',
    'ising-log',
    'rbm-log',
  ];
  for (const kind of wanted) {
    assert.ok(kinds.has(kind), `no verdict on ${kind}`);
  }
});

test('a wrong number misses, alone, with its error beside what is allowed', (t) => {
  const folder = doctored(
    t,
    'energy-acf-eq5-d128',
    ({ expected }) => (expected.value[1][0] = Number(expected.value[1][0]) + 1e-6),
  );
  const verdicts = verify(folder);
  const missed = verdicts.filter(({ outcome }) => outcome === 'miss');
  assert.deepEqual(
    missed.map(({ file, quantity }) => [file, quantity]),
    [['energy-acf-eq5-d128', 'value']],
  );
  assert.ok(Math.abs(missed[0].worst - 1e-6) < 1e-9 && missed[0].allowed < 1e-9);
  assert.equal(
    report(verdicts, () => {}),
    1,
  );
});

test('a wrong sign, a missing number and a value that is no number miss', (t) => {
  const wrongSign = doctored(t, 'flow-stylized-large-step-d64', ({ expected }) => (expected.mgdm.sign[0] *= -1));
  assert.deepEqual(
    verify(wrongSign)
      .filter(({ outcome }) => outcome === 'miss')
      .map(({ quantity }) => quantity),
    ['mgdm.sign'],
  );
  const missing = doctored(t, 'energy-acf-eq5-d128', ({ expected }) => expected.vjp.pop());
  assert.deepEqual(
    verify(missing)
      .filter(({ outcome }) => outcome === 'miss')
      .map(({ quantity, worst }) => [quantity, worst]),
    [['vjp', Infinity]],
  );
  const nothing = doctored(t, 'energy-acf-eq5-d128', ({ expected }) => (expected.value[0][0] = null));
  assert.ok(verify(nothing).some(({ quantity, outcome }) => quantity === 'value' && outcome === 'miss'));
});

test('a fit may reach a higher likelihood than the file, no lower one, and its estimates lie within a share of an error', (t) => {
  const missed = (change: (fit: OpenFit) => void): string[] =>
    verify(doctored(t, 'garch-fit-simulated', ({ expected }) => change(expected.fits[0])))
      .filter(({ outcome }) => outcome === 'miss')
      .map(({ quantity }) => quantity);
  assert.deepEqual(
    missed((fit) => (fit.loglik -= 0.01)),
    ['student.one.loglik at estimate'],
  );
  assert.deepEqual(
    missed((fit) => (fit.loglik += 0.01)),
    ['student.one.loglik at estimate', 'student.one.loglik short by'],
  );
  assert.deepEqual(
    missed((fit) => (fit.std_error.nu *= 1.01)),
    ['student.one.std_error ratio'],
  );
  const moved = missed((fit) => (fit.estimate.nu += 0.03 * fit.std_error.nu));
  assert.ok(moved.includes('student.one.estimate off by'), String(moved));
});

test('input that the library refuses is a miss with the reason, and the other files are still compared', (t) => {
  const folder = doctored(t, 'energy-acf-eq5-d128', ({ input }) => input.x[0].pop());
  cpSync(join(fixtures, 'energy-acf-from2-d128.json'), join(folder, 'energy-acf-from2-d128.json'));
  const verdicts = verify(folder);
  const [refused] = verdicts.filter(({ outcome }) => outcome === 'miss');
  assert.match(refused.quantity, /error: ensembleOf: path 1 expects length 127 like path 0, got 128/);
  assert.ok(verdicts.some(({ file, outcome }) => file === 'energy-acf-from2-d128' && outcome === 'pass'));
});

test('kinds, energies and quantities that the library lacks are not yet supported, which is no success', (t) => {
  const kind = verify(doctored(t, 'energy-acf-eq5-d128', (reference) => (reference.kind = 'wavelet-packets')));
  assert.deepEqual(
    kind.map(({ quantity, outcome }) => [quantity, outcome]),
    [['wavelet-packets', 'not yet supported']],
  );
  const energy = verify(doctored(t, 'energy-acf-eq5-d128', (reference) => (reference.name = 'energy-unheard-d128')));
  assert.deepEqual([...outcomes(energy)], ['not yet supported']);
  assert.equal(
    report(energy, () => {}),
    1,
  );
  const quantity = verify(doctored(t, 'flow-acf-eq5-d64', ({ expected }) => (expected.mf.curvature = [1])));
  assert.deepEqual(
    quantity.filter(({ outcome }) => outcome !== 'pass').map((v) => [v.quantity, v.outcome]),
    [['mf.curvature', 'not yet supported']],
  );
});

test('a folder that is absent, a file or without references, and broken JSON, are each one clear error', (t) => {
  const folder = temporaryFolder(t);
  assert.throws(
    () => verify(join(folder, 'absent')),
    /^Error: verify: FOLDER expects a folder of reference files, got .*absent, which is none/,
  );
  assert.throws(
    () => verify(join(fixtures, 'loglik-ar.json')),
    /expects a folder of reference files, got .*loglik-ar\.json, which is none/,
  );
  assert.throws(
    () => verify(folder),
    /^Error: verify: .* has no reference file of schema mfmgd-reference\/1; give for example test\/fixtures$/,
  );
  writeFileSync(join(folder, 'other.json'), '{"schema":"another/1"}');
  assert.throws(() => verify(folder), /has no reference file/);
  writeFileSync(join(folder, 'nameless.json'), '{"schema":"mfmgd-reference/1","kind":"energy"}');
  assert.throws(() => verify(folder), /^Error: verify: nameless\.json lacks a name or a kind; complete the file/);
  writeFileSync(join(folder, 'broken.json'), '{"schema": "mfmgd-ref');
  assert.throws(() => verify(folder), /^Error: verify: broken\.json is no JSON \(/);
});

test('the report has a line a quantity, with name, quantity, worst error, tolerance and outcome, and a sum', () => {
  const lines: string[] = [];
  const code = report(
    [
      { file: 'one', quantity: 'value', worst: 1.5e-12, allowed: 1e-10, outcome: 'pass' },
      { file: 'second', quantity: 'hvp', worst: 0.25, allowed: 1e-8, outcome: 'miss' },
      { file: 'third', quantity: 'filters', worst: NaN, allowed: NaN, outcome: 'not yet supported' },
    ],
    (line) => lines.push(line),
  );
  assert.equal(code, 1);
  assert.match(lines[0], /^one +value +worst 1\.50e-12 +allowed 1\.00e-10 +pass$/);
  assert.match(lines[1], /^second +hvp +worst 2\.50e-1 +allowed 1\.00e-8 +miss$/);
  assert.match(lines[2], /^third +filters +not yet supported$/);
  assert.equal(lines[3], '1 passed, 1 missed, 1 not yet supported');
});

test('numbers are taken from nested lists in order', () => {
  assert.deepEqual(flatten([[1, [2]], Float64Array.of(3, 4), 5]), [1, 2, 3, 4, 5]);
});

test('the command exits with 0 when all agree, 1 after a miss and 2 for a folder that cannot be used', (t) => {
  const command = join(root, 'dist', 'lib', 'command', 'command-line.js');
  const exitOf = (folder: string): [number | null, string] => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'verify', folder], { encoding: 'utf8' });
    return [status, stdout + stderr];
  };
  const good = exitOf(doctored(t, 'energy-acf-eq5-d128', () => {}));
  assert.equal(good[0], 0, good[1]);
  assert.match(good[1], /4 passed, 0 missed, 0 not yet supported/);
  const bad = exitOf(doctored(t, 'loglik-ar', ({ cases }) => (cases[0].expected.sigma *= 1.001)));
  assert.equal(bad[0], 1, bad[1]);
  assert.match(bad[1], /loglik-ar +0\.sigma .* miss/);
  const absent = exitOf(join(root, 'no-such-folder'));
  assert.equal(absent[0], 2, absent[1]);
  assert.match(absent[1], /verify: FOLDER expects a folder of reference files/);
});
