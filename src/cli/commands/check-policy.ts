import { renderProblem, tellProblem } from '../../config/config-problem.ts';
import { loadHospitalConfig } from '../../config/hospital-config.ts';
import { usablePlatforms, usableRoutes } from '../../config.ts';
import { openHome } from '../../launch/home.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { settingsOf, type CliContext } from '../cli-context.ts';
import { CLI_WORDS } from '../cli-words.ts';
import { hospitalZone, renderHospitalTime } from '../hospital-zone.ts';
import { askHealth } from './show-health.ts';

/** `policy check`: every problem of the configuration with its line and remedy, and what a running service goes by. Programs get them in English. Answers the exit code. */
export async function checkPolicy(context: CliContext): Promise<number> {
  const settings = settingsOf(context);
  const loaded = await loadHospitalConfig({
    dir: settings.configDir, platforms: usablePlatforms(settings), routes: usableRoutes(settings), now: new Date(), production: settings.mode === 'production',
  });
  const home = openHome(settings.homeDir);
  const health = await askHealth(home).catch(() => null);
  const running = health && { hash: health.config.hash, loadedAt: health.config.loadedAt, source: health.config.source };
  const problems = loaded.ok ? [] : loaded.problems;
  context.output.result({ ok: loaded.ok, hash: loaded.ok ? loaded.config.hash : null, problems: problems.map((problem) => tellProblem(problem, 'en')), running });
  for (const problem of problems) context.output.say(renderProblem(tellProblem(problem, context.language)));
  if (loaded.ok) context.output.say(CLI_WORDS[context.language].inOrder);
  if (running) {
    const timeZone = loaded.ok ? loaded.config.directory.timeZone : await hospitalZone(settings, home);
    const readAt = renderHospitalTime(new Date(running.loadedAt), timeZone, { language: context.language, now: new Date() });
    context.output.say(CLI_WORDS[context.language].running(loaded.ok && loaded.config.hash === running.hash, running.hash, readAt));
  }
  if (!loaded.ok && !context.output.json) throw new CliError(EXIT.refused, (words) => words.toCorrect(problems.length));
  return loaded.ok ? EXIT.done : EXIT.refused;
}
