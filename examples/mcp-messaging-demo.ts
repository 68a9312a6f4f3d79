import { GatewayError, MCPGateway, type Alert } from '../src/client.ts';
import { readKey } from './read-key.ts';
import * as examples from './usage-examples.ts';

/**
 * The demo of the service's own document, for a person to watch, against `npm start` in the sandbox: it looks how the service is, writes messages, raises an alert
 * and follows it until somebody takes it. `node examples/mcp-messaging-demo.ts [ADDRESS [KEY_FILE [SECONDS]]]`
 */
const [address, keyFile, seconds = '300'] = process.argv.slice(2);
const { VIGIA_GATEWAY_URL = 'http://127.0.0.1:8080', VIGIA_API_KEY } = process.env;
process.env['VIGIA_GATEWAY_URL'] = address ?? VIGIA_GATEWAY_URL;
process.env['VIGIA_API_KEY'] = keyFile === undefined && VIGIA_API_KEY !== undefined ? VIGIA_API_KEY : readKey(keyFile);

const isTerminal = process.stdout.isTTY;
const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const bold = (text: string): string => (isTerminal ? `\u001B[1m${text}\u001B[22m` : text);
const chapter = (title: string): void => say(`\n${bold(title)}`);

async function run(): Promise<void> {
  await using gateway = new MCPGateway();
  // Says at once what is wrong with the address or the key.
  await gateway.listTools();

  chapter('1. How the service is');
  for (const line of await examples.checkMessagingHealth()) say(`   ${line}`);

  chapter('2. Messages: a template goes out, and the words are kept');
  for (const [what, example] of [['WhatsApp', examples.sendWhatsAppAlert], ['Slack', examples.notifyMedicalTeam], ['Slack, with its protections named', examples.secureNotification]] as const) {
    const { status, data, error } = await example();
    const { code, to } = (data ?? {}) as { code?: string; to?: Record<string, string> };
    say(`   ${what}: ${error === null ? `${status}, to ${Object.values(to ?? {}).join()}; npx vigia message ${code} shows it` : error.message}`);
  }

  chapter('3. What would be done of a stage 4 finding');
  const { severity, plan } = await gateway.alerts.plan({ lppGrade: 4, confidence: 0.93, unit: 'uci' });
  say(`   It is ${severity}.`);
  for (const { step, recipient, responder, afterMs, kind } of plan) say(`   ${`${Math.round(afterMs / 60_000)} min`.padStart(7)}  ${step === null ? '' : `step ${step}, `}${kind}: ${recipient}${responder === null ? '' : ` (${responder})`}`);

  chapter('4. An emergency, and a message after it');
  const { alert, followUp } = await examples.emergencyEscalation(`DEMO-${Date.now()}`);
  const { code } = (alert.data ?? {}) as { code?: string };
  if (code === undefined) return say(`   ${alert.error?.message} ${alert.error?.hint}`);
  say(`   ${code} is raised (${alert.status}). The message: ${(followUp?.data as { status?: string } | null)?.status ?? followUp?.error?.message}.`);

  chapter(`5. Until somebody takes ${code}: press the button in the sandbox, or wait and see it escalate`);
  let last: Alert | undefined;
  let told = 0;
  const enough = AbortSignal.timeout(Number(seconds) * 1_000);
  try {
    for await (const seen of gateway.alerts.watch(code, { signal: enough })) {
      for (const { at, kind, responder, channel, platform, step, reason } of seen.timeline.slice(told)) {
        say(`   ${at.slice(11, 19)}  ${[kind, responder ?? channel, platform && `by ${platform}`, step && `step ${step}`, reason && `(${reason})`].filter(Boolean).join(' ')}`);
      }
      told = seen.timeline.length;
      last = seen;
    }
  } catch (error) {
    if (!enough.aborted) throw error;
  }
  say(bold(last?.acknowledgedBy ? `\n${last.acknowledgedBy} has ${code}.` : `\nNobody has taken ${code} yet. It goes on by itself: npx vigia show ${code} --watch`));
}

await run().catch((error: unknown) => {
  if (!(error instanceof GatewayError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
