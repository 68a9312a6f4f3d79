import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellProblem } from '../../src/config/config-problem.ts';
import type { ConfigFile, ConfigProblem, ToldProblem } from '../../src/config/config-problem.ts';
import { parseHospitalConfig } from '../../src/config/hospital-config.ts';
import type { HospitalConfig, HospitalConfigOptions, HospitalTexts } from '../../src/config/hospital-config.ts';
import { namedIn } from '../support/same-names.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const DEFAULTS = join(__dirname, '../../config');

/** A Tuesday in spring, in Chile. */
export const NOW = new Date('2026-11-24T12:00:00Z');

/** The default files' texts, with one of them edited; the text to replace must be there, and once unless told otherwise. */
export function textsWith(file?: ConfigFile, from?: string | RegExp, to = ''): HospitalTexts {
  const read = (name: ConfigFile): string => readFileSync(join(DEFAULTS, name), 'utf8');
  const texts: HospitalTexts = { 'policy.yaml': read('policy.yaml'), 'directory.yaml': read('directory.yaml'), 'oncall.yaml': read('oncall.yaml') };
  if (file === undefined || from === undefined) return texts;
  const edited = texts[file].replace(from, to);
  if (edited === texts[file]) throw new Error(`${file} does not hold ${String(from)}`);
  return { ...texts, [file]: edited };
}

/** A copy of the default folder that a test may edit. */
export function hospitalFolder(): string {
  const folder = join(temporaryFolder(), 'config');
  cpSync(DEFAULTS, folder, { recursive: true });
  return folder;
}

export function writeTexts(folder: string, texts: HospitalTexts): void {
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(folder, file), text);
}

type Options = Partial<Omit<HospitalConfigOptions, 'dir'>>;

/** What is wrong with the texts, in English, with Slack and Twilio configured unless told otherwise. */
export function problemsOf(texts: HospitalTexts, options: Options = {}): ToldProblem[] {
  const result = parseHospitalConfig(texts, { platforms: ['slack', 'twilio'], now: NOW, ...options });
  return result.ok ? [] : result.problems.map(inEnglish);
}

/** A problem in English, once it was seen that the Spanish words name the same. */
export function inEnglish(problem: ConfigProblem): ToldProblem {
  const [es, en] = [tellProblem(problem, 'es'), tellProblem(problem, 'en')];
  // What the parser says of a file that is no YAML goes into details that ours leave out.
  if (en.problem.startsWith('This is not YAML')) return en;
  expect({ problem: namedIn(es.problem), hint: namedIn(es.hint) }).toEqual({ problem: namedIn(en.problem), hint: namedIn(en.hint) });
  return en;
}

/** The default configuration. */
export function defaultConfig(options: Options = {}): HospitalConfig {
  const result = parseHospitalConfig(textsWith(), { platforms: ['slack', 'twilio'], now: NOW, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

/** The number of the line that holds a text, the first one if several do. */
export function lineOf(text: string, part: string): number {
  const index = text.indexOf(part);
  if (index === -1) throw new Error(`the text does not hold ${part}`);
  return text.slice(0, index).split('\n').length;
}
