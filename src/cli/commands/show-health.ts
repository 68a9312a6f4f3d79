import { renderProblem } from '../../config/config-problem.ts';
import type { Language } from '../../domain/people.ts';
import { PLATFORM_NAMES } from '../../domain/platform-name.ts';
import type { Home } from '../../launch/home.ts';
import { openHome } from '../../launch/home.ts';
import type { Health } from '../../roles/health.ts';
import { isOfPerson, withPeople } from '../../roles/people-in-health.ts';
import type { Refusal } from '../../webhooks/callback-counts.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { settingsOf, withStore, type CliContext } from '../cli-context.ts';
import { HEALTH_WORDS } from '../health-words.ts';
import { hospitalZone, renderHospitalTime } from '../hospital-zone.ts';
import { renderDuration } from '../render-alert.ts';

/** How long the gateway may take to answer, milliseconds. */
const ANSWER_MS = 5_000;

/** `health`: how each part of the running service is. Answers the exit code. */
export async function showHealth(context: CliContext): Promise<number> {
  const settings = settingsOf(context);
  const home = openHome(settings.homeDir);
  const health = await namingPeople(context, await askHealth(home));
  context.output.say(renderHealth(health, { language: context.language, now: new Date(), timeZone: await hospitalZone(settings, home) }));
  context.output.result(health);
  return health.status === 'down' ? EXIT.failed : EXIT.done;
}

/** The gateway tells whoever brings no key what happened to people and not to whom; who can open the ledger may know. */
async function namingPeople(context: CliContext, health: Health): Promise<Health> {
  if (!health.problems.some(isOfPerson)) return health;
  return withStore(context, async ({ store }) => withPeople(health, await store.ledger.problems(new Date()))).catch(() => health);
}

/** How each part is, a line each. `timeZone`: the hospital's; null where it isn't known. */
export function renderHealth(health: Health, { language, now, timeZone }: { language: Language; now: Date; timeZone: string | null }): string {
  const words = HEALTH_WORDS[language];
  const mark = (isWell: boolean): string => (isWell ? words.well : words.down);
  const freeIn = (freeAt: string | null): string | null => (freeAt === null ? null : renderDuration(Math.max(0, Date.parse(freeAt) - now.getTime())));
  const at = (time: string): string => renderHospitalTime(new Date(time), timeZone, { language, now });
  const lastSuccess = (name: string): string => {
    const last = health.lastSuccess[name] ?? null;
    return last === null ? '' : `, ${words.lastSuccess(at(last))}`;
  };
  return [
    `${words.status[health.status]} (${words.mode[health.mode]})`,
    `  ${mark(health.parts.temporal)} Temporal`,
    `  ${mark(health.parts.ledger)} ${words.ledger}`,
    `  ${mark(health.parts.worker)} worker`,
    ...Object.entries(health.platforms).map(([name, state]) => `       ${name}: ${words.platform[state]}${lastSuccess(name)}`),
    ...health.limits.map(({ sender, limit, used, freeAt, waiting, waitingUntil }) => `       ${words.used(sender, used, limit, used < limit ? null : freeIn(freeAt))}${waitingUntil === null ? '' : `; ${words.waiting(waiting, at(waitingUntil))}`}`),
    ...(health.unstarted === null || health.unstarted.oldestAt === null ? [] : [`       ${words.unstarted(health.unstarted.alerts, health.unstarted.messages, at(health.unstarted.oldestAt))}`]),
    ...health.failing.map(({ sender, since, code, nextTry }) => `  ${words.failing(sender, at(since), code, Date.parse(nextTry) <= now.getTime() ? null : at(nextTry))}`),
    ...health.config.problems.map((problem) => `  ${words.configuration} ${renderProblem({ ...problem, ...problem.words[language] })}`),
    ...health.findings.map(({ platform, words: found }) => `  ${platform}: ${found[language]}`),
    ...health.problems.map(({ platform, since, words: advice }) => `  ${words.needsYou(platform, at(since), advice[language])}`),
    ...renderCallbacks(health.callbacks, language, at),
  ].join('\n');
}

/** A line for each platform of which something had no effect; none while all did. */
function renderCallbacks({ since, refused, repeated }: Health['callbacks'], language: Language, time: (at: string) => string): string[] {
  const words = HEALTH_WORDS[language];
  return PLATFORM_NAMES.flatMap((platform) => {
    const reasons = (Object.entries(refused[platform] ?? {}) as [Refusal, number][]).map(([reason, count]) => `${count} ${words.refusal[reason]}`);
    const again = repeated[platform] ?? 0;
    return reasons.length === 0 && again === 0 ? [] : [`       ${words.callbacks(platform, time(since), reasons, again)}`];
  });
}

/** @throws CliError (5) when no service runs on this home. */
export async function askHealth(home: Home): Promise<Health> {
  const { gateway } = home.endpoints.read();
  if (gateway === undefined) throw new CliError(EXIT.unreachable, ({ nothingRuns }) => nothingRuns);
  try {
    const response = await fetch(`${gateway}/health`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return (await response.json()) as Health;
  } catch {
    throw new CliError(EXIT.unreachable, ({ gatewaySilent }) => gatewaySilent);
  }
}
