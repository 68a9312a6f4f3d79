import './launch/require-node.mjs';
import './launch/compile-cache.ts';
import { languageFrom } from './launch/process-language.ts';
import { ROLE_WORDS } from './roles/role-words.ts';

const language = languageFrom(process.env);
const words = ROLE_WORDS[language];

// Before the rest is loaded, which takes seconds on a machine that has just installed it.
process.stderr.write(`${words.starting}\n`);
const { raiseExample } = await import('./roles/raise-example.ts');
const { introduceKey } = await import('./roles/introduce-key.ts');
const { ALL_ROLES, runRoles } = await import('./roles/run-roles.ts');

/** `npm start`: every role in one process, on embedded defaults where nothing else is configured. */
process.exit(await runRoles(ALL_ROLES, {
  env: process.env,
  cwd: process.cwd(),
  stream: process.stderr,
  language,
  onUp: async ({ service, sandboxKey, home, say }) => {
    const example = service && (await raiseExample(service));
    const { temporalUi, sandbox, gateway, services } = home.endpoints.read();
    say('');
    say(words.isUp);
    if (sandbox) say(words.sandboxAt(sandbox));
    if (temporalUi) say(words.temporalUiAt(temporalUi));
    if (gateway) say(words.healthAt(`${gateway}/health`));
    if (services.twilio && services.slack) say(words.servicesAt(services.twilio, services.slack));
    if (gateway && sandboxKey) introduceKey(sandboxKey, gateway, words).forEach(say);
    if (example) say(`\n${words.exampleAlert(example)}`);
    say(`\n${words.howToStop}`);
  },
}));
