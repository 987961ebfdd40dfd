import type ts from 'typescript';
import {
  type Compiler,
  type DeclarationFiles,
  globalsFolder,
  languageFile,
  languageFolder,
  packagesFolder,
} from './compiler.js';

/** The compiler's service over the cells of a page, each a module that sees the names of the cells above it. */
export interface CellProgram {
  /** Replaces the code of all cells, in the order of the page. */
  setCells(cells: readonly string[]): void;
  /** The service, for the cells as they stand. */
  service(): ts.LanguageService;
  /** Name of a cell's file, by its number from 0. */
  fileOf(cell: number): string;
}

const fileOf = (cell: number): string => `/cells/${cell + 1}.ts`;

/** Large declarations of Node that are read once a cell names what they declare, by the file's name. */
const lateGlobals: Readonly<Record<string, RegExp>> = { crypto: /crypto/i, fs: /\bfs\b/ };

/** Whether declarations that hold in every cell are needed for cells of this code. */
function isNeeded(file: string, cells: readonly string[]): boolean {
  const sign = lateGlobals[file.slice(globalsFolder.length).replace(/\.d\.ts$/, '')];
  return sign === undefined || cells.some((code) => sign.test(code));
}

/** The folder of a path, joined with a relative path. */
function joined(file: string, relative: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The declarations that an import means; undefined for a module without any. */
function resolved(specifier: string, importer: string, files: DeclarationFiles): string | undefined {
  const path = specifier.startsWith('.') ? joined(importer, specifier) : `${packagesFolder}${specifier}`;
  const stem = path.replace(/\.js$/, '');
  return [`${stem}.d.ts`, `${stem}/index.d.ts`].find((candidate) => Object.hasOwn(files, candidate));
}

/** The options with which the kernel compiles cells, which are not strict. */
function optionsOf({ JsxEmit, ModuleDetectionKind, ModuleKind, ModuleResolutionKind, ScriptTarget }: Compiler) {
  return {
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.Bundler,
    // Makes each cell a module, as the kernel does, so that a name of the cell hides the same name of an earlier one.
    moduleDetection: ModuleDetectionKind.Force,
    esModuleInterop: true,
    target: ScriptTarget.ES2022,
    lib: [languageFile],
    jsx: JsxEmit.React,
    resolveJsonModule: true,
    skipLibCheck: true,
    types: [],
  } satisfies ts.CompilerOptions;
}

/**
 * Makes the file of each cell the parent of the next: the compiler looks for a name in a node's parents, and so finds what the nearest
 * earlier cell declares. The compiler has no option for that; tslab's kernel sets the same property.
 */
function chain(program: ts.Program, count: number): void {
  // Asking for the checker binds the files, which clears their parents.
  program.getTypeChecker();
  const files = Array.from({ length: count }, (_, cell) => program.getSourceFile(fileOf(cell)));
  for (const [cell, file] of files.entries()) {
    if (file && cell > 0) (file as { parent?: ts.Node }).parent = files[cell - 1];
  }
}

/**
 * A program of cells.
 * @param compiler TypeScript
 * @param declarations what cells may import, and the globals of cells
 * Cost: reading the language's declarations, when the service is first asked; then what changed.
 */
export function cellProgram(compiler: Compiler, declarations: DeclarationFiles): CellProgram {
  let cells: readonly string[] = [];
  const versions = new Map<number, number>();
  const options = optionsOf(compiler);
  const globals = Object.keys(declarations).filter((file) => file.startsWith(globalsFolder));
  const cellOf = (file: string): number | undefined => {
    const number = /^\/cells\/(\d+)\.ts$/.exec(file)?.[1];
    return number !== undefined && Number(number) <= cells.length ? Number(number) - 1 : undefined;
  };
  const textOf = (file: string): string | undefined => {
    const cell = cellOf(file);
    if (cell !== undefined) return cells[cell];
    return Object.hasOwn(declarations, file) ? declarations[file] : undefined;
  };
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [
      ...globals.filter((file) => isNeeded(file, cells)),
      ...cells.map((_, cell) => fileOf(cell)),
    ],
    getScriptVersion: (file) => String(versions.get(cellOf(file) ?? -1) ?? 0),
    getScriptSnapshot: (file) => {
      const text = textOf(file);
      return text === undefined ? undefined : compiler.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => '/cells',
    getDefaultLibFileName: () => `${languageFolder}${languageFile}`,
    fileExists: (file) => textOf(file) !== undefined,
    readFile: textOf,
    useCaseSensitiveFileNames: () => true,
    resolveModuleNameLiterals: (literals, importer) =>
      literals.map(({ text }) => {
        const resolvedFileName = resolved(text, importer, declarations);
        return { resolvedModule: resolvedFileName ? { resolvedFileName, extension: '.d.ts' } : undefined };
      }),
  };
  const service = compiler.createLanguageService(host);
  let chained: ts.Program | undefined;
  return {
    setCells(next) {
      for (const [cell, code] of next.entries())
        if (code !== cells[cell]) versions.set(cell, (versions.get(cell) ?? 0) + 1);
      cells = next;
    },
    service() {
      const program = service.getProgram();
      if (program && program !== chained) chain(program, cells.length);
      chained = program;
      return service;
    },
    fileOf,
  };
}
