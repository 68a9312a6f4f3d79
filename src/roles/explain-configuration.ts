import { renderProblem, type ConfigProblem } from '../config/config-problem.ts';
import type { Settings } from '../config.ts';

/** A person reads so many lines; `policy check` shows all of them. */
const SHOWN_PROBLEMS = 12;

/** What to print when the service can't start on its configuration: providers that are missing first, for much else follows from them. */
export function explainConfiguration(settings: Settings, problems: readonly ConfigProblem[]): string {
  const shown = problems.slice(0, SHOWN_PROBLEMS).map((problem) => `  ${renderProblem(problem)}`);
  const more = problems.length - shown.length;
  return [
    ...missingProviders(settings),
    'The configuration needs correcting:',
    ...shown,
    ...(more > 0 ? [`  … and ${more} more: \`npx vigia policy check\` shows them all.`] : []),
  ].join('\n');
}

/** In production a provider without credentials is not simulated: what would configure it, and what each part adds. */
function missingProviders({ slack, twilio }: Settings): string[] {
  return [{ name: 'Slack', provider: slack }, { name: 'Twilio', provider: twilio }].flatMap(({ name, provider }) =>
    provider.state === 'not_configured'
      ? [`${name} is not configured. To use it, set:`, ...provider.missing.map(({ variable, adds }) => `  ${variable}: ${adds.en}`)]
      : [],
  );
}
