import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { sayCorrection } from '../domain/correction.ts';
import type { Correction } from '../domain/correction.ts';
import { renderPath } from './config-problem.ts';
import type { ConfigFile, ConfigFinding, ConfigPath, ConfigProblem } from './config-problem.ts';
import { FILE_WORDS } from './file-words.ts';
import type { FileWords } from './file-words.ts';

/** A file's data, and the line of each place in it. */
export interface YamlSource {
  file: ConfigFile;
  data: unknown;
  locate(finding: ConfigFinding): ConfigProblem;
}

export type YamlResult = { ok: true; source: YamlSource } | { ok: false; problems: ConfigProblem[] };

/** Aliases that a file may expand to: more is a file made to fill memory. */
const MAX_ALIASES = 100;

/** Where the parser repeats a part of the file, which could be anybody's number: after a word and a colon, or with its percent sign. */
const WHAT_IT_HOLDS = /(?<=[\w)]): .*$| %.*$/s;

/** Reads YAML 1.2 with positions. The first syntax error comes with its line, and each key given twice before it. */
export function parseYaml(file: ConfigFile, text: string): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = upToFirstSlip([...document.errors, ...document.warnings]);
  if (broken.length > 0) return { ok: false, problems: broken.map((error) => toProblem(file, error, lines)) };
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return { ok: false, problems: [wholeFile(file, ({ empty }) => empty)] };
  }
  const alias = unknownAliasIn(document);
  if (alias !== null) return { ok: false, problems: [{ ...wholeFile(file, ({ unknownAlias }) => unknownAlias), line: lines.linePos(alias).line }] };
  try {
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { ok: true, source: { file, data, locate: (finding) => locate(finding, document, lines) } };
  } catch {
    return { ok: false, problems: [wholeFile(file, (words) => words.tooManyAliases(MAX_ALIASES))] };
  }
}

/** Keys given twice are a mistake each; what the parser can't make out after a slip, such as a bracket left open, follows from that. */
function upToFirstSlip(errors: readonly YAMLError[]): YAMLError[] {
  const inOrder = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const slip = inOrder.findIndex(({ code }) => code !== 'DUPLICATE_KEY');
  return slip === -1 ? inOrder : inOrder.slice(0, slip + 1);
}

/** Where the first alias stands that nothing above it is marked for. */
function unknownAliasIn(document: Document): number | null {
  const marked = new Set<string>();
  let offset: number | null = null;
  visit(document, { Node: (_key, node) => {
    if (!isAlias(node)) marked.add(node.anchor ?? '');
    else if (!marked.has(node.source)) {
      offset = startOf(node) ?? 0;
      return visit.BREAK;
    }
    return undefined;
  } });
  return offset;
}

/** A problem of the file as a whole. */
export function wholeFile(file: ConfigFile, tell: (words: FileWords) => Correction): ConfigProblem {
  return { file, line: 1, path: '', ...sayCorrection(FILE_WORDS, tell) };
}

function toProblem(file: ConfigFile, error: YAMLError, lines: LineCounter): ConfigProblem {
  const { line } = lines.linePos(error.pos[0]);
  const [what = ''] = error.message.split('\n');
  const tell = (words: FileWords): Correction => (error.code === 'DUPLICATE_KEY' ? words.keyTwice : words.notYaml(error.code, what.replace(WHAT_IT_HOLDS, '').replace(/[.:]+$/, '')));
  return { file, line, path: '', ...sayCorrection(FILE_WORDS, tell) };
}

function locate({ file, path, problem, hint }: ConfigFinding, document: Document, lines: LineCounter): ConfigProblem {
  const { line } = lines.linePos(offsetOf(document, path));
  return { file, line: Math.max(line, 1), path: renderPath(path), problem, hint };
}

/** Where the place begins; for what is missing, where the nearest thing around it begins. */
function offsetOf(document: Document, path: ConfigPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    } else if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(isScalar(item.key) ? item.key.value : item.key) === String(key));
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range;
  return range?.[0];
}
