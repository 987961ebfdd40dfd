import ts = require('typescript');

import { join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { furtherDeclarations, withExportableNames } from './cell-declarations.js';
import { compilerInternals } from './compiler-internals.js';
import { cellFile, transpile } from './transpilation.js';

/*
 * Stands in for the TypeScript that tslab carries: the project's own version, plus the few internal
 * functions that tslab's build of the compiler adds, plus compiler options fit for this project.
 */

const internal = compilerInternals();
const home = libraryFolder();
const typeRoot = join(home, 'node_modules', '@types');

/** An object that inherits from `base`: the compiler's objects have getters, which cannot be assigned. */
function extended<T extends object>(base: T, properties: object): T {
  return Object.create(base, Object.getOwnPropertyDescriptors(properties));
}

function isWatched(path: string): boolean {
  return !path.endsWith('.d.ts') && !path.endsWith('.json') && !path.includes('/node_modules/');
}

/** Watches only sources beside the notebook: packages do not change while a kernel runs. */
const sys: ts.System = extended(ts.sys, {
  watchFile: (path: string, ...rest: [ts.FileWatcherCallback]) =>
    isWatched(path) ? ts.sys.watchFile!(path, ...rest) : { close() {} },
  watchDirectory: () => ({ close() {} }),
});

function options(given: ts.CompilerOptions): ts.CompilerOptions {
  // These options are unknown to this version of the compiler, or exist in tslab's build of it only.
  const {
    noImplicitUseStrict: _strict,
    disableTopLevelAwait: _await,
    experimentalDecorators: _decorators,
    ...kept
  } = given as ts.CompilerOptions & { noImplicitUseStrict?: boolean; disableTopLevelAwait?: boolean };
  return {
    ...kept,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    typeRoots: [typeRoot],
    types: ['node'],
    inlineSourceMap: true,
    noErrorTruncation: false,
  };
}

/**
 * Resolves packages from the notebook's folder first, then from the checkout of the kernel. Packages are cached; files beside the
 * notebook are not, because they may appear between two cells.
 */
function resolver(
  cache: ts.ModuleResolutionCache,
  host: ts.ModuleResolutionHost,
): ts.CompilerHost['resolveModuleNameLiterals'] {
  const fromHome = join(home, '__notebook__.ts');
  return (literals, containingFile, redirect, compilerOptions) =>
    literals.map(({ text }) => {
      const isRelative = ts.isExternalModuleNameRelative(text);
      const known = isRelative && isWatched(containingFile) ? undefined : cache;
      const found = ts.resolveModuleName(text, containingFile, compilerOptions, host, known, redirect);
      if (found.resolvedModule || isRelative) return found;
      return ts.resolveModuleName(text, fromHome, compilerOptions, host, cache, redirect);
    });
}

/** Names of files under which tslab keeps the declarations of the next cell and of the earlier ones. */
const cellDeclarationFile = '__tslab__.d.ts';
const earlierFile = '__prev__.d.ts';

function createWatchCompilerHost(
  rootFiles: string[],
  given: ts.CompilerOptions,
  tslabSystem: ts.System,
  ...rest: [
    ts.CreateProgram<ts.EmitAndSemanticDiagnosticsBuilderProgram>,
    ts.DiagnosticReporter?,
    ts.WatchStatusReporter?,
    ts.ProjectReference[]?,
  ]
): ts.WatchCompilerHost<ts.EmitAndSemanticDiagnosticsBuilderProgram> {
  const system = extended(tslabSystem, {
    readFile(path: string, encoding?: string): string | undefined {
      const text = tslabSystem.readFile(path, encoding);
      return text !== undefined && path.endsWith(cellFile) ? withExportableNames(text) : text;
    },
  });
  const host = ts.createWatchCompilerHost(rootFiles, options(given), system, ...rest);
  const cache = ts.createModuleResolutionCache(system.getCurrentDirectory(), (path) => path);
  host.resolveModuleNameLiterals = resolver(cache, system as ts.ModuleResolutionHost);
  host.getModuleResolutionCache = () => cache;
  return host;
}

/** Gives tslab programs whose `emit` declares all names of a cell, and leaves out tslab's rewriting of cells, which `emitCell` does instead. */
function createWatchProgram(
  host: ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.EmitAndSemanticDiagnosticsBuilderProgram>,
): ts.Watch<ts.EmitAndSemanticDiagnosticsBuilderProgram> {
  const take = host.afterProgramCreate;
  host.afterProgramCreate = (builder) => {
    const emit: typeof builder.emit = (file, write, token, onlyDeclarations, transformers) => {
      function writeWhole(path: string, text: string, ...rest: [boolean]): void {
        const program = builder.getProgram();
        const earlier = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(earlierFile));
        const further =
          file && path.endsWith(cellDeclarationFile) ? furtherDeclarations(program, file, earlier, text) : '';
        write?.(path, text + further, ...rest);
      }
      return builder.emit(file, write && writeWhole, token, onlyDeclarations, {
        afterDeclarations: transformers?.afterDeclarations,
      });
    };
    take?.(extended(builder, { emit }));
  };
  return ts.createWatchProgram(host);
}

function getPreEmitDiagnosticsOfFiles(program: ts.Program, files: readonly ts.SourceFile[]): readonly ts.Diagnostic[] {
  const found = files.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
    ...program.getDeclarationDiagnostics(file),
  ]);
  return ts.sortAndDeduplicateDiagnostics(found);
}

function getQuickInfoAtPosition(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  _token: unknown,
  position: number,
): ts.QuickInfo | undefined {
  const node = internal.getTouchingPropertyName(file, position);
  if (node === file) return undefined;
  const symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  const { symbolKind, displayParts, documentation, tags } =
    internal.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker,
      symbol,
      file,
      internal.getContainerNode(node),
      node,
    );
  return {
    kind: symbolKind,
    kindModifiers: '',
    textSpan: internal.createTextSpanFromNode(node, file),
    displayParts,
    documentation,
    tags,
  };
}

/** The host that the compiler needs for completing module names in an import, which it reads from the disk. */
function completionHost(program: ts.Program): object {
  return extended(sys, {
    getCompilationSettings: () => program.getCompilerOptions(),
    getProgram: () => program,
    useCaseSensitiveFileNames: () => true,
    getCurrentDirectory: () => program.getCurrentDirectory(),
    getModuleResolutionCache: () => undefined,
    getDirectories: (path: string) => (ts.sys.directoryExists(path) ? ts.sys.getDirectories(path) : []),
  });
}

const Completions = extended(internal.Completions, {
  getCompletionsAtPositionForTslab: (_host: object, program: ts.Program, ...rest: unknown[]) =>
    internal.Completions.getCompletionsAtPosition(completionHost(program), program, ...rest),
});

const typescript = extended(ts, {
  // Marks an ES module: of another object tslab's import helper copies the own properties only, and most here are inherited.
  __esModule: true,
  sys,
  Completions,
  createWatchCompilerHost,
  createWatchProgram,
  getPreEmitDiagnosticsOfFiles,
  getQuickInfoAtPosition,
  getNullTransformationContext: () => internal.nullTransformationContext,
  CompletionTriggerKind: { Invoked: 1 },
  getDefaultTypeRoots: () => [typeRoot],
  transpileModule: transpile,
});

export = typescript;
