/*
 * The compiler without what cells never ask for: its server, its build mode, its emission of JavaScript, its refactorings. The
 * compiler's file is one scope with a comment before each of its former modules, so that whole modules can be left out.
 */

/** Former modules that are left out. */
const unused =
  /^\/\/ src\/(server|typingsInstaller|jsTyping|compiler\/(executeCommandLine|tsbuild|watchPublic|builder(?!State)|transformers\/(es|generators|classFields|legacyDecorators|typeSerializer|jsx|taggedTemplate|classThis|namedEvaluation|module|ts\.ts))|services\/(refactors|codefixes\/(?!importFixes|helpers)))/;

/** What stands before the first former module and what the compiler's last lines are. */
const [firstModule, lastExport] = [
  '\n// src/typescript/typescript.ts',
  'module.exports = __toCommonJS(typescript_exports);',
];

/** The function that makes a namespace at once, where the compiler fills an empty object: a bundler leaves out one that nobody uses. */
const namespace = 'var __namespace = (all) => { const target = {}; __export(target, all); return target; };';

function between(text: string, start: string, end: string): [string, string] {
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1)
    throw new Error('smallCompiler: the compiler’s file has another form than that of TypeScript 5.9; adapt this file');
  return [text.slice(0, from), text.slice(to + end.length)];
}

/**
 * Cuts the compiler down, as an ES module from which a bundler leaves out what is not used.
 * @param source `typescript.js` of TypeScript 5.9
 * @param exported names that the module exports
 * @throws Error when the file has another form
 */
export function smallCompiler(source: string, exported: readonly string[]): string {
  const [head, rest] = between(source, firstModule, lastExport);
  const licence = source.slice(source.indexOf('/*!'), source.indexOf('*/') + 2);
  const start = head.slice(head.indexOf('"use strict";'));
  const end = rest.lastIndexOf('\n// Annotate the CommonJS export names');
  const modules = rest.slice(0, end === -1 ? rest.lastIndexOf('\n0 && (module.exports') : end);
  const kept = modules
    .split(/^(?=\/\/ src\/)/m)
    .filter((text) => !unused.test(text))
    .join('')
    .replace(/var (\w+_exports\d*) = \{\};\n__export\(\1, \{/g, 'var $1 = /* @__PURE__ */ __namespace({')
    .replace(/^(registerCodeFix|registerRefactor)\(/gm, '/* @__PURE__ */ $1(');
  return [licence, start, namespace, kept, `export { ${exported.join(', ')} };`].join('\n');
}
