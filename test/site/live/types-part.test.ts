import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { gzipSync } from 'fflate';
import ts from 'typescript';
import type { TypesQuestion, TypesReply } from '../../../lib/site/browser/editor/types-messages.js';
import { cellTypes } from '../../../lib/site/browser/types/cell-types.js';
import { typeDeclarations } from '../../../lib/site/live/type-declarations.js';
import { editorScript, typesPart } from '../../../lib/site/live/types-part.js';
import { readNotebook, textOf } from '../../../lib/site/notebook.js';
import { root } from '../../support.js';

/** The part as a worker evaluates it; asks it about cells. */
function workerWith(part: string): (cells: readonly string[], question: TypesQuestion) => TypesReply {
  const replies: TypesReply[] = [];
  const scope = vm.createContext({ console, performance, postMessage: (reply: TypesReply) => replies.push(reply) });
  vm.runInContext(part, scope);
  return (cells, question) => {
    scope.onmessage({ data: { id: 1, cells, question } });
    return replies.pop()!;
  };
}

test('the compiler cut down answers as the whole one does, and weighs with the editor less than 1.5 MB compressed', async (t) => {
  const [part, editor] = [await typesPart(), await editorScript()];
  const weight = [part, editor].reduce((sum, text) => sum + gzipSync(new TextEncoder().encode(text)).length, 0);
  t.diagnostic(`${(weight / 1e6).toFixed(2)} MB compressed`);
  assert.ok(weight < 1.5e6, `${weight} bytes`);
  const { cells: all } = readNotebook(join(root, 'notebooks', '03-mean-field.ipynb'));
  const codes = all.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => textOf(source));
  const cell = codes.length - 1;
  const cells = [...codes.slice(0, cell), `${codes[cell]}\nconst wrong: string = Math.ab;`];
  const position = cells[cell].length - 1;
  const whole = cellTypes(ts, typeDeclarations());
  whole.setCells(cells);
  const ask = workerWith(part);
  const questions: readonly (readonly [TypesQuestion, unknown])[] = [
    ...cells.map((_, k) => [{ kind: 'problems', cell: k }, whole.problems(k)] as const),
    [{ kind: 'complete', cell, position }, whole.complete(cell, position)],
    [{ kind: 'describe', cell, position, name: 'abs' }, whole.describe(cell, position, 'abs')],
    [{ kind: 'inspect', cell: 0, position: 10 }, whole.inspect(0, 10)],
    [{ kind: 'inspect', cell: 3, position: 5 }, whole.inspect(3, 5)],
  ];
  for (const [question, answer] of questions) {
    const reply = ask(cells, question);
    // Objects of another context have other prototypes.
    const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
    assert.deepEqual(json(reply), json({ id: 1, answer }), JSON.stringify(question));
  }
  assert.ok(whole.problems(cell).length > 0);
});
