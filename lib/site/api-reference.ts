import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { compactReference } from './compact-reference.js';

/** Inside a reference: the digest of the sources that it was written from. */
const stampName = 'sources.txt';

/** Where the reference of a site lies, relative to the site. */
export const referenceAddress = 'api/index.html';

/**
 * Writes the reference of the library's public interface into `api` of a site, from the docstrings, by typedoc. A reference that
 * was written from the same sources stays. Its pages load nothing from a network, can be searched, and share what each of them has.
 * @param options `isStrict`: gives no reference, and says why, where something public has no docstring
 * @returns a sentence when there is no reference: typedoc is not installed, or cannot read the sources
 * Cost: ten seconds in a process of its own; a pass over the sources when nothing changed.
 */
export async function writeApiReference(
  site: string,
  { isStrict = false }: { readonly isStrict?: boolean } = {},
): Promise<string | undefined> {
  const root = libraryFolder();
  const program = join(root, 'node_modules', 'typedoc', 'bin', 'typedoc');
  if (!existsSync(program)) return 'the reference of the library is not written: typedoc is not installed; run npm ci';
  const target = join(site, 'api');
  const stamp = digestOf(root);
  if (stampOf(target) === stamp) return undefined;
  mkdirSync(site, { recursive: true });
  const fresh = join(site, `api.${randomUUID()}.tmp`);
  try {
    const strictness = isStrict ? ['--logLevel', 'Warn', '--treatWarningsAsErrors'] : ['--logLevel', 'Error'];
    const options = ['--options', join(root, 'typedoc.json'), '--out', fresh, ...strictness];
    const complaint = await outcomeOf(program, options, root);
    if (complaint !== undefined) return `the reference of the library is not written: ${complaint}`;
    compactReference(fresh);
    writeFileSync(join(fresh, stampName), stamp);
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
    return undefined;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function stampOf(reference: string): string | undefined {
  const file = join(reference, stampName);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** A digest of everything that the reference is made from. */
function digestOf(root: string): string {
  const digest = createHash('sha256');
  const sources = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join('lib', file))
    .sort();
  for (const file of ['typedoc.json', 'package-lock.json', ...sources])
    digest.update(`${file}\n`).update(readFileSync(join(root, file)));
  return digest.digest('hex');
}

/** What a program that fails prints about it; undefined when it succeeds. It ends when this process does. */
function outcomeOf(program: string, options: readonly string[], folder: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...options], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => printed.push(String(text)));
    const end = (): unknown => child.kill();
    process.once('exit', end);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', end);
      resolve(code === 0 ? undefined : printed.join('').trim() || `typedoc ends with status ${code}`);
    });
  });
}
