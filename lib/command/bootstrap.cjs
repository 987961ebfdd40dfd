#!/usr/bin/env node
'use strict';
/*
 * First step of every npm script, in plain JavaScript because nothing is compiled yet: checks Node, installs
 * dependencies when they differ from package-lock.json, compiles when a source changed, then hands over to the
 * command line. Needs nothing but Node and npm.
 */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const minimumNode = [20, 19];
const stampFile = path.join(root, 'dist', '.compiled');
const runningFile = path.join(root, 'dist', '.compiling');

function fail(message, code = 1) {
  process.stderr.write(`microcanon: ${message}\n`);
  process.exit(code);
}

function say(message) {
  process.stderr.write(`microcanon: ${message}\n`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < minimumNode[0] || (major === minimumNode[0] && minor < minimumNode[1])) {
    fail(
      `expects Node ${minimumNode.join('.')} or newer, got ${process.versions.node}; install a current Node and try again`,
    );
  }
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Why `npm ci` is needed, or undefined when node_modules holds what package-lock.json names. */
function reasonToInstall() {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const installed = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined)
    fail('package-lock.json is missing or damaged; restore it with `git checkout package-lock.json`');
  if (installed === undefined) return 'dependencies are not installed';
  for (const [location, entry] of Object.entries(wanted)) {
    if (location === '' || entry.optional || entry.devOptional || entry.peer) continue;
    if (installed[location]?.version !== entry.version) return `${location} is not at version ${entry.version}`;
  }
  return undefined;
}

function install() {
  const reason = reasonToInstall();
  if (reason === undefined) return;
  say(`${reason}; running npm ci`);
  const npm = process.env.npm_execpath;
  const result =
    npm !== undefined && /npm-cli\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, 'ci'], { cwd: root, stdio: 'inherit' })
      : spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.error) fail(`npm could not be started (${result.error.message}); install npm and try again`);
  if (result.status !== 0)
    fail('npm ci failed (see above); check the connection to the package registry and try again');
}

function filesBelow(folder, accept, found = []) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) filesBelow(file, accept, found);
    else if (accept(file)) found.push(file);
  }
  return found;
}

/** A digest of everything that the build depends on: names, sizes and times of the sources. */
function signature() {
  const files = [
    ...filesBelow(path.join(root, 'lib'), (file) => /\.(ts|cjs)$/.test(file)),
    ...filesBelow(path.join(root, 'test'), (file) => file.endsWith('.ts')),
    path.join(root, 'tsconfig.json'),
    path.join(root, 'package-lock.json'),
  ].sort();
  const digest = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = fs.statSync(file);
    digest.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return digest.digest('hex');
}

function readStamp() {
  try {
    return fs.readFileSync(stampFile, 'utf8');
  } catch {
    return undefined;
  }
}

/** Deletes compiled modules whose source is gone, so that no departed test runs. */
function removeStaleOutput() {
  for (const folder of ['lib', 'test']) {
    const compiled = path.join(root, 'dist', folder);
    if (!fs.existsSync(compiled)) continue;
    for (const map of filesBelow(compiled, (file) => file.endsWith('.js.map'))) {
      const stem = map.slice(0, -'.js.map'.length);
      if (fs.existsSync(path.join(root, folder, `${path.relative(compiled, stem)}.ts`))) continue;
      for (const extension of ['.js', '.js.map', '.d.ts']) fs.rmSync(stem + extension, { force: true });
    }
  }
}

/** Compiles when a source changed since the last complete build. False after a compile error. */
function compile() {
  const wanted = signature();
  if (readStamp() === wanted) return true;
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  say('compiling');
  // A build that was killed leaves its mark: then what the compiler remembers of its output cannot be trusted.
  if (fs.existsSync(runningFile)) fs.rmSync(path.join(root, 'dist', 'tsconfig.tsbuildinfo'), { force: true });
  fs.mkdirSync(path.join(root, 'dist'), { recursive: true });
  fs.writeFileSync(runningFile, '');
  fs.rmSync(stampFile, { force: true });
  removeStaleOutput();
  const compiled = spawnSync(process.execPath, [compiler, '-p', root], { cwd: root, stdio: 'inherit' });
  if (compiled.signal !== null) process.exit(1);
  fs.rmSync(runningFile, { force: true });
  if (compiled.status !== 0) return false;
  for (const script of [path.join('compiled', 'assembly', 'build.cjs'), path.join('command', 'es-modules.cjs')]) {
    const file = path.join(root, 'lib', script);
    if (fs.existsSync(file) && spawnSync(process.execPath, [file], { cwd: root, stdio: 'inherit' }).status !== 0) {
      return false;
    }
  }
  // In a process of its own: this one goes on to load what was compiled, and holds no old module.
  const hashes = path.join(root, 'dist', 'lib', 'command', 'code-hashes.js');
  const script = `require(${JSON.stringify(hashes)}).writeCodeHashes(${JSON.stringify(root)})`;
  if (spawnSync(process.execPath, ['-e', script], { cwd: root, stdio: 'inherit' }).status !== 0) return false;
  fs.writeFileSync(`${stampFile}.tmp`, wanted);
  fs.renameSync(`${stampFile}.tmp`, stampFile);
  return true;
}

/** npm's `prepare`: compiles after an installation, and never makes the installation itself fail. */
function prepare() {
  const needed = ['typescript', '@types/node', 'assemblyscript', 'acorn', 'esbuild'];
  const missing = needed.filter((name) => !fs.existsSync(path.join(root, 'node_modules', name)));
  if (missing.length > 0)
    say(`not compiled: ${missing.join(', ')} not installed (development dependencies were left out)`);
  else if (!compile()) say('compiled with errors; the next command compiles again');
}

checkNode();
const [command, ...rest] = process.argv.slice(2);
if (command === 'prepare') {
  prepare();
} else {
  install();
  if (!compile()) fail('compilation failed (see above); correct the errors and try again');
  if (command !== 'build' || rest.length > 0) {
    const main = path.join(root, 'dist', 'lib', 'command', 'command-line.js');
    process.argv = [process.execPath, main, ...(command === undefined ? [] : [command, ...rest])];
    require(main).main(process.argv.slice(2));
  }
}
