import type { SyntaxNode } from '@lezer/common';
import { childrenOf, codeTree, isType } from './code-tree.js';

/** A number in a cell's code that a reader may change. */
export interface NumericLiteral {
  /** Offsets in the code; a minus sign in front belongs to the literal. */
  readonly from: number;
  readonly to: number;
  /** As it is written: `-1e-3`, `10_000`, `0x1f`. */
  readonly text: string;
  /** What the number is called: the variable, property or function that gets it; '' where the code has no name for it. */
  readonly name: string;
}

/**
 * The numbers of a cell's code in their order. Digits in names, strings, templates' texts, comments, types and keys of properties
 * are no numbers; numbers inside of `${…}` are.
 */
export function numericLiterals(code: string): readonly NumericLiteral[] {
  const found: NumericLiteral[] = [];
  function visit(node: SyntaxNode): void {
    if (isType(node)) return;
    if (node.name === 'Number' && !isKey(node)) found.push(literalAt(node, code));
    for (const child of childrenOf(node)) visit(child);
  }
  visit(codeTree(code).topNode);
  return found;
}

/** Whether a number is the name of a property: `{ 36: early }`. */
function isKey({ parent, nextSibling }: SyntaxNode): boolean {
  return (parent?.name === 'Property' || parent?.name === 'PatternProperty') && nextSibling?.name === ':';
}

function literalAt(node: SyntaxNode, code: string): NumericLiteral {
  const outer = node.parent;
  const isNegative = outer?.name === 'UnaryExpression' && code[outer.from] === '-' && outer.from === node.from - 1;
  const { from, to } = isNegative ? outer : node;
  return { from, to, text: code.slice(from, to), name: nameOf(isNegative ? outer : node, code) };
}

function nameOf(node: SyntaxNode, code: string): string {
  const text = (named: SyntaxNode | null | undefined): string => (named ? code.slice(named.from, named.to) : '');
  const { parent } = node;
  switch (parent?.name) {
    case 'VariableDeclaration':
      return text(before(node, 'VariableDefinition'));
    case 'Property':
    case 'PropertyDeclaration':
      return text(parent.firstChild);
    case 'AssignmentExpression':
      return text(parent.firstChild);
    case 'PatternProperty':
    case 'ParamList':
      return text(before(node, 'VariableDefinition'));
    case 'ArgList':
      return text(parent.parent?.firstChild);
    case 'ArrayExpression':
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'ParenthesizedExpression':
      return nameOf(parent, code);
    default:
      return '';
  }
}

function before(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let one = node.prevSibling; one !== null; one = one.prevSibling) if (one.name === name) return one;
  return undefined;
}
