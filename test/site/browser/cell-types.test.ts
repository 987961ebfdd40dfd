import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import ts from 'typescript';
import { type KernelClient, startKernel } from '../../../lib/jupyter/index.js';
import { type CellTypes, cellTypes } from '../../../lib/site/browser/types/cell-types.js';
import { typeDeclarations } from '../../../lib/site/live/type-declarations.js';
import { readNotebook, textOf } from '../../../lib/site/notebook.js';
import { root } from '../../support.js';

const declarations = typeDeclarations();
let kernel: KernelClient;
before(async () => {
  kernel = await startKernel({ cwd: root });
});
after(() => kernel.shutdown());

function typesOf(...cells: string[]): CellTypes {
  const types = cellTypes(ts, declarations);
  types.setCells(cells);
  return types;
}

/** The first error of a cell as the kernel words it, `line 1:7 - …`; undefined for a cell without errors. */
function firstError(types: CellTypes, cells: readonly string[], cell: number): string | undefined {
  const [problem] = types.problems(cell);
  if (problem === undefined) return undefined;
  const before = cells[cell].slice(0, problem.from);
  const line = before.split('\n').length;
  return `line ${line}:${problem.from - before.lastIndexOf('\n')} - ${problem.message.split('\n')[0]}`;
}

/** Cells in the order of a page: what fails declares names that no later cell uses. */
const cells = [
  "import { ensemble } from 'microcanon/array';\nimport assert from 'node:assert/strict';\nconst paths = ensemble(2, 3);",
  'paths.pathCount + 1',
  'const rows: string = paths.pathCount;',
  'paths.pathCont',
  'let step = 0.5;',
  'step = 2;\nstep += paths.signalLength;',
  "step = 'two';",
  'paths = ensemble(1, 1);',
  'const paths2 = paths, step2 = step * 2;\nconst half = (x: number) => x / 2;',
  "const step = 'now a text';",
  'step.toUpperCase()',
  'half(step)',
  'interface Walk { readonly length: number; name?: string }\nconst walk: Walk = { length: 3 };',
  'function twice(of: Walk): Walk { return { ...of, length: 2 * of.length }; }\nclass Box<T> { constructor(readonly content: T) {} }\nenum Side { left, right }',
  'new Box(twice(walk)).content.length + Side.right',
  'walk.length = 4;',
  'const waited = await Promise.resolve([1, 2, 3]);\nfor (const one of waited) { var lastOne = one; }',
  'lastOne.toFixed(2)',
  'waited.map((one) => one.length)',
  'const { pathCount, ...others } = { pathCount: 2, signalLength: 3 };\nconst [first = 1] = waited;',
  'pathCount + first + others.signalLength',
  'assert.equal(first, 1);',
  'undeclared + 1',
  "import { nothing } from 'microcanon/array';",
  "import * as array from 'microcanon/array';\nimport { gaussian } from 'microcanon/model';\nimport { key } from 'microcanon/random';",
  'gaussian({ signalLength: 8 }).sample(key(1), 4).data',
  'gaussian({ signalLenth: 8 })',
  'array.ensemble(2)',
  'const text = `half`;\nconst 𝔼 = text.length;',
  "𝔼.toFixed('2')",
  'let maybe: number | undefined;\nmaybe.toFixed();',
  'type Side2 = "left" | "right";\nconst chosen: Side2 = "middle";',
  'for (const x of 3) {}',
  "const record: Record<string, number> = { one: 1 };\nrecord.two = 'two';",
  'console.log(performance.now(), setTimeout, URL, structuredClone, new TextEncoder());',
  'document.title',
  'print(1)',
];

test('a cell has the errors that the kernel finds in it, at the same places', async () => {
  const types = typesOf(...cells);
  for (const [cell, code] of cells.entries()) {
    const { error } = await kernel.execute(code);
    const expected = error?.ename === 'TypeScriptError' ? error.evalue.split('\n')[0] : undefined;
    assert.equal(firstError(types, cells, cell), expected, code);
  }
});

test('completion offers the names that the kernel offers, and modules that a page brings', async () => {
  const codes = [
    ...cells.slice(0, 2),
    'ense',
    'paths.pathC',
    "import { ense } from 'microcanon/array';",
    "const side: 'left' | 'right' = 'le",
    'Math.ab',
  ];
  const types = typesOf(...codes);
  for (const code of codes.slice(0, 2)) await kernel.execute(code);
  for (const [cell, code] of codes.entries()) {
    if (cell < 2) continue;
    const position = code.startsWith('import') ? code.indexOf(' }') : code.length;
    const { matches, start } = await kernel.complete(code, position);
    const found = types.complete(cell, position)!;
    assert.equal(found.from, start, code);
    const typed = code.slice(start, position);
    const names = found.candidates.map(({ name }) => name).filter((name) => name.startsWith(typed));
    assert.deepEqual([...names].sort(), matches.filter((name) => name.startsWith(typed)).sort(), code);
    assert.ok(names.length > 0, code);
  }
  const modules = typesOf("import {} from 'microcanon/chapter/over", "import assert from 'node:ass");
  const names = [0, 1].map((cell) => modules.complete(cell, cell === 0 ? 39 : 28)?.candidates.map(({ name }) => name));
  assert.deepEqual(names, [['microcanon/chapter/overfitting'], ['node:assert', 'node:assert/strict']]);
});

test('a candidate and a name in the code are described by type and docstring', () => {
  const types = typesOf(cells[0], 'ensemble(1, 2).path;');
  const described = types.describe(1, 19, 'pathCount');
  assert.match(described?.signature ?? '', /pathCount: number$/);
  const inspected = types.inspect(1, 2);
  assert.match(inspected?.signature ?? '', /ensemble\(pathCount: number, axes: number/);
  assert.match(inspected?.text ?? '', /Returns:|Arguments:|Throws:/);
  assert.deepEqual([inspected?.from, inspected?.to], [0, 8]);
  assert.equal(types.inspect(1, 10), undefined);
});

test('a change of one cell changes what later cells may do with its names, and no earlier one', () => {
  const types = typesOf('const size = 1;', 'size.toFixed();', 'const size = 2;');
  assert.deepEqual(types.problems(1), []);
  types.setCells(["const size = '1';", 'size.toFixed();', 'const size = 2;']);
  assert.match(types.problems(1)[0].message, /toFixed/);
  types.setCells(['', "const size = '1'; size.trim()", 'size.trim();', 'size.trim();']);
  assert.deepEqual(
    [1, 2, 3].flatMap((cell) => types.problems(cell)),
    [],
  );
});

test('the cells of a notebook that the kernel runs have no errors', () => {
  const { cells: all } = readNotebook(join(root, 'notebooks', '06-your-own-series.ipynb'));
  const codes = all.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => textOf(source));
  const types = typesOf(...codes);
  assert.deepEqual(
    codes.flatMap((_, cell) => types.problems(cell)),
    [],
  );
});

test('declarations of Node that are read late hold in the cells that name them, also when a reader adds such a cell', () => {
  const types = typesOf('const a = 1;');
  assert.deepEqual(types.problems(0), []);
  const cells = [
    "import { readFileSync } from 'node:fs';\nconst text = readFileSync('x', 'utf8');",
    'text.toUpperCase();\ntext.nothing;',
    'crypto.randomUUID().nothing;',
  ];
  types.setCells(cells);
  const codes = cells.map((_, cell) => types.problems(cell).map(({ code }) => code));
  // A property that is not there.
  assert.deepEqual(codes, [[], [2339], [2339]]);
});
