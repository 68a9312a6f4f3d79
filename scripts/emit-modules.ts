import { join, posix, relative } from 'node:path';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022, lib: ['lib.es2024.d.ts'], module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: ['node'],
  strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true, skipLibCheck: true,
  rewriteRelativeImportExtensions: true, declaration: true, stripInternal: true,
};

/**
 * A module of `src/` and those that it imports as JavaScript and types, by their path under `src/`. What only stands behind a type that nobody sees
 * from outside is left out. @throws Error for code that doesn't compile
 */
export function emitModules(root: string, entry: string): Map<string, string> {
  const source = join(root, 'src');
  const program = ts.createProgram([join(root, entry)], { ...OPTIONS, rootDir: source, outDir: source });
  const problems = ts.getPreEmitDiagnostics(program);
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' }));
  const emitted = new Map<string, string>();
  // TypeScript rewrites the specifiers of JavaScript alone.
  program.emit(undefined, (path, text) => void emitted.set(relative(source, path), text.replaceAll(/(from '\.{1,2}\/[^']+)\.ts';/g, "$1.js';")));
  const stem = relative('src', entry).replace(/\.ts$/, '');
  return new Map([...reached(emitted, `${stem}.js`), ...reached(emitted, `${stem}.d.ts`)].map((path) => [path, emitted.get(path) ?? '']));
}

/** The emitted files that one of them imports, itself included. */
function reached(emitted: ReadonlyMap<string, string>, entry: string): Set<string> {
  const found = new Set<string>();
  const look = (path: string): void => {
    const text = emitted.get(path);
    if (text === undefined || found.has(path)) return;
    found.add(path);
    const kind = path.endsWith('.d.ts') ? '.d.ts' : '.js';
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (fileName.startsWith('.')) look(posix.join(posix.dirname(path), fileName.replace(/\.js$/, kind)));
    }
  };
  look(entry);
  return found;
}
