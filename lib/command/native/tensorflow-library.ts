import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../../site/command-error.js';

/** The Python package that carries TensorFlow's C library and headers for Linux on x64, as its registry has it. */
export const wheel = {
  name: 'tensorflow-cpu',
  version: '2.15.1',
  /** Of Python: it only chooses the file, whose library knows nothing of Python. */
  python: '3.11',
  platform: 'manylinux2014_x86_64',
  megabytes: 207,
  sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
} as const;

/** Takes the C library, and the headers that a program in C needs, out of a wheel. */
const extraction = `
import re, sys, zipfile
wanted = re.compile(
    r'tensorflow/(libtensorflow_(cc|framework)[.]so[.]2$'
    r'|include/(tensorflow/c/|tsl/c/|(tensorflow/core|tsl)/platform/ctstring).*[.]h$)')
with zipfile.ZipFile(sys.argv[1]) as archive:
    archive.extractall(sys.argv[2], [name for name in archive.namelist() if wanted.match(name)])
`;

function step(program: string, args: readonly string[], failure: string): void {
  if (spawnSync(program, args, { stdio: 'inherit' }).status !== 0) throw new CommandError(failure);
}

/**
 * Fetches the wheel by pip, which refuses a file whose SHA-256 is another one, and leaves its library in FOLDER/lib and its headers in
 * FOLDER/include. What stands in FOLDER before is replaced at the end; the wheel is deleted.
 * @throws CommandError when pip fails or the wheel cannot be read
 * Cost: 207 MB over the network unless pip's cache has them, 0.6 GB of disk.
 */
export function fetchLibrary(python: string, folder: string): void {
  const place = `${folder}.part`;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  try {
    const requirements = join(place, 'requirements.txt');
    writeFileSync(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
    const chosen = ['--only-binary=:all:', '--python-version', wheel.python, '--platform', wheel.platform];
    const words = ['--no-deps', ...chosen, '--require-hashes', '--requirement', requirements, '--dest', place];
    step(
      python,
      ['-m', 'pip', 'download', '--disable-pip-version-check', ...words],
      `native: pip could not fetch ${wheel.name} ${wheel.version} (see above); check the connection to the package index and try again`,
    );
    const file = readdirSync(place).find((name) => name.endsWith('.whl'));
    if (file === undefined) throw new CommandError('native: pip has left no wheel; delete its cache and try again');
    step(
      python,
      ['-c', extraction, join(place, file), place],
      `native: ${file} cannot be unpacked (see above); free 1 GB of disk space and try again`,
    );
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'lib'), { recursive: true });
    const unpacked = join(place, 'tensorflow');
    for (const name of readdirSync(unpacked)) {
      renameSync(join(unpacked, name), name === 'include' ? join(folder, name) : join(folder, 'lib', name));
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Whether FOLDER holds what `fetchLibrary` leaves. */
export function hasLibrary(folder: string): boolean {
  return ['lib/libtensorflow_cc.so.2', 'lib/libtensorflow_framework.so.2', 'include/tensorflow/c/c_api.h'].every(
    (name) => existsSync(join(folder, name)),
  );
}
