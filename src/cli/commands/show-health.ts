import type { Home } from '../../launch/home.ts';
import { openHome } from '../../launch/home.ts';
import type { Health } from '../../roles/health.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { settingsOf, type CliContext } from '../cli-context.ts';
import { renderDuration, renderTime } from '../render-alert.ts';

/** How long the gateway may take to answer, milliseconds. */
const ANSWER_MS = 5_000;

/** `health`: how each part of the running service is. */
export async function showHealth(context: CliContext): Promise<void> {
  const health = await askHealth(openHome(settingsOf(context).homeDir));
  const now = new Date();
  const mark = (isWell: boolean): string => (isWell ? 'ok  ' : 'DOWN');
  context.output.say(`${health.status} (${health.mode})`);
  context.output.say(`  ${mark(health.parts.temporal)} Temporal\n  ${mark(health.parts.ledger)} ledger`);
  for (const [name, state] of Object.entries(health.platforms)) context.output.say(`       ${name}: ${state}`);
  for (const { sender, limit, used, freeAt } of health.limits) context.output.say(`       ${sender}: ${used} of ${limit} used in the last minute${freeAt === null ? '' : `, the next is free again in ${renderDuration(Math.max(0, Date.parse(freeAt) - now.getTime()))}`}`);
  for (const { file, line, path, problem } of health.config.problems) context.output.say(`  configuration ${file}:${line} ${path}: ${problem}`);
  for (const { platform, text } of health.findings) context.output.say(`  ${platform}: ${text}`);
  for (const { platform, code, since } of health.problems) context.output.say(`  ${platform} needs you since ${renderTime(new Date(since), { language: context.language, timeZone: hereZone(), now })}: ${code}`);
  context.output.result(health);
  if (health.status === 'down') process.exitCode = EXIT.failed;
}

/** Of the machine that the command runs on: an operator's own clock. */
export function hereZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @throws CliError (5) when no service runs on this home. */
export async function askHealth(home: Home): Promise<Health> {
  const { gateway } = home.endpoints.read();
  if (gateway === undefined) throw new CliError(EXIT.unreachable, 'No service runs on this home.', 'Start it with `npm start`.');
  try {
    const response = await fetch(`${gateway}/health`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return (await response.json()) as Health;
  } catch {
    throw new CliError(EXIT.unreachable, 'The gateway does not answer.', 'Look whether the service still runs, or start it with `npm start`.');
  }
}
