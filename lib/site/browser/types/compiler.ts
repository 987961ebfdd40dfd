import type ts from 'typescript';

/** The part of the compiler that types of cells need: the whole of it in Node, what is left of it in a page's script. */
export type Compiler = Pick<
  typeof ts,
  | 'createLanguageService'
  | 'flattenDiagnosticMessageText'
  | 'JsxEmit'
  | 'ModuleDetectionKind'
  | 'ModuleKind'
  | 'ModuleResolutionKind'
  | 'ScriptSnapshot'
  | 'ScriptTarget'
>;

/** Declarations by their paths: `/compiler/lib.*.d.ts`, `/globals/*.d.ts`, and `/packages/NAME/index.d.ts` with what it imports. */
export type DeclarationFiles = Readonly<Record<string, string>>;

/** Folder of the language's own declarations, and the file that names those of the kernel's cells. */
export const languageFolder = '/compiler/';
export const languageFile = 'lib.es2023.d.ts';

/** Folder of declarations that hold in every cell. */
export const globalsFolder = '/globals/';

/** Folder of the packages that a cell may import, by their names. */
export const packagesFolder = '/packages/';
