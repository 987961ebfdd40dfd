#!/usr/bin/env node
'use strict';
/*
 * Compiles the WebAssembly kernels of this folder to dist/lib/simd/NAME.wasm, those whose source is newer than that.
 * `npm run build` calls it; by hand: node lib/simd/assembly/build.cjs
 */
const fs = require('node:fs');
const path = require('node:path');

const kernels = ['lag-jacobian', 'lag-products'];
const output = path.resolve(__dirname, '..', '..', '..', 'dist', 'lib', 'simd');

function isStale(target, sources) {
  if (!fs.existsSync(target)) return true;
  const built = fs.statSync(target).mtimeMs;
  return sources.some((source) => fs.statSync(source).mtimeMs > built);
}

async function build() {
  const stale = kernels.filter((name) => isStale(path.join(output, `${name}.wasm`), [path.join(__dirname, `${name}.ts`), __filename]));
  if (stale.length === 0) return;
  const { default: asc } = await import('assemblyscript/asc');
  fs.mkdirSync(output, { recursive: true });
  for (const name of stale) {
    // No imports, no runtime: the kernel works on addresses that its caller lays out.
    const options = ['--outFile', `${name}.wasm`, '--runtime', 'stub', '--use', 'abort=', '-O3', '--noAssert', '--enable', 'simd'];
    const { error, stderr } = await asc.main([`${name}.ts`, '--baseDir', __dirname, ...options], {
      writeFile(file, contents) {
        // Under its name only when complete: another process may be loading it.
        const target = path.join(output, file);
        const incomplete = `${target}.${process.pid}.tmp`;
        fs.writeFileSync(incomplete, contents);
        fs.renameSync(incomplete, target);
      },
    });
    if (error) throw new Error(`lib/simd/assembly/${name}.ts does not compile:\n${stderr.toString()}`);
  }
}

build().catch((error) => {
  process.stderr.write(`microcanon: ${error.message}\n`);
  process.exitCode = 1;
});
