import { Command, InvalidArgumentError, Option } from 'commander';
import { SCOPES } from '../domain/api-key.ts';
import { FINDINGS, mayAsk, type RequestKind } from '../domain/request.ts';
import { ROLES } from '../launch/roles.ts';
import type { CliContext } from './cli-context.ts';
import { USAGE_WORDS } from './usage-words.ts';
import type { AskOptions } from './commands/ask-alert.ts';
import type { CreateOptions } from './commands/manage-keys.ts';

/** What a command does with its context; answers an exit code, or nothing when it is done. */
export type Action = (context: CliContext) => Promise<number | void>;

/** Runs a command with its context. */
export type Run = (command: Command, action: Action) => Promise<void>;

/** What each request does, for people. */
const REQUESTS: { name: string; kind: RequestKind; does: string; options?: (command: Command) => Command }[] = [
  { name: 'acknowledge', kind: 'acknowledge', does: 'take the alert: paging stops' },
  { name: 'decline', kind: 'decline', does: 'not me: the next step is called now' },
  { name: 'resolve', kind: 'resolve', does: 'the patient is attended', options: (command) => command.addOption(new Option('--found <what>', 'what was found').choices([...FINDINGS])) },
  { name: 'give-back', kind: 'giveBack', does: 'give the alert back, or undo a resolve within 10 minutes' },
  { name: 'escalate', kind: 'escalate', does: 'call the next step now' },
  { name: 'reassign', kind: 'reassign', does: 'ask another responder to take it', options: (command) => command.requiredOption('--to <responder>', 'who is asked') },
  { name: 'snooze', kind: 'snooze', does: 'put the reminder off; for the owner', options: (command) => command.requiredOption('--for <duration>', 'such as "10 min"') },
  { name: 'cancel', kind: 'cancel', does: 'end the alert; everybody who was paged is told' },
];

const EXAMPLE_OPTIONS: Partial<Record<RequestKind, string>> = { reassign: ' --to elena', snooze: ' --for "10 min"', resolve: ' --found confirmed' };

/** Where help goes. What is wrong with how a command was written is thrown, and told by whoever catches it. */
export type ProgramOutput = Record<'writeOut' | 'writeErr', (text: string) => void>;

/** Every command of `vigia`, without anything of what they need: that is loaded when one is run. */
export function createProgram(run: Run, output: ProgramOutput): Command {
  // Before any command is added: each takes over how errors are handled and where text goes.
  const program = new Command('vigia').exitOverride().configureOutput({ ...output, outputError: () => {} })
    .description('Puts findings of pressure injuries in front of a clinician, and escalates until somebody takes them.')
    .option('--json', 'print one JSON document on stdout and nothing else')
    .addOption(new Option('--lang <language>', 'language in which alerts and answers are shown').choices(['es', 'en']))
    .configureHelp({ showGlobalOptions: true });
  addAlerts(program, run);
  for (const request of REQUESTS) addRequest(program, run, request);
  addHospital(program, run);
  addService(program, run);
  addKeys(program, run);
  return program;
}

function addAlerts(program: Command, run: Run): void {
  program.command('alert <file>').description('raise an alert from a finding in a JSON file, or from standard input for -')
    .addHelpText('after', '\nExample: npx vigia alert examples/detections/stage-4.json')
    .action((file: string, _options, command: Command) => run(command, async (context) => (await import('./commands/raise-alert.ts')).raiseAlert(context, file)));
  program.command('list').description('the alerts, most urgent first').option('--all', 'closed ones too', false)
    .option('--limit <number>', 'at most so many', parseLimit, 50).option('--unit <unit>', "one unit's alone")
    .action((options: { all: boolean; limit: number; unit?: string }, command: Command) => run(command, async (context) => (await import('./commands/show-alerts.ts')).listAlerts(context, options)));
  program.command('show <code>').description('one alert and its timeline').option('--watch', 'redraw until it is over', false)
    .option('--as <responder>', 'note that this responder has read a finding that waits on the list')
    .addHelpText('after', '\nExample: npx vigia show K7F2-Q9MD --watch')
    .action((code: string, options: { watch: boolean; as?: string }, command: Command) => run(command, async (context) => {
      if (options.as !== undefined) await (await import('./commands/ask-alert.ts')).askAlert(context, 'open', code, { as: options.as });
      else await (await import('./commands/show-alerts.ts')).showAlert(context, code, options);
    }));
  program.command('message <code>').description('what a program sent to somebody, or wrote with an alert: its text, to whom, and how far it has come')
    .addHelpText('after', '\nExample: npx vigia message K7F2-Q9MD')
    .action((code: string, _options, command: Command) => run(command, async (context) => (await import('./commands/show-message.ts')).showMessage(context, code)));
}

function addRequest(program: Command, run: Run, { name, kind, does, options = (command) => command }: (typeof REQUESTS)[number]): void {
  const command = options(program.command(`${name} <code>`).description(does));
  // Where only a responder may ask, `--operator` is still read, so that the alert can say so in plain words.
  const byOperator = new Option('--operator <name>', 'or your own name, where you run the service');
  command.addOption(new Option('--as <responder>', 'id of the responder who asks').conflicts('operator'))
    .addOption(mayAsk('operator', kind) ? byOperator : byOperator.hideHelp());
  command.addHelpText('after', `\nExample: npx vigia ${name} K7F2-Q9MD --as ana${EXAMPLE_OPTIONS[kind] ?? ''}`)
    .action((code: string, asked: AskOptions, command: Command) => run(command, async (context) => (await import('./commands/ask-alert.ts')).askAlert(context, kind, code, asked)));
}

/** A whole number above 0. @throws InvalidArgumentError, which is told as commander's own complaints are. */
function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError(USAGE_WORDS.en.aboveZero);
  return Number(text);
}

function addHospital(program: Command, run: Run): void {
  program.command('plan <file>').description('who would be told what, when and how; nothing is sent')
    .action((file: string, _options, command: Command) => run(command, async (context) => (await import('./commands/explain-plan.ts')).explainFinding(context, file)));
  program.command('policy').description("the hospital's configuration")
    .command('check').description('what there is to correct in the three files, and on which line')
    .action((_options, command: Command) => run(command, async (context) => (await import('./commands/check-policy.ts')).checkPolicy(context)));
  program.command('oncall').description('who would be called').option('--at <time>', 'such as 2026-12-24T22:00; now unless told')
    .option('--role <role>', 'one role alone').option('--unit <unit>', 'for a unit')
    .action((options: { at?: string; role?: string; unit?: string }, command: Command) => run(command, async (context) => (await import('./commands/show-on-call.ts')).showOnCall(context, options)));
  program.command('test').description('a real message marked SIMULACRO to one person, which awaits the reply').requiredOption('--to <responder>', 'id of the responder')
    .action(({ to }: { to: string }, command: Command) => run(command, async (context) => (await import('./commands/raise-alert.ts')).raiseDrill(context, to)));
}

function addService(program: Command, run: Run): void {
  program.command('health').description('how each part of the running service is')
    .action((_options, command: Command) => run(command, async (context) => (await import('./commands/show-health.ts')).showHealth(context)));
  program.command('run <role...>').description(`run roles as a process of their own: ${ROLES.join(', ')}`)
    .option('--take-over', 'load first, then have whoever runs them stop, and go on in their place: for a new version while alerts are open', false)
    .action((roles: string[], options: { takeOver: boolean }, command: Command) => run(command, async (context) => (await import('./commands/run-roles.ts')).runRolesByName(context, roles, options)));
  program.command('mcp').description("the gateway's tools over MCP on standard input and output, for an agent on this host that starts it")
    .addHelpText('after', '\nThe API key is in VIGIA_API_KEY; in the sandbox its own is used where there is none.')
    .action((_options, command: Command) => run(command, async (context) => (await import('./commands/serve-mcp.ts')).serveMcp(context)));
  program.command('twilio').description("what belongs to Twilio's account")
    .command('templates').description('make the WhatsApp templates that are missing, and hand them in for approval')
    .action((_options, command: Command) => run(command, async (context) => (await import('./commands/make-templates.ts')).makeTemplates(context)));
}

function addKeys(program: Command, run: Run): void {
  const keys = program.command('keys').description('API keys of the programs that may call the gateway');
  keys.command('create <name>').description('a new key, shown this once').addOption(new Option('--scope <scope...>', 'what it may do').choices([...SCOPES]).default([], 'nothing'))
    .option('--as <responder>', 'whom a key with alerts:ack speaks for').option('--expires <duration>', 'after which it is refused, such as "90 d"; never unless told')
    .addHelpText('after', '\nExample: npx vigia keys create vigia-ai --scope alerts:read alerts:send')
    .action((name: string, options: CreateOptions, command: Command) => run(command, async (context) => (await import('./commands/manage-keys.ts')).createKey(context, name, options)));
  keys.command('list').description('every key there was: what it may do, until when, and when it was last used')
    .action((_options, command: Command) => run(command, async (context) => (await import('./commands/manage-keys.ts')).listKeys(context)));
  keys.command('rotate <id>').description('a new key with the same rights; the old one goes on for a while').option('--overlap <duration>', 'for how long; "24 h" unless told')
    .action((id: string, options: { overlap?: string }, command: Command) => run(command, async (context) => (await import('./commands/manage-keys.ts')).rotateKey(context, id, options)));
  keys.command('revoke <id>').description('refuse a key from the next call on')
    .action((id: string, _options, command: Command) => run(command, async (context) => (await import('./commands/manage-keys.ts')).revokeKey(context, id)));
}
