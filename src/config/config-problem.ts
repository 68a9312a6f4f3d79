import { tellCorrection } from '../domain/correction.ts';
import type { Correction, SaidCorrection } from '../domain/correction.ts';
import type { Language } from '../domain/people.ts';

/** The hospital's files, in the folder that VIGIA_CONFIG_DIR names. */
export const CONFIG_FILES = ['policy.yaml', 'directory.yaml', 'oncall.yaml'] as const;

export type ConfigFile = (typeof CONFIG_FILES)[number];

/** Where in a file's data something is: keys and indexes from the top. */
export type ConfigPath = readonly (string | number)[];

/** Something wrong at a place in a file's data, before its line is known. */
export interface ConfigFinding extends SaidCorrection {
  file: ConfigFile;
  path: ConfigPath;
}

/** Where something is wrong, for the person who edits the file. */
interface ConfigPlace {
  file: ConfigFile;
  /** 1-based; 1 when the file as a whole is meant. */
  line: number;
  /** The field, such as `severities.critical.steps[0].to[1]`; empty when the file as a whole is meant. */
  path: string;
}

/** Something wrong, in both languages. */
export interface ConfigProblem extends ConfigPlace, SaidCorrection {}

/** Something wrong, in one language: what health and `policy check` hand out. */
export interface ToldProblem extends ConfigPlace, Correction {}

export function tellProblem({ file, line, path, ...said }: ConfigProblem, language: Language): ToldProblem {
  return { file, line, path, ...tellCorrection(said, language) };
}

/** One problem in one line, for a terminal, a log or health: `policy.yaml:42 stages.3: … Hint.` */
export function renderProblem({ file, line, path, problem, hint }: ToldProblem): string {
  return `${file}:${line} ${path === '' ? '' : `${path}: `}${problem}. ${hint}`;
}

/** `['steps', 0, 'to']` as `steps[0].to`. */
export function renderPath(path: ConfigPath): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`), '');
}
