import type { Identifier, Pattern, Node as PlainNode } from 'estree';
import type { CodePlace } from './code-places.js';

/** A node with the offsets in the text that the parser adds. */
export type Node = PlainNode & { readonly start: number; readonly end: number };

/** The offsets of a node, which the types of the syntax tree leave out. */
export const at = (node: PlainNode): { readonly start: number; readonly end: number } => node as Node;

/** Line and column of an offset in a text. Cost: linear in the offset. */
export function placeIn(text: string, offset: number): CodePlace {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

export const isIdentifier = (node: PlainNode): node is Identifier => node.type === 'Identifier';

/** Whether a function or class has no name of its own: JavaScript then names it after the variable to which it is assigned. */
export function isAnonymous(node: PlainNode): boolean {
  if (node.type === 'ArrowFunctionExpression') return true;
  return (node.type === 'FunctionExpression' || node.type === 'ClassExpression') && !node.id;
}

/** Types of nodes whose code does not run when the code around the node runs. */
const delayed = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'PropertyDefinition',
  'StaticBlock',
]);

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

/** Calls `visit` for each node, inner nodes first, with the node's parent and whether the node lies outside of functions. */
export function walk(
  node: PlainNode,
  visit: (node: Node, parent: Node | undefined, isOutside: boolean) => void,
  parent?: Node,
  isOutside = true,
): void {
  const runs = isOutside && !delayed.has(node.type);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) walk(child, visit, node as Node, runs);
  }
  visit(node as Node, parent, isOutside);
}

/** Names that a pattern binds. */
export function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'Property' ? property.value : property),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'MemberExpression':
      return [];
  }
}
