import ts = require('typescript');

/** Where tslab keeps the declarations of the cells before. */
const earlierCells = '__prev__.d.ts';

/**
 * Writes `{ x }` as `{ x: exports.x }` where x is a variable of an earlier cell: tslab redirects every other
 * use of such a variable, but not this one.
 */
export function expandShorthand(checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
  const isEarlier = (node: ts.ShorthandPropertyAssignment): boolean =>
    (checker.getShorthandAssignmentValueSymbol(node)?.declarations ?? []).some((declaration) =>
      declaration.getSourceFile().fileName.endsWith(earlierCells),
    );
  return (context) => (file) => {
    const { factory } = context;
    function visit(node: ts.Node): ts.Node {
      if (!ts.isShorthandPropertyAssignment(node) || !isEarlier(node)) return ts.visitEachChild(node, visit, context);
      const place = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), node.name.text);
      const initial = node.objectAssignmentInitializer;
      const value = initial ? factory.createAssignment(place, ts.visitNode(initial, visit) as ts.Expression) : place;
      return ts.setTextRange(factory.createPropertyAssignment(factory.createIdentifier(node.name.text), value), node);
    }
    return ts.visitNode(file, visit) as ts.SourceFile;
  };
}
