import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/javascript';

const typescript = parser.configure({ dialect: 'ts' });

/** The syntax tree of a cell's TypeScript. A cell with errors has a tree, too. Cost: some milliseconds for a long cell. */
export const codeTree = (code: string): Tree => typescript.parse(code);

/** The children of a node, in their order. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

const types = new Set([
  'TypeAnnotation',
  'TypeArgList',
  'TypeParamList',
  'TypeAliasDeclaration',
  'InterfaceDeclaration',
  'LiteralType',
  'TypeofType',
  'UnionType',
  'IntersectionType',
  'ObjectType',
  'ArrayType',
  'IndexedType',
  'ConditionalType',
  'FunctionSignature',
  'TypePredicate',
  'KeyofType',
  'ParenthesizedType',
  'TupleType',
  'ParameterizedType',
  'TemplateType',
  'AmbientDeclaration',
]);

/** Whether a node stands for a type, which is gone when the cell runs. */
export const isType = (node: SyntaxNode): boolean => types.has(node.name);
