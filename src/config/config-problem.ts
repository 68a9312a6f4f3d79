/** The hospital's files, in the folder that VIGIA_CONFIG_DIR names. */
export const CONFIG_FILES = ['policy.yaml', 'directory.yaml', 'oncall.yaml'] as const;

export type ConfigFile = (typeof CONFIG_FILES)[number];

/** Where in a file's data something is: keys and indexes from the top. */
export type ConfigPath = readonly (string | number)[];

/** Something wrong at a place in a file's data, before its line is known. */
export interface ConfigFinding {
  file: ConfigFile;
  path: ConfigPath;
  /** What is wrong, as a sentence without the field's name in front. */
  problem: string;
  /** What to do about it, as a sentence. */
  hint: string;
}

/** Something wrong, for the person who edits the file. */
export interface ConfigProblem {
  file: ConfigFile;
  /** 1-based; 1 when the file as a whole is meant. */
  line: number;
  /** The field, such as `severities.critical.steps[0].to[1]`; empty when the file as a whole is meant. */
  path: string;
  problem: string;
  hint: string;
}

/** One problem in one line, for a terminal, a log or health: `policy.yaml:42 stages.3: … Hint.` */
export function renderProblem({ file, line, path, problem, hint }: ConfigProblem): string {
  return `${file}:${line} ${path === '' ? '' : `${path}: `}${problem}. ${hint}`;
}

/** `['steps', 0, 'to']` as `steps[0].to`. */
export function renderPath(path: ConfigPath): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`), '');
}
