import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { infoTexts } from './quick-info.js';
import type { CellExecutor } from './tslab.js';

/** The protocol counts code points, JavaScript counts UTF-16 units. */
const toUnits = (text: string, points: number): number => [...text].slice(0, points).join('').length;
const toPoints = (text: string, units: number): number => [...text.slice(0, units)].length;

const importedName = /(?:\bfrom|\bimport|\brequire\()\s*['"]([^'"\n]*)$/;

/** Names of packages that the checkout offers: its own folders and its dependencies. */
function packageNames(): string[] {
  const lib = join(libraryFolder(), 'dist', 'lib');
  const own = readdirSync(lib)
    .filter((folder) => existsSync(join(lib, folder, 'index.js')))
    .map((folder) => `microcanon/${folder}`);
  const { dependencies } = JSON.parse(readFileSync(join(libraryFolder(), 'package.json'), 'utf8'));
  return [...own, ...Object.keys(dependencies)];
}

/** The content of `complete_reply`. */
export function completion(executor: CellExecutor, code: string, cursor: number): Record<string, unknown> {
  const position = toUnits(code, cursor);
  const reply = (matches: string[], start: number, end: number): Record<string, unknown> => ({
    status: 'ok',
    matches: [...new Set(matches)],
    cursor_start: toPoints(code, start),
    cursor_end: toPoints(code, end),
    metadata: {},
  });

  const typed = importedName.exec(code.slice(0, position))?.[1];
  if (typed !== undefined && !typed.startsWith('.')) {
    const names = packageNames().filter((name) => name.startsWith(typed));
    return reply(names.sort(), position - typed.length, position);
  }

  const { start, end, candidates, original } = executor.complete(code, position);
  const insideString = original?.entries.find((entry) => entry.replacementSpan)?.replacementSpan;
  if (!insideString) return reply(candidates, start, end);
  // `replacementSpan` includes the line that tslab puts before the cell, so that the start is found in the cell's text instead.
  const quote = Math.max(...["'", '"', '`', '/'].map((mark) => code.lastIndexOf(mark, position - 1)));
  const prefix = code.slice(quote + 1, position);
  return reply(
    candidates.filter((name) => name.startsWith(prefix)),
    quote + 1,
    position,
  );
}

/** The content of `inspect_reply`: type and documentation of what stands at the cursor, or just before it. */
export function inspection(executor: CellExecutor, code: string, cursor: number): Record<string, unknown> {
  const position = toUnits(code, cursor);
  const info = executor.inspect(code, position) ?? (position > 0 ? executor.inspect(code, position - 1) : undefined);
  if (!info) return { status: 'ok', found: false, data: {}, metadata: {} };
  const { plain, markdown } = infoTexts(info);
  return { status: 'ok', found: true, data: { 'text/plain': plain, 'text/markdown': markdown }, metadata: {} };
}
