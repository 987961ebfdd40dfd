import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { root } from './support.js';

/**
 * A Python that has a module: of the checkout's own environment or on the PATH. Without one the test is skipped, except
 * where CI promises it; then undefined is returned.
 */
export function pythonWith(t: TestContext, module: string): string | undefined {
  const candidates = [join(root, '.venv', 'bin', 'python'), 'python3', 'python'];
  const found = candidates.find((python) => spawnSync(python, ['-c', `import ${module}`]).status === 0);
  if (found !== undefined) return found;
  const reason = `no Python with ${module}: python3 -m venv .venv && .venv/bin/pip install ${module}`;
  if (process.env.CI === 'true') throw new Error(`${reason}; CI=true promises it`);
  t.skip(reason);
  return undefined;
}
