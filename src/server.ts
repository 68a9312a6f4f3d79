import './launch/require-node.mjs';
import './launch/compile-cache.ts';

// Before the rest is loaded, which takes seconds on a machine that has just installed it.
process.stderr.write('Starting Vigia …\n');
const { raiseExample } = await import('./roles/raise-example.ts');
const { ALL_ROLES, runRoles } = await import('./roles/run-roles.ts');

/** `npm start`: every role in one process, on embedded defaults where nothing else is configured. */
process.exit(await runRoles(ALL_ROLES, {
  env: process.env,
  cwd: process.cwd(),
  stream: process.stderr,
  onUp: async ({ service, home, say }) => {
    const example = service && (await raiseExample(service));
    const { temporalUi, sandbox, gateway } = home.endpoints.read();
    say('');
    say('Vigia is up.');
    if (sandbox) say(`  Sandbox      ${sandbox}   phones and Slack: press and reply there`);
    if (temporalUi) say(`  Temporal UI  ${temporalUi}`);
    if (gateway) say(`  Health       ${gateway}/health`);
    if (example) say(`\nAn example alert is counting down: ${example}. Take it in the sandbox, or watch it escalate: npx vigia show ${example} --watch`);
    say('\nCtrl-C stops everything; the next start goes on with the same alerts.');
  },
}));
