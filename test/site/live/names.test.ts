import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as ts from 'typescript';
import { emitCell } from '../../../lib/cell/index.js';
import { cellNames } from '../../../lib/site/browser/live/drag/names.js';
import { cellsToRun } from '../../../lib/site/browser/live/drag/plan.js';

test('declarations, reads and writes of a cell, whatever inner scopes call the same', () => {
  const { declares, uses } = cellNames(`
    import fs, { type A, b as c } from 'm';
    const { p, q: [r = early] } = f;
    function g(f2 = later) { const x = y; h++; return (p2) => p2 + x + { shorthand }.z; }
    for (const i of list) { var hoisted = i; let inner = 1; }
    [w] = [v]; w2 += 1;
    class C extends D { m() { return C; } }
    enum E { one = 1 }
    type T = typeof unseen;
  `);
  assert.deepEqual([...declares].sort(), ['C', 'E', 'c', 'fs', 'g', 'h', 'hoisted', 'p', 'r', 'w', 'w2']);
  assert.deepEqual([...uses].sort(), ['D', 'early', 'f', 'h', 'later', 'list', 'shorthand', 'v', 'w2', 'y']);
});

const folder = join(__dirname, '..', '..', '..', '..', 'notebooks');

for (const name of readdirSync(folder).filter((file) => file.endsWith('.ipynb'))) {
  test(`the cells of ${name} share the names that the emitter of cells finds`, () => {
    const { cells } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] | string }[];
    };
    const earlier = new Set<string>();
    for (const { cell_type, source } of cells) {
      if (cell_type !== 'code') continue;
      const code = [source].flat().join('');
      const { outputText } = ts.transpileModule(code, {
        compilerOptions: {
          module: ts.ModuleKind.ESNext,
          target: ts.ScriptTarget.ES2022,
          verbatimModuleSyntax: true,
        },
      });
      const emitted = emitCell(outputText, earlier, 'runtime');
      const { declares, uses } = cellNames(code);
      const missing = emitted.declares.filter((one) => !declares.includes(one));
      assert.deepEqual(missing, [], `declared in ${code}`);
      const ownOrEarlier = new Set([...emitted.declares, ...earlier]);
      assert.deepEqual(
        declares.filter((one) => !emitted.declares.includes(one) && ownOrEarlier.has(one)),
        [],
        `declared in ${code}`,
      );
      assert.deepEqual(
        uses.filter((one) => earlier.has(one)).sort(),
        emitted.uses.filter((one) => earlier.has(one)).sort(),
        `used in ${code}`,
      );
      for (const one of emitted.declares) earlier.add(one);
    }
  });
}

/** Cells written as `declared names = used names`. */
const cells = (...lines: string[]) =>
  lines.map((line) => {
    const [declares, uses] = line.split('=').map((names) => names.split(' ').filter(Boolean));
    return { declares, uses, imports: declares.filter((name) => name.startsWith('i')) };
  });
const ran = (...owners: (readonly [string, number])[]): ReadonlyMap<string, number> => new Map(owners);

test('a changed cell runs with the cells below that use it through others, and with no other cell', () => {
  const page = cells('a =', 'b = a', 'c =', 'd = b c', '= c', '= d');
  const owners = ran(['a', 0], ['b', 1], ['c', 2], ['d', 3]);
  assert.deepEqual(cellsToRun({ cells: page, changed: new Set([0]), owners }), [0, 1, 3, 5]);
  assert.deepEqual(cellsToRun({ cells: page, changed: new Set([3]), owners }), [3, 5]);
});

test('what a changed cell imports is the same as before', () => {
  const page = cells('a i1 =', '= i1', '= a');
  assert.deepEqual(cellsToRun({ cells: page, changed: new Set([0]), owners: ran(['a', 0], ['i1', 0]) }), [0, 2]);
  assert.deepEqual(cellsToRun({ cells: page, changed: new Set([1]), owners: ran() }), [0, 1]);
});

test('before a run the cells above that give its names run first', () => {
  const page = cells('seed =', 'a = seed', 'other = seed', 'b = a', '= b');
  assert.deepEqual(cellsToRun({ cells: page, changed: new Set([3]), owners: ran() }), [0, 1, 3, 4]);
});

test('a name that a cell further down has declared anew is declared again first', () => {
  const page = cells('x =', 'y =', '= x y', 'x =', '= x');
  const owners = ran(['x', 3], ['y', 1]);
  assert.deepEqual(cellsToRun({ cells: page, changed: new Set([1]), owners }), [0, 1, 2]);
});

test('a name that is declared anew ends the dependence on its first cell', () => {
  const page = cells('x =', '= x', 'x =', '= x');
  assert.deepEqual(cellsToRun({ cells: page, changed: new Set([0]), owners: ran(['x', 2]) }), [0, 1]);
});

test('with few cells looked at, those on the way to them run and the rest waits', () => {
  const page = cells('a =', 'b = a', '= b', 'c = a', '= c');
  const owners = ran(['a', 0], ['b', 1], ['c', 3]);
  const isWanted = (place: number): boolean => place === 4;
  assert.deepEqual(cellsToRun({ cells: page, changed: new Set([0]), owners, isWanted }), [0, 3, 4]);
});
