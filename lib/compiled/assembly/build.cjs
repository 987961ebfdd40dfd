#!/usr/bin/env node
'use strict';
/*
 * Compiles the WebAssembly kernels of this folder to dist/lib/compiled, those whose sources are newer than what is there.
 * `npm run build` calls it; by hand: node lib/compiled/assembly/build.cjs
 *
 * A kernel that imports './lanes' is compiled three times, to NAME.single.wasm and NAME.double.wasm with lanes-simd.ts in its
 * place, and to NAME.scalar.wasm with lanes-scalar.ts; any other kernel once, to NAME.wasm.
 */
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const kernels = [
  'lag-jacobian',
  'lag-products',
  'fourier',
  'scattering-spectra',
  'scattering-covariance',
  'normals',
  'second-moments',
  'scattering-mean',
];
/** By variant: the file in the place of './lanes', and a line put before it. */
const lanes = {
  single: { file: 'lanes-simd.ts', header: 'type E = f32;\n' },
  double: { file: 'lanes-simd.ts', header: 'type E = f64;\n' },
  scalar: { file: 'lanes-scalar.ts', header: '' },
};
const output = path.resolve(__dirname, '..', '..', '..', 'dist', 'lib', 'compiled');

/** Files of this folder that a source needs, itself first; './lanes' as it is called. */
function sourcesOf(name, found = []) {
  if (found.includes(name)) return found;
  found.push(name);
  if (name === 'lanes') return found;
  const text = fs.readFileSync(path.join(__dirname, `${name}.ts`), 'utf8');
  for (const [, imported] of text.matchAll(/from '\.\/([\w-]+)'/g)) sourcesOf(imported, found);
  return found;
}

function jobs() {
  return kernels.flatMap((kernel) => {
    const sources = sourcesOf(kernel);
    const fileOf = (name, variant) => path.join(__dirname, name === 'lanes' ? lanes[variant].file : `${name}.ts`);
    const files = (variant) => sources.map((name) => fileOf(name, variant));
    if (!sources.includes('lanes')) return [{ kernel, target: `${kernel}.wasm`, files: files() }];
    return Object.keys(lanes).map((variant) => ({
      kernel,
      variant,
      target: `${kernel}.${variant}.wasm`,
      files: files(variant),
    }));
  });
}

function isStale({ target, files }) {
  const built = path.join(output, target);
  if (!fs.existsSync(built)) return true;
  const time = fs.statSync(built).mtimeMs;
  return [...files, __filename].some((file) => fs.statSync(file).mtimeMs > time);
}

async function compile({ kernel, variant, target }) {
  const { default: asc } = await import('assemblyscript/asc');
  // No imports, no runtime: the kernel works on addresses that its caller lays out. The last pass once more, after all functions
  // are in their places: it turns additions of constants into offsets of loads and stores, which cost nothing.
  const options = [
    '--outFile',
    target,
    '--runtime',
    'stub',
    '--use',
    'abort=',
    '-O3',
    '--noAssert',
    '--enable',
    'simd',
    '--runPasses',
    'optimize-added-constants-propagate',
  ];
  const { error, stderr } = await asc.main([`${kernel}.ts`, '--baseDir', __dirname, ...options], {
    readFile(file, base) {
      const { file: name, header } = file === 'lanes.ts' ? lanes[variant] : { file, header: '' };
      const source = path.resolve(base, name);
      return fs.existsSync(source) ? header + fs.readFileSync(source, 'utf8') : null;
    },
    writeFile(file, contents) {
      // Under its name only when complete: another process may be loading it.
      const built = path.join(output, file);
      const incomplete = `${built}.${process.pid}.tmp`;
      fs.writeFileSync(incomplete, contents);
      fs.renameSync(incomplete, built);
    },
  });
  if (!error) return;
  const how = variant ? ` in the variant ${variant}` : '';
  throw new Error(`lib/compiled/assembly/${kernel}.ts does not compile${how}:\n${stderr.toString()}`);
}

async function compileAll(list) {
  fs.mkdirSync(output, { recursive: true });
  for (const job of list) await compile(job);
}

/** Every so-many-th of the stale kernels, from a given one on: what one of several processes compiles. */
const share = (list, index, count) => list.filter((_, i) => i % count === index);

async function build() {
  const stale = jobs().filter(isStale);
  // A process takes half a second before it compiles anything.
  const count = Math.min(os.availableParallelism(), Math.ceil(stale.length / 2));
  if (count <= 1) return compileAll(stale);
  const others = Array.from(
    { length: count - 1 },
    (_, i) =>
      new Promise((resolve) => {
        const child = fork(__filename, ['--compile', JSON.stringify(share(stale, i + 1, count))]);
        child.on('exit', resolve);
        child.on('error', () => resolve(1));
      }),
  );
  await compileAll(share(stale, 0, count));
  if ((await Promise.all(others)).some((code) => code !== 0)) process.exitCode = 1;
}

const work = process.argv[2] === '--compile' ? compileAll(JSON.parse(process.argv[3])) : build();
work.catch((error) => {
  process.stderr.write(`microcanon: ${error.message}\n`);
  process.exitCode = 1;
});
