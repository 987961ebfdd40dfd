import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeKernelSpec } from '../../lib/jupyter/index.js';
import { pythonWith } from '../python.js';
import { root } from '../support.js';

test("the kernel passes the Jupyter project's protocol suite with nothing skipped", { timeout: 180_000 }, (t) => {
  const python = pythonWith(t, 'jupyter_kernel_test');
  if (python === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'microcanon-jupyter-'));
  try {
    writeKernelSpec(folder);
    const script = join(root, 'test', 'jupyter', 'protocol_test.py');
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
