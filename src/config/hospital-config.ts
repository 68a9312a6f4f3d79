import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Directory } from '../domain/directory.ts';
import type { OnCall } from '../domain/on-call.ts';
import { peopleOnCall } from '../domain/on-call.ts';
import { peopleNamed, policySchema } from '../domain/policy.ts';
import type { Policy, PolicyPerson, PolicyRules } from '../domain/policy.ts';
import { ROUTES, platformOf } from '../domain/platform-name.ts';
import type { PlatformName, Route } from '../domain/platform-name.ts';
import { checkDirectory } from './check-directory.ts';
import type { DirectoryContext } from './check-directory.ts';
import { checkOnCall } from './check-on-call.ts';
import { checkPolicy } from './check-policy.ts';
import { CONFIG_FILES } from './config-problem.ts';
import type { ConfigFile, ConfigFinding, ConfigProblem } from './config-problem.ts';
import { directorySchema, toDirectory } from './directory-file.ts';
import { onCallSchema, toOnCall } from './on-call-file.ts';
import type { OnCallFile } from './on-call-file.ts';
import { parseYaml, wholeFile } from './yaml-source.ts';
import type { YamlSource } from './yaml-source.ts';
import { findingsOf } from './zod-findings.ts';

/** Largest configuration file that is read: a hospital of a thousand responders stays below it, and reading one of 1 MB would hold up everything for seconds, or minutes. */
export const MAX_FILE_BYTES = 262_144;

/** Everything the hospital decides, checked as a whole. Plain JSON. */
export interface HospitalConfig {
  policy: Policy;
  directory: Directory;
  onCall: OnCall;
  /** First 12 hex digits of the SHA-256 over the three files. */
  hash: string;
}

export interface HospitalConfigOptions {
  /** Folder that holds the three files. */
  dir: string;
  /** Platforms that have credentials, or are simulated. */
  platforms: readonly PlatformName[];
  /** Where not every route of those platforms can be used, such as SMS without an SMS number. Default: all of them. */
  routes?: readonly Route[];
  /** The two weeks from then on are checked for gaps. */
  now: Date;
  /** A hospital at work: a link, a desk and real addresses are required. Default false. */
  production?: boolean;
}

export type HospitalConfigResult = { ok: true; config: HospitalConfig } | { ok: false; problems: ConfigProblem[] };

/**
 * Reads and checks the hospital's three files as a whole. Never throws for what the files hold or lack: every problem
 * comes back with its file, its line and what to do. Problems of one kind hide those that can't be judged before they
 * are solved: first syntax, then fields, then how the files fit together.
 */
export async function loadHospitalConfig(options: HospitalConfigOptions): Promise<HospitalConfigResult> {
  const read = await readHospitalFiles(options.dir);
  return read.ok ? parseHospitalConfig(read.texts, options) : read;
}

/** The same for texts in hand. */
export function parseHospitalConfig(texts: HospitalTexts, options: Omit<HospitalConfigOptions, 'dir'>): HospitalConfigResult {
  const policy = parseFile('policy.yaml', texts['policy.yaml'], policySchema);
  const directory = parseFile('directory.yaml', texts['directory.yaml'], directorySchema);
  const onCall = parseFile('oncall.yaml', texts['oncall.yaml'], onCallSchema);
  if (!policy.ok || !directory.ok || !onCall.ok) {
    return { ok: false, problems: [policy, directory, onCall].flatMap((result) => (result.ok ? [] : result.problems)) };
  }
  const config = assemble(texts, policy.data, toDirectory(directory.data), toOnCall(onCall.data));
  const sources = { 'policy.yaml': policy.source, 'directory.yaml': directory.source, 'oncall.yaml': onCall.source };
  const problems = checkTogether(config, onCall.data, options).map((found) => sources[found.file].locate(found));
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems: inOrder(problems) };
}

type Read<T> = { ok: true; data: T; source: YamlSource } | { ok: false; problems: ConfigProblem[] };

function parseFile<T>(file: ConfigFile, text: string, schema: z.ZodType<T>): Read<T> {
  const yaml = parseYaml(file, text);
  if (!yaml.ok) return yaml;
  const parsed = schema.safeParse(yaml.source.data);
  if (parsed.success) return { ok: true, data: parsed.data, source: yaml.source };
  return { ok: false, problems: inOrder(findingsOf(file, parsed.error, yaml.source.data).map((found) => yaml.source.locate(found))) };
}

function assemble(texts: HospitalTexts, rules: PolicyRules, directory: Directory, onCall: OnCall): HospitalConfig {
  const policy: Policy = { ...rules, id: sha256(texts['policy.yaml']), timeZone: directory.timeZone };
  return { policy, directory, onCall, hash: sha256(CONFIG_FILES.map((file) => texts[file]).join('\0')) };
}

function checkTogether(config: HospitalConfig, onCallFile: OnCallFile, options: Omit<HospitalConfigOptions, 'dir'>): ConfigFinding[] {
  const { policy, directory, onCall } = config;
  const { now } = options;
  const configured = ROUTES.filter((route) => options.platforms.includes(platformOf(route)) && (options.routes ?? ROUTES).includes(route));
  const named = peopleNamed(policy).map(({ person }) => person);
  const roles = [...new Set(named.filter((person) => typeof person === 'string'))].filter((role) => directory.roles.some(({ id }) => id === role));
  const failSafe = Object.values(policy.severities).flatMap((rule) => (rule.mode === 'page' ? rule.failSafe.to : []));
  const context: DirectoryContext = {
    onCall: whoMayBeCalled(named, onCall, now),
    failSafe: whoMayBeCalled(failSafe, onCall, now),
    configured,
    production: options.production ?? false,
  };
  return [...checkPolicy(policy, directory, configured), ...checkDirectory(directory, context), ...checkOnCall(onCallFile, onCall, directory, roles, now)];
}

function whoMayBeCalled(people: readonly PolicyPerson[], onCall: OnCall, now: Date): Set<string> {
  return new Set(people.flatMap((person) => (typeof person === 'string' ? peopleOnCall(onCall, person, now) : [person.responder])));
}

export type HospitalTexts = Record<ConfigFile, string>;

/** The files' texts, before anything is made of them. */
export async function readHospitalFiles(dir: string): Promise<{ ok: true; texts: HospitalTexts } | { ok: false; problems: ConfigProblem[] }> {
  const [policy, directory, onCall] = await Promise.all([readText(dir, 'policy.yaml'), readText(dir, 'directory.yaml'), readText(dir, 'oncall.yaml')]);
  if (typeof policy === 'string' && typeof directory === 'string' && typeof onCall === 'string') {
    return { ok: true, texts: { 'policy.yaml': policy, 'directory.yaml': directory, 'oncall.yaml': onCall } };
  }
  return { ok: false, problems: [policy, directory, onCall].filter((text) => typeof text !== 'string') };
}

/** Never reads more than a file may hold, whatever it turns out to be. */
async function readText(dir: string, file: ConfigFile): Promise<string | ConfigProblem> {
  try {
    // Not blocking, or a pipe in the file's place would hold us for ever.
    const handle = await open(join(dir, file), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) return wholeFile(file, ({ notAFile }) => notAFile);
      if (stat.size > MAX_FILE_BYTES) return wholeFile(file, (words) => words.tooLarge(Math.ceil(stat.size / 1_024), MAX_FILE_BYTES / 1_024));
      return decode(file, await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    return unreadable(dir, file, error);
  }
}

function decode(file: ConfigFile, bytes: Buffer): string | ConfigProblem {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return wholeFile(file, ({ notText }) => notText);
  }
}

function unreadable(dir: string, file: ConfigFile, error: unknown): ConfigProblem {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  if (code === 'ENOENT') return wholeFile(file, (words) => words.missing(dir));
  if (code === 'EACCES' || code === 'EPERM') return wholeFile(file, ({ notAllowed }) => notAllowed);
  return wholeFile(file, (words) => words.unreadable(code));
}

function inOrder(problems: ConfigProblem[]): ConfigProblem[] {
  const rank = (problem: ConfigProblem): number => CONFIG_FILES.indexOf(problem.file) * 1e7 + problem.line;
  return [...problems].sort((a, b) => rank(a) - rank(b));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
