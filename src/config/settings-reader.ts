import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { inBoth } from '../domain/in-both.ts';
import type { Said } from '../domain/said.ts';
import { errorCodeOf } from '../observability/error-code.ts';
import { Secret } from './secret.ts';
import { SETTINGS_WORDS, type SettingsWords } from './settings-words.ts';

/** Environment variables as the process got them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment doesn't add up. Each issue is one sentence that names a variable and says what to do; none holds a secret. `message` is in English. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly issues: readonly Said[];

  constructor(issues: readonly Said[]) {
    super(issues.map(({ en }) => en).join('\n'));
    this.issues = issues;
  }
}

/** Group and others: a secret's file may be readable by its owner and group (as Docker and Kubernetes mount it), not by everybody. */
const READABLE_BY_ALL = 0o004;
/** Longest value that is repeated in an error; what is longer is likely not what it should be. */
const SHOWN_LENGTH = 40;

/** Reads variables one by one and remembers everything that is wrong, so that one start tells all of it. */
export class SettingsReader {
  readonly issues: Said[] = [];
  readonly #env: Environment;
  readonly #cwd: string;
  readonly #files = new Map<string, string | null>();

  constructor(env: Environment, cwd: string) {
    this.#env = env;
    this.#cwd = cwd;
  }

  /** Remembers a mistake. */
  complain(tell: (words: SettingsWords) => string): void {
    this.issues.push(inBoth(SETTINGS_WORDS, tell));
  }

  /** The variable's text; null when it is absent, empty, or only white space (as compose files pass what isn't set). */
  text(name: string): string | null {
    const value = this.#env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  /** The variable checked by a schema, or the fallback when it is absent or wrong. `expected` completes "give …". */
  value<T>(name: string, schema: z.ZodType<T>, fallback: T, expected: keyof SettingsWords['expected']): T {
    const text = this.text(name);
    if (text === null) return fallback;
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    this.complain((words) => words.isAnother(name, shown(words, text), words.expected[expected]));
    return fallback;
  }

  /** A secret from X or from the file that X_FILE names. A value of the wrong form is an issue, and is never repeated. */
  secret(name: string, form?: { pattern: RegExp; expected: keyof SettingsWords['expected'] }): Secret | null {
    const value = this.#secretText(name);
    if (value === null) return null;
    if (form !== undefined && !form.pattern.test(value)) {
      this.complain((words) => words.formOf(name, words.expected[form.expected]));
    }
    return new Secret(value);
  }

  #secretText(name: string): string | null {
    const direct = this.text(name);
    const file = this.text(`${name}_FILE`);
    if (direct !== null && file !== null) {
      this.complain((words) => words.bothSet(name, `${name}_FILE`));
      return direct;
    }
    return file === null ? direct : this.#fileText(`${name}_FILE`, resolve(this.#cwd, file));
  }

  /** Read once, so that an issue is told once. One trailing newline goes: editors and `echo` add it. */
  #fileText(variable: string, path: string): string | null {
    const known = this.#files.get(variable);
    if (known !== undefined) return known;
    const text = this.#readSecretFile(variable, path);
    this.#files.set(variable, text);
    return text;
  }

  #readSecretFile(variable: string, path: string): string | null {
    try {
      if (process.platform !== 'win32' && (statSync(path).mode & READABLE_BY_ALL) !== 0) {
        this.complain((words) => words.readByAll(variable, path));
        return null;
      }
      const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
      if (text !== '') return text;
      this.complain((words) => words.emptyFile(variable, path));
    } catch (error) {
      this.complain((words) => words.unreadable(variable, path, errorCodeOf(error)));
    }
    return null;
  }
}

function shown(words: SettingsWords, text: string): string {
  return text.length > SHOWN_LENGTH ? words.textOf(text.length) : JSON.stringify(text);
}
