import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { useFolder } from '../environment.js';

/*
 * While a process has loaded this module, results and fetched series are kept in folders of its own, empty at first. Tests of
 * several files may share the process, and then these folders.
 */
const folder = mkdtempSync(join(tmpdir(), 'microcanon-chapters-'));
useFolder('cache', join(folder, 'cache'));
useFolder('fetched', join(folder, 'fetched'));
after(() => rmSync(folder, { recursive: true, force: true }));
