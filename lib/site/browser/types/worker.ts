// Runs in a worker: answers questions about the types of cells. The script of the part `types` evaluates it with the declarations.

import * as compiler from 'typescript';
import type { TypesAnswers, TypesReply, TypesRequest } from '../editor/types-messages.js';
import { cellTypes } from './cell-types.js';
import type { DeclarationFiles } from './compiler.js';

declare global {
  /** Set by the script of the part, before this module. */
  var microcanonDeclarations: DeclarationFiles;
}

interface Scope {
  onmessage: ((event: MessageEvent<TypesRequest>) => void) | null;
  postMessage(reply: TypesReply): void;
}

const types = cellTypes(compiler, globalThis.microcanonDeclarations);

function answer({ cells, question }: TypesRequest): TypesAnswers[keyof TypesAnswers] {
  types.setCells(cells);
  switch (question.kind) {
    case 'problems':
      return types.problems(question.cell);
    case 'complete':
      return types.complete(question.cell, question.position);
    case 'describe':
      return types.describe(question.cell, question.position, question.name);
    case 'inspect':
      return types.inspect(question.cell, question.position);
  }
}

const scope = globalThis as unknown as Scope;
scope.onmessage = ({ data }) => {
  try {
    scope.postMessage({ id: data.id, answer: answer(data) });
  } catch (error) {
    scope.postMessage({ id: data.id, error: String((error as Error).stack ?? error) });
  }
};
