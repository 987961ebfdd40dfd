import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeKernelSpec } from '../../lib/kernel';
import { root } from '../support';

/** A Python that has the suite: the checkout's own environment or the one on the path. */
function pythonWithSuite(): string | undefined {
  const candidates = [join(root, '.venv', 'bin', 'python'), 'python3', 'python'];
  return candidates.find((python) => spawnSync(python, ['-c', 'import jupyter_kernel_test']).status === 0);
}

test("the kernel passes the Jupyter project's protocol suite with nothing skipped", { timeout: 180_000 }, (t) => {
  const python = pythonWithSuite();
  if (python === undefined) {
    const reason = 'no Python with jupyter_kernel_test: python3 -m venv .venv && .venv/bin/pip install jupyter_kernel_test';
    assert.notEqual(process.env.CI, 'true', reason);
    t.skip(reason);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'microcanon-jupyter-'));
  try {
    writeKernelSpec(folder);
    const script = join(root, 'test', 'kernel', 'protocol_test.py');
    const { status, stderr } = spawnSync(python, ['-W', 'ignore', script, '-v'], {
      cwd: join(root, 'test'),
      env: { ...process.env, JUPYTER_PATH: folder, IPYTHONDIR: folder, JUPYTER_RUNTIME_DIR: join(folder, 'runtime') },
      encoding: 'utf8',
      timeout: 170_000,
    });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /Ran 14 tests/);
    assert.doesNotMatch(stderr, /skipped/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
