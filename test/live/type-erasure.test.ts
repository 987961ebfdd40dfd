import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'acorn';
import ts from 'typescript';
import { withoutTypes } from '../../lib/live/type-erasure.js';
import { type Notebook, textOf } from '../../lib/site/notebook.js';
import { root } from '../support.js';

/** What a tree of syntax says, without places and spellings. */
function meaning(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(meaning);
  if (typeof node === 'bigint' || node instanceof RegExp) return String(node);
  if (typeof node !== 'object' || node === null) return node;
  const spelling = ['start', 'end', 'raw', 'directive'];
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => !spelling.includes(name))
      .map(([name, value]) => [name, meaning(value)]),
  );
}

/** The statements of a module, without empty ones and without empty lists of exports. */
function statements(js: string): unknown[] {
  const { body } = parse(js, { ecmaVersion: 'latest', sourceType: 'module' });
  const isEmpty = (one: (typeof body)[number]): boolean =>
    one.type === 'EmptyStatement' ||
    (one.type === 'ExportNamedDeclaration' && !one.declaration && one.specifiers.length === 0);
  return body.filter((one) => !isEmpty(one)).map(meaning);
}

const folder = join(root, 'notebooks');
const cells = readdirSync(folder)
  .filter((name) => name.endsWith('.ipynb'))
  .flatMap((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Notebook).cells)
  .filter((cell) => cell.cell_type === 'code')
  .map((cell) => textOf(cell.source));

test('cells of the notebooks without their types are what the compiler makes of them', () => {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  // The compiler takes some milliseconds per cell: every ninth cell is enough.
  for (const code of cells.filter((_, index) => index % 9 === 0)) {
    const { outputText } = ts.transpileModule(code, { compilerOptions });
    assert.deepEqual(statements(withoutTypes(code).js), statements(outputText), code);
  }
});

test('each line of a cell stays in its line', () => {
  const { js, originOf } = withoutTypes(
    'interface A {\n  x: number;\n}\nconst a: A = { x: 1 },\n  b = <T,>(x: T): T => x;',
  );
  assert.equal(js.split('\n')[3], 'const a = { x: 1 },');
  assert.deepEqual(originOf({ line: 4, column: 9 }), { line: 4, column: 12 });
  assert.equal(js.split('\n')[4], '  b = (x) => x;');
});

test('text that is no TypeScript is refused with its place, and so is a namespace, which a page would leave out', () => {
  const place = (line: number, column: number) => ({ name: 'SyntaxError', place: { line, column } });
  assert.throws(() => withoutTypes('const a = 1;\nlet y = ;'), place(2, 9));
  assert.throws(() => withoutTypes('const a = 1;\nnamespace Made { export const x = 1 }'), place(2, 1));
  assert.doesNotThrow(() => withoutTypes('declare namespace Made { const x: number }\nconst namespace = 1;'));
});
