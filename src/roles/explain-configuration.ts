import { renderProblem, tellProblem, type ConfigProblem } from '../config/config-problem.ts';
import type { Settings } from '../config.ts';
import { inBoth } from '../domain/in-both.ts';
import type { Language } from '../domain/people.ts';
import type { Said } from '../domain/said.ts';
import { ROLE_WORDS, type RoleWords } from './role-words.ts';

/** A person reads so many lines; `policy check` shows all of them. */
const SHOWN_PROBLEMS = 12;

/** What to print when the service can't start on its configuration: providers that are missing first, for much else follows from them. */
export function explainConfiguration(settings: Settings, problems: readonly ConfigProblem[]): Said {
  const shown = problems.slice(0, SHOWN_PROBLEMS);
  const more = problems.length - shown.length;
  return inBoth(ROLE_WORDS, (words, language) => [
    ...missingProviders(settings, words, language),
    words.configuration,
    ...shown.map((problem) => `  ${renderProblem(tellProblem(problem, language))}`),
    ...(more > 0 ? [`  ${words.moreProblems(more)}`] : []),
  ].join('\n'));
}

/** In production a provider without credentials is not simulated: what would configure it, and what each part adds. */
function missingProviders({ slack, twilio }: Settings, words: RoleWords, language: Language): string[] {
  return [{ name: 'Slack', provider: slack }, { name: 'Twilio', provider: twilio }].flatMap(({ name, provider }) =>
    provider.state === 'not_configured'
      ? [words.notConfigured(name), ...provider.missing.map(({ variable, adds }) => `  ${variable}: ${adds[language]}`)]
      : [],
  );
}
