import { randomUUID } from 'node:crypto';
import { cpSync, writeFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IllegalStateError } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import type { Raised } from '../../../src/client.ts';
import { readSettings } from '../../../src/config.ts';
import type { ConfigStatus } from '../../../src/config/live-config.ts';
import { extractAlertCodes } from '../../../src/domain/alert-code.ts';
import type { AlertView } from '../../../src/domain/alert.ts';
import type { Detection, MedicalAlert } from '../../../src/domain/detection.ts';
import type { AlertRequest, RequestAnswer, RequestKind } from '../../../src/domain/request.ts';
import { openHome } from '../../../src/launch/home.ts';
import { createLifecycle, type Lifecycle } from '../../../src/launch/lifecycle.ts';
import { silentProgress } from '../../../src/launch/progress.ts';
import { NO_ALERT } from '../../../src/ledger/ledger.ts';
import { silentLogger } from '../../../src/observability/logger.ts';
import { ALL_ROLES } from '../../../src/roles/run-roles.ts';
import type { Health } from '../../../src/roles/health.ts';
import { systemClock } from '../../../src/roles/service-clock.ts';
import type { ServiceContext } from '../../../src/roles/service-context.ts';
import { startRoles, type Started } from '../../../src/roles/start-roles.ts';
import { sweep } from '../../../src/roles/sweeper.ts';
import { workflowIdOf } from '../../../src/workflows/messages.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { temporalServer } from '../../support/temporal-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { BUNDLE_CACHE } from '../../support/workflow-bundle.ts';
import { toSentences } from './sent-messages.ts';
import { VirtualTime } from './virtual-time.ts';

const CONFIG = resolve(import.meta.dirname, '../../../config');

/** Started, its task scheduled, started and completed, and what that led to; a skipped start delay is one more. */
const EVENTS_OF_A_BEGINNING = 5;

const MINUTE_MS = 60_000;

/**
 * What a wait of minutes goes on beyond them. Time that is to stop while what was due just before is still being done has been seen to run on to the next
 * deadline: it stops after that, on a busy machine too.
 */
const BEYOND_MS = 2_000;

type Description = Awaited<ReturnType<ReturnType<ServiceContext['temporal']['workflow']['getHandle']>['describe']>>;

export interface WardOptions {
  /** When the scenario begins, ISO 8601, in the future: on-call and contact hours follow from it. Default: now. */
  startAt?: string;
  /** Changes to the default configuration's texts, file by file. */
  config?: Partial<Record<'policy.yaml' | 'directory.yaml' | 'oncall.yaml', (text: string) => string>>;
  /** Time runs as it does outside and can't be moved: for what is measured in it. Then `wait`, `quiet` and what waits for it are of no use. */
  realTime?: boolean;
  /** Further environment variables. */
  env?: Record<string, string>;
}

/** The whole service as `npm start` runs it, on the real Temporal server with virtual time, and the sandbox's phones and Slack. */
export class Ward {
  readonly service: ServiceContext;
  readonly sandbox: NonNullable<Started['sandbox']>;
  readonly time: VirtualTime;
  private readonly lifecycle: Lifecycle;
  private readonly codes: string[] = [];
  /** Codes that people typed: they are answered even where there is no such alert. */
  private readonly mentioned: string[] = [];
  /** Workflows that need not be looked at any more. */
  private readonly ended = new Set<string>();
  /** Workflows that were seen to have done their first task. */
  private readonly underWay = new Set<string>();
  private seen = 0;

  constructor(started: Started, lifecycle: Lifecycle, time: VirtualTime) {
    if (!started.service || !started.sandbox) throw new Error('the ward needs every role');
    this.service = started.service;
    this.sandbox = started.sandbox;
    this.lifecycle = lifecycle;
    this.time = time;
  }

  /** Hands in a finding and waits until what follows from it has been done. Answers the alert's code. */
  async detect(detection: Detection): Promise<string> {
    return this.begun(await this.service.client.raise(detection));
  }

  async alert(alert: MedicalAlert): Promise<string> {
    return this.begun(await this.service.client.raiseAlert(alert));
  }

  /** A code that this ward has to keep up with, raised some other way. */
  async begun({ code }: Pick<Raised, 'code'>): Promise<string> {
    await this.allBegun([{ code }]);
    return code;
  }

  async allBegun(raised: readonly Pick<Raised, 'code'>[]): Promise<void> {
    for (const { code } of raised) if (!this.codes.includes(code)) this.codes.push(code);
    await this.quiet();
  }

  /** So many findings of one stage at the same moment. Answers their codes. */
  async detectAtOnce(stage: Detection['stage'], count: number): Promise<string[]> {
    const raised = await Promise.all(Array.from({ length: count }, () => this.service.client.raise({ stage, confidence: 0.93 })));
    await this.allBegun(raised);
    return raised.map(({ code }) => code);
  }

  async show(code: string): Promise<AlertView> {
    return this.service.client.show(code);
  }

  /** Lets time pass for everybody, and waits until what follows has been done. `5 min`, `2 h`, `30 s`. */
  async wait(duration: string): Promise<void> {
    await this.quiet();
    const ms = toMs(duration);
    await this.time.advance(this.service.temporal, await this.openWorkflows(), ms < MINUTE_MS ? ms : ms + BEYOND_MS);
    await this.quiet();
  }

  /** Asks as the command line does. */
  async ask(code: string, kind: RequestKind, by: string, details: Partial<AlertRequest> = {}): Promise<RequestAnswer> {
    const answer = await this.service.client.ask(code, { id: randomUUID(), kind, by: { kind: 'responder', id: by }, via: 'cli', ...details });
    await this.quiet();
    return answer;
  }

  /** A responder presses a button under the newest message about an alert that they can see, in their direct messages or a channel. */
  async press(responder: string, action: 'acknowledge' | 'decline' | 'resolve' | 'give_back' | 'acknowledge_all', code: string, where: { channel?: string; via?: 'socket' | 'http' } = {}): Promise<void> {
    await this.sandbox.slack.press({ user: this.address(responder, 'slack'), code, action, channel: where.channel ?? 'dm', ...(where.via ? { via: where.via } : {}) });
    await this.quiet();
  }

  /** A responder writes from their phone. */
  async reply(responder: string, text: string, how: { by?: 'whatsapp' | 'sms'; quoting?: string; mediaType?: string } = {}): Promise<void> {
    await this.replyFrom(this.address(responder, how.by === 'sms' ? 'twilio-sms' : 'twilio'), text, how);
  }

  async replyFrom(address: string, text: string, how: { quoting?: string; mediaType?: string } = {}): Promise<void> {
    this.mentioned.push(...extractAlertCodes(text).codes);
    await this.sandbox.twilio?.reply({
      from: address, ...(text === '' ? {} : { text }), ...(how.quoting ? { quoted: how.quoting } : {}), ...(how.mediaType ? { mediaType: how.mediaType } : {}),
    });
    await this.quiet();
  }

  /** Presses a quick-reply button of the newest WhatsApp message about an alert that has it. */
  async tap(responder: string, title: string, code: string): Promise<void> {
    const from = this.address(responder, 'twilio');
    const shown = this.sandbox.twilio?.messages.list({ to: from }).find(({ body, buttons }) => body.includes(code) && buttons.some((button) => button.title === title));
    if (!shown) throw new Error(`no WhatsApp message about ${code} shows ${responder} a button ${title}`);
    await this.sandbox.twilio?.reply({ from, button: title, quotedSid: shown.sid });
    await this.quiet();
  }

  /** Every message that providers took since the last call, sorted: `ana by slack: page`. What a test doesn't expect fails it. */
  async messages(): Promise<string[]> {
    await this.quiet();
    const entries = this.sandbox.journal.since(this.seen);
    this.seen = entries.at(-1)?.seq ?? this.seen;
    return (await toSentences(entries, this.service.config.current().directory, this.service.ledger, [...new Set([...this.codes, ...this.mentioned]), NO_ALERT])).sort();
  }

  /** What stands on a responder's phone now, oldest first. */
  texts(responder: string, by: 'whatsapp' | 'sms' = 'whatsapp'): string[] {
    const address = this.address(responder, by === 'sms' ? 'twilio-sms' : 'twilio');
    return this.textsAt(address);
  }

  textsAt(address: string): string[] {
    return (this.sandbox.twilio?.messages.list() ?? []).filter(({ to, direction }) => to === address && direction !== 'inbound').map(({ body }) => body).toReversed();
  }

  /** What Slack shows now in a channel (`#name`) or in a responder's direct messages, oldest first. */
  slackTexts(place: string): string[] {
    return this.slackMessages(place).map(({ text }) => text);
  }

  slackMessages(place: string): ReturnType<NonNullable<Started['sandbox']>['slack']['workspace']['messages']> {
    const { workspace } = this.sandbox.slack;
    const conversation = place.startsWith('#') ? workspace.conversation(place) : workspace.openIm(this.address(place, 'slack'));
    return workspace.messages().filter(({ channel }) => channel === conversation?.id);
  }

  /** Waits until every reply has been handed on, every alert has done what it can, and every receipt has come in and had its effect. */
  async quiet(): Promise<void> {
    await this.calm();
    while (await this.sandbox.twilio?.step()) {
      await this.sandbox.twilio?.settle();
      await this.calm();
    }
  }

  private async calm(): Promise<void> {
    let looks = 0;
    await waitUntil('every alert has done what it can', async () => {
      looks = (await this.isCalm()) ? looks + 1 : 0;
      return looks >= 2;
    });
  }

  /** Asks the gateway over HTTP, as a load balancer or an operator does. */
  async get(path: '/health' | '/health?lang=es' | '/ready' | '/live'): Promise<{ status: number; body: Health }> {
    const response = await fetch(`${this.service.home.endpoints.read().gateway}${path}`);
    return { status: response.status, body: (await response.json()) as Health };
  }

  configText(file: 'policy.yaml' | 'directory.yaml' | 'oncall.yaml'): string {
    return readFileSync(join(this.service.settings.configDir, file), 'utf8');
  }

  /** Edits one of the configuration's files while the service runs, and waits until it has been read. */
  async changeConfig(file: 'policy.yaml' | 'directory.yaml' | 'oncall.yaml', change: (text: string) => string): Promise<ConfigStatus> {
    const before = this.configText(file);
    const after = change(before);
    if (after === before) throw new Error(`the change to ${file} changed nothing`);
    writeFileSync(join(this.service.settings.configDir, file), after);
    return this.service.config.reload();
  }

  /** Looks for what was left undone, as the service does every two seconds. */
  async sweep(): Promise<void> {
    await sweep(this.service);
    await this.quiet();
  }

  /** A line for each alert that this ward keeps up with and each entry of its timeline. */
  async story(): Promise<string[]> {
    const alerts = await Promise.all(this.codes.map((code) => this.show(code).catch(() => null)));
    return alerts.flatMap((alert) => alert ? [`${alert.code} ${alert.status}, step ${alert.escalationLevel}`, ...alert.timeline.map((entry) => `  ${JSON.stringify(entry)}`)] : []);
  }

  /** Ends the ward; fails when a message was sent that the test didn't ask for, or a request broke a provider's published types. */
  async close(): Promise<void> {
    try {
      expect(await this.messages()).toEqual([]);
      expect(this.sandbox.violations()).toEqual([]);
    } finally {
      await this.end();
    }
  }

  /** Ends the ward, whatever was sent. */
  async end(): Promise<void> {
    for (const id of await this.openWorkflows()) await this.service.temporal.workflow.getHandle(id).terminate('the test is over').catch(() => undefined);
    running.delete(this.lifecycle);
    wards.delete(this);
    await this.lifecycle.stop();
  }

  address(responder: string, route: 'slack' | 'twilio' | 'twilio-sms'): string {
    const address = this.service.config.current().directory.responders.find(({ id }) => id === responder)?.destinations[route];
    if (address === undefined) throw new Error(`${responder} has no ${route}`);
    return address;
  }

  private async openWorkflows(): Promise<string[]> {
    const open: string[] = [];
    for (const id of this.notEnded()) if ((await this.describe(id)).status.name === 'RUNNING') open.push(id);
    return open;
  }

  private notEnded(): string[] {
    return this.codes.map(workflowIdOf).filter((id) => !this.ended.has(id));
  }

  private async describe(workflowId: string): Promise<Description> {
    return this.service.temporal.workflow.getHandle(workflowId).describe();
  }

  /** No workflow has work to do, but what waits for its time. */
  private async isCalm(): Promise<boolean> {
    await this.service.inbox.settled();
    for (const id of this.notEnded()) {
      const { raw, status } = await this.describe(id);
      if (status.name !== 'RUNNING') this.ended.add(id);
      else if (!this.hasBegun(id, raw) || raw.pendingWorkflowTask || (raw.pendingActivities ?? []).some(({ attempt }) => (attempt ?? 1) < 2)) return false;
    }
    // Last, since a list takes the server longer than all of the above.
    return (await this.openAnswers()).length === 0;
  }

  /** Until its start delay has been skipped it has neither a task nor an activity, as if it waited for its time. */
  private hasBegun(id: string, { workflowExecutionInfo }: Description['raw']): boolean {
    if (Number(workflowExecutionInfo?.historyLength ?? 0) >= EVENTS_OF_A_BEGINNING) this.underWay.add(id);
    return this.underWay.has(id);
  }

  private async openAnswers(): Promise<string[]> {
    const ids: string[] = [];
    for await (const { workflowId } of this.service.temporal.workflow.list({ query: `TaskQueue = '${this.service.taskQueue}' AND WorkflowType = 'messageDelivery' AND ExecutionStatus = 'Running'` })) ids.push(workflowId);
    return ids;
  }
}

export async function openWard(options: WardOptions = {}): Promise<Ward> {
  const { address } = await temporalServer();
  installRuntime();
  const home = openHome(temporaryFolder());
  const configDir = copyConfig(options);
  const settings = readSettings({
    VIGIA_HOME: home.dir, VIGIA_CONFIG_DIR: configDir, TEMPORAL_ADDRESS: address,
    VIGIA_GATEWAY_PORT: '0', VIGIA_SANDBOX_PORT: '0', VIGIA_TWILIO_PORT: '0', VIGIA_SLACK_PORT: '0', VIGIA_WHATSAPP_WEB_PORT: '0',
    ...options.env,
  }, { cwd: home.dir });
  const time = new VirtualTime(options.startAt ?? null);
  const lifecycle = createLifecycle({ say: () => {}, onCrash: (_name, error) => { throw error; }, signals: { on() { return this; }, off() { return this; } } as never });
  running.add(lifecycle);
  const roles = ALL_ROLES.filter((role) => role !== 'temporal');
  const started = await startRoles({
    settings, env: process.env, home, logger: silentLogger, progress: silentProgress, clock: options.realTime ? systemClock : time, taskQueue: `vigia-${randomUUID()}`,
    cacheDir: BUNDLE_CACHE, signal: lifecycle.signal,
  }, lifecycle, roles).catch(async (error: unknown) => {
    running.delete(lifecycle);
    await lifecycle.stop();
    throw error;
  });
  const ward = new Ward(started, lifecycle, time);
  wards.add(ward);
  time.applyTo(ward.service.temporal);
  return ward;
}

const running = new Set<Lifecycle>();
const wards = new Set<Ward>();

/** A scenario that failed somewhere else than here is told by its alerts' timelines. */
globalThis.onTestFailure = async () => (await Promise.all([...wards].map((ward) => ward.story()))).flat().join('\n');

/** Stops what a failed test left running, so that its file ends. Its folders may be gone by now, which a test that failed has no more use for. */
afterAll(async () => {
  for (const lifecycle of running) await lifecycle.stop().catch(() => undefined);
});

let installed = false;

/**
 * Once for each test file. Without a word of the SDK's own, and with the workflows' code in this thread: one of its own, as the
 * service has, takes longer to start than most scenarios take. Tests that start real processes run it in a thread.
 */
export function installRuntime(): void {
  if (installed) return;
  installed = true;
  process.env['TEMPORAL_DEBUG'] = '1';
  const quiet = (): void => {};
  try {
    Runtime.install({ logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }, shutdownSignals: [], telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } } } });
  } catch (error) {
    // The SDK's libraries are one for all files of a process, and a file whose connections end a moment after it leaves the same one.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

function copyConfig({ config = {} }: WardOptions): string {
  const folder = temporaryFolder();
  cpSync(CONFIG, folder, { recursive: true });
  for (const [file, change] of Object.entries(config)) {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`the change to ${file} changed nothing`);
    writeFileSync(path, after);
  }
  return folder;
}

function toMs(duration: string): number {
  const [, amount, unit] = /^(\d+) (s|min|h)$/.exec(duration) ?? [];
  const factor = { s: 1_000, min: 60_000, h: 3_600_000 }[unit ?? ''];
  if (factor === undefined) throw new RangeError(`"${duration}" is no duration such as "5 min"`);
  return Number(amount) * factor;
}
