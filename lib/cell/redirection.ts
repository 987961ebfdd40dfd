import type { Identifier, Pattern, Node as PlainNode, Program, VariableDeclaration } from 'estree';
import type { CellText } from './cell-text.js';
import { at, isAnonymous, isIdentifier, type Node, placeIn, walk } from './syntax.js';

type Parent = Node | undefined;

/** Types of nodes that hold lists of statements, the program itself apart. */
const lists = new Set(['BlockStatement', 'StaticBlock', 'SwitchCase']);

/** Starts of `{ x }` and of `{ x = 1 }`, where one identifier is both name of a property and variable. */
function shorthandStarts(program: Program): ReadonlySet<number> {
  const starts = new Set<number>();
  walk(program, (node) => {
    if (node.type === 'Property' && node.shorthand) starts.add(node.start);
  });
  return starts;
}

function isShared(node: PlainNode, { shared }: CellText): node is Identifier {
  return isIdentifier(node) && shared.identifiers.has(node);
}

/** Writes a use of a shared variable. A function that is called in its box gets no `this`, as a variable's function gets none. */
function redirect(node: Identifier, parent: Parent, isShorthand: boolean, { text, place }: CellText): void {
  const { start, end } = at(node);
  const isCalled =
    (parent?.type === 'CallExpression' && parent.callee === node) ||
    (parent?.type === 'TaggedTemplateExpression' && parent.tag === node);
  const isName = isShorthand && (parent?.type === 'Property' || parent?.type === 'AssignmentPattern');
  if (isCalled && text.original[end] === '(') {
    // The engine reports a call at its parenthesis: written in one piece with the name, the call is found at the name.
    text.update(start, end + 1, `(0, ${place(node.name)})(`);
  } else if (isCalled) text.update(start, end, `(0, ${place(node.name)})`);
  else if (isName) text.update(start, end, `${node.name}: ${place(node.name)}`);
  else text.update(start, end, place(node.name));
}

/** Gives a function or class without a name of its own the name of the variable to which it is assigned. */
function nameAfter(target: PlainNode, value: PlainNode, cell: CellText): void {
  if (!isShared(target, cell) || !isAnonymous(value)) return;
  cell.text.prependRight(at(value).start, `{ ["${target.name}"]: `).appendLeft(at(value).end, ` }.${target.name}`);
}

function bindsShared(pattern: Pattern, cell: CellText): boolean {
  let found = false;
  walk(pattern, (node) => {
    found ||= isShared(node, cell);
  });
  return found;
}

/** Turns a `var` in an inner block or at the head of a loop into an assignment. */
function assignVariables(declaration: VariableDeclaration, parent: Parent, cell: CellText): void {
  const { declarations, kind } = declaration;
  if (parent?.type === 'Program' || kind !== 'var' || !declarations.some(({ id }) => bindsShared(id, cell))) return;
  cell.text.remove(at(declaration).start, at(declarations[0]).start);
  for (const declarator of declarations) {
    if (declarator.init && !isIdentifier(declarator.id))
      cell.text.prependRight(at(declarator).start, '(').appendLeft(at(declarator).end, ')');
  }
  separate(declaration, parent, cell);
}

/** Puts a semicolon before a statement: one that begins with a parenthesis would continue a statement without a semicolon. */
function separate(statement: PlainNode, parent: Parent, { text }: CellText): void {
  if (parent && lists.has(parent.type)) text.prependRight(at(statement).start, ';');
}

/** Turns `await x` into a call of the runtime's `wait`, which gets the place of the await in the JavaScript. */
function wrapAwait({ start, end }: Node, { text, runtime }: CellText): void {
  const { line, column } = placeIn(text.original, start);
  text.appendLeft(start + 'await'.length, ` ${runtime}.wait(`).appendLeft(end, `, ${line}, ${column})`);
}

/**
 * Writes every use of a shared variable, every `await` and every `import()` of a cell, apart from what declares at its top level.
 * @returns whether the cell awaits at its top level
 */
export function redirectUses(cell: CellText): boolean {
  const { program, text, runtime } = cell;
  const shorthands = shorthandStarts(program);
  let hasTopLevelAwait = false;
  walk(program, (node, parent, isOutside) => {
    switch (node.type) {
      case 'Identifier':
        if (isShared(node, cell)) redirect(node, parent, shorthands.has(at(node).start), cell);
        break;
      case 'AwaitExpression':
        hasTopLevelAwait ||= isOutside;
        wrapAwait(node, cell);
        break;
      case 'ForOfStatement':
        hasTopLevelAwait ||= isOutside && node.await;
        break;
      case 'ImportExpression':
        text.update(node.start, node.start + 'import'.length, `${runtime}.import`);
        break;
      case 'AssignmentExpression':
      case 'AssignmentPattern':
        nameAfter(node.left, node.right, cell);
        break;
      case 'VariableDeclarator':
        if (node.init) nameAfter(node.id, node.init, cell);
        break;
      case 'VariableDeclaration':
        assignVariables(node, parent, cell);
        break;
      case 'ExpressionStatement':
        separate(node, parent, cell);
        break;
    }
  });
  return hasTopLevelAwait;
}
