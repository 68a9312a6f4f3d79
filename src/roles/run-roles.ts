import { readSettings } from '../config.ts';
import { inBoth } from '../domain/in-both.ts';
import type { Language } from '../domain/people.ts';
import { guardProcess } from '../launch/guard-process.ts';
import { openHome, type Home } from '../launch/home.ts';
import { openCrashPoints } from '../launch/crash-points.ts';
import { LAUNCH_WORDS } from '../launch/launch-words.ts';
import { createLifecycle, StoppingError } from '../launch/lifecycle.ts';
import { lineIn, type Line } from '../launch/line.ts';
import { createProgress, type Progress, type ProgressStream } from '../launch/progress.ts';
import { ROLES, type Role } from '../launch/roles.ts';
import { takeOver } from '../launch/take-over.ts';
import { explainStartUp } from '../launch/start-up-error.ts';
import { errorCodeOf } from '../observability/error-code.ts';
import { createLogger, type Logger } from '../observability/logger.ts';
import { installRuntime } from './install-runtime.ts';
import { PART_NAMES } from './part-names.ts';
import { systemClock } from './service-clock.ts';
import type { SandboxKey } from './sandbox-key.ts';
import type { ServiceContext } from './service-context.ts';
import { ROLE_WORDS } from './role-words.ts';
import { loadRoles, startRoles } from './start-roles.ts';
import { TASK_QUEUE } from '../workflows/messages.ts';

export interface RunOptions {
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Where people read what is going on. */
  stream: ProgressStream;
  /** In which they read it. */
  language: Language;
  /** Whoever runs one of the roles is asked to stop, once this process has loaded all that it needs. Else they keep it, and nothing is started. */
  takeOver?: boolean;
  /** Called once everything is up. */
  onUp?(up: { service: ServiceContext | null; sandboxKey: SandboxKey | null; home: Home; say: (line: Line) => void }): Promise<void>;
}

/** Room, beyond what a process may take to stop, for its end to be seen, milliseconds. */
const SEEN_WITHIN_MS = 1_000;

/** All that `npm start` runs. WhatsApp Web comes with a later release. */
export const ALL_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'whatsapp-web');

/** Runs roles in this process until a signal, and answers the exit code. Never throws: what goes wrong is said in plain words. */
export async function runRoles(roles: readonly Role[], options: RunOptions): Promise<number> {
  const progress = createProgress(options.stream, options.language);
  let logFile: string | null = null;
  try {
    const settings = readSettings(options.env, { cwd: options.cwd });
    for (const warning of settings.warnings) progress.say(warning);
    const home = openHome(settings.homeDir);
    logFile = home.file('vigia.log');
    const logger = createLogger({ level: settings.logLevel, role: roles.length > 1 ? 'server' : (roles[0] ?? 'none'), file: logFile });
    if (roles.some((role) => role !== 'temporal' && role !== 'sandbox')) await installRuntime(logger);
    if (options.takeOver) await takeTheirPlace(roles, home, progress, settings.stopWithinSeconds * 1_000);
    const claim = home.claim(roles);
    const lifecycle = createLifecycle({ stopWithinMs: settings.stopWithinSeconds * 1_000, say: (line) => progress.say(line), onCrash: (name, error) => reportCrash(logger, (line) => progress.say(line), name, error) });
    const unguard = guardProcess(lifecycle, (what, error) => logger.event(`process.${what}`, { reason: nameOf(error) }, 'error'));
    await lifecycle.start(PART_NAMES.home, async () => ({ stop: async () => claim.release() }));
    try {
      const passing = openCrashPoints({ file: settings.crashFile, temporalPid: () => home.endpoints.read().pids.temporal });
      const started = await startRoles({ passing, settings, env: options.env, home, logger, progress, clock: systemClock, taskQueue: TASK_QUEUE, cacheDir: home.file('cache'), signal: lifecycle.signal }, lifecycle, roles);
      const { service, workers, sandboxKey } = started;
      if (service) await (await import('./start-upkeep.ts')).startUpkeep({ service, workers }, lifecycle, roles);
      await options.onUp?.({ service, sandboxKey, home, say: (line) => progress.say(line) });
    } catch (error) {
      if (!(error instanceof StoppingError)) {
        logger.event('start.failed', { reason: nameOf(error) }, 'error');
        progress.say(explainStartUp(error, logFile));
        await lifecycle.stop(1);
      }
    }
    const code = await lifecycle.finished;
    unguard();
    logger.close();
    return code;
  } catch (error) {
    progress.say(explainStartUp(error, logFile));
    return 1;
  }
}

/** They go on until all is loaded that this process needs, so that open alerts wait no longer than it takes to stop and to begin. */
async function takeTheirPlace(roles: readonly Role[], home: Home, progress: Progress, stopWithinMs: number): Promise<void> {
  await loadRoles({ cacheDir: home.file('cache') }, roles);
  await progress.during(inBoth(ROLE_WORDS, (words) => words.takingOver), () => takeOver(home, roles, stopWithinMs + SEEN_WITHIN_MS));
}

function reportCrash(logger: Logger, say: (line: Line) => void, part: Line, error: unknown): void {
  logger.event('part.crashed', { part: lineIn(part, 'en'), reason: nameOf(error) }, 'error');
  say(inBoth(LAUNCH_WORDS, (words, language) => words.crashed(lineIn(part, language), nameOf(error))));
}

/** Class and code of an error, which is all of it that may be written down. */
function nameOf(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  const code = errorCodeOf(error);
  return code === null ? name : `${name}, ${code}`;
}
