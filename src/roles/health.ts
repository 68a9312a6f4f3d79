import { tellProblem, type ToldProblem } from '../config/config-problem.ts';
import type { ConfigStatus } from '../config/live-config.ts';
import type { Settings } from '../config.ts';
import { tellCorrection, type Correction } from '../domain/correction.ts';
import type { Language } from '../domain/people.ts';
import { workerAdvice } from '../domain/wording/index.ts';
import type { KnownProblem } from '../ledger/ledger.ts';
import type { CountedCallbacks } from '../webhooks/callback-counts.ts';
import { toHealthProblem, type HealthProblem } from './people-in-health.ts';
import type { PlatformFinding } from './platform-finding.ts';
import type { Unworked } from './pollers.ts';
import { platformNames, sendersOf, type ServiceContext } from './service-context.ts';

/** How long a part may take to say that it is well, milliseconds. */
const ANSWER_MS = 2_000;

/** Room on the sender of one platform, and what waits for it. */
interface SenderRoom {
  sender: string;
  limit: number;
  used: number;
  freeAt: string | null;
  /** Messages that wait for room, and when the last of them is told to try again. */
  waiting: number;
  waitingUntil: string | null;
}

/** A sender by which messages fail: since when, and the provider's code at last. */
interface Failing {
  sender: string;
  since: string;
  code: string;
  nextTry: string;
}

/** What is wrong with the configuration's files, which keeps them from being in force. */
interface StandingProblem extends ToldProblem {
  words: Record<Language, Correction>;
}

/** The truth per part. `down`: alerts can't be taken in or sent. `degraded`: they can, but something needs a person. */
export interface Health {
  status: 'ok' | 'degraded' | 'down';
  mode: 'sandbox' | 'production';
  /** The level of protection that is kept. */
  complianceLevel: Settings['complianceLevel'];
  /** `worker`: whether anybody takes up the workflows' work; true too while Temporal doesn't say. */
  parts: { temporal: boolean; ledger: boolean; worker: boolean };
  platforms: Record<string, 'sandbox' | 'configured' | 'not_configured'>;
  /** When each platform that is set up last took a message; null where the ledger knows of none. */
  lastSuccess: Record<string, string | null>;
  limits: SenderRoom[];
  /** What was accepted and has not begun: alerts, direct messages, and when the oldest of them came; null while the ledger can't be read. */
  unstarted: { alerts: number; messages: number; oldestAt: string | null } | null;
  /** Senders by which messages fail: other routes go first meanwhile, and one message is tried at `nextTry`. */
  failing: Failing[];
  config: Pick<ConfigStatus, 'loadedAt' | 'hash' | 'source'> & { problems: StandingProblem[] };
  /** What an operator must see to. */
  problems: HealthProblem[];
  /** What the platforms' credentials lack, in words. */
  findings: PlatformFinding[];
  /** Callbacks without effect, refused or repeated, that all processes have counted; this one's own of the last seconds alone while the ledger can't be read. */
  callbacks: CountedCallbacks;
}

/** `language`: of what is told in one; `words` are in both. */
export async function readHealth(service: ServiceContext, language: Language = 'en'): Promise<Health> {
  const { settings, config } = service;
  const [temporal, ledger, found, callbacks, unworked, unstarted] = await Promise.all([
    isTemporalWell(service), isInTime(service.ledger.writable()), standing(service), countedByAll(service), service.pollers.unworked(), unstartedNow(service),
  ]);
  const { loadedAt, hash, source, problems } = config.status();
  const failing = ledger ? await failingNow(service) : [];
  const degraded = problems.length > 0 || failing.length > 0 || found.length > 0 || unworked.length > 0 || !temporal || service.findings.some(({ severity }) => severity === 'error');
  return {
    status: ledger ? (degraded ? 'degraded' : 'ok') : 'down',
    mode: settings.mode,
    complianceLevel: settings.complianceLevel,
    parts: { temporal, ledger, worker: !unworked.some(({ part }) => part === 'workflows') },
    platforms: { slack: settings.slack.state, twilio: settings.twilio.state },
    lastSuccess: ledger ? await lastSuccesses(service) : {},
    limits: ledger ? await headrooms(service) : [],
    unstarted,
    failing,
    config: { loadedAt, hash, source, problems: problems.map((problem) => ({ ...tellProblem(problem, language), words: { es: tellCorrection(problem, 'es'), en: tellCorrection(problem, 'en') } })) },
    problems: [...unworked.map(tellUnworked), ...found.map(toHealthProblem)],
    findings: service.findings.map((finding) => ({ ...finding, text: finding.words[language] })),
    callbacks,
  };
}

/** Of whatever process; those of a platform that isn't configured any more are nobody's concern. */
async function standing(service: ServiceContext): Promise<KnownProblem[]> {
  const configured: string[] = ['host', ...platformNames(service)];
  return (await inTime<KnownProblem[]>(service.operator.problems(), [])).filter(({ platform }) => configured.includes(platform));
}

/** Without the workflows' worker nothing goes out by any platform. */
function tellUnworked({ part, since }: Unworked): Health['problems'][number] {
  return { platform: part === 'workflows' ? 'host' : part, code: 'no_worker', since, words: { es: workerAdvice(part, 'es'), en: workerAdvice(part, 'en') } };
}

async function unstartedNow({ ledger }: Pick<ServiceContext, 'ledger'>): Promise<Health['unstarted']> {
  return inTime(ledger.unstartedCounts().then(({ oldestAt, ...counts }) => ({ ...counts, oldestAt: oldestAt?.toISOString() ?? null })), null);
}

/** Where the ledger can't be read, what this process has counted and not written yet. */
async function countedByAll({ callbacks, ledger }: Pick<ServiceContext, 'callbacks' | 'ledger'>): Promise<CountedCallbacks> {
  return (await inTime(callbacks.sum(() => ledger.callbackCounts()), null)) ?? callbacks.read();
}

export async function isTemporalWell({ temporal }: Pick<ServiceContext, 'temporal'>): Promise<boolean> {
  return isInTime(temporal.connection.withDeadline(Date.now() + ANSWER_MS, async () => {
    await temporal.workflowService.getSystemInfo({});
    return true;
  }));
}

function isInTime(answer: Promise<boolean>): Promise<boolean> {
  return inTime(answer, false);
}

async function inTime<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(() => late.resolve(otherwise), ANSWER_MS);
  try {
    return await Promise.race([answer.catch(() => otherwise), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function lastSuccesses(service: ServiceContext): Promise<Record<string, string | null>> {
  return Object.fromEntries(await Promise.all(platformNames(service).map(async (name) => [name, (await service.ledger.lastSentBy(name))?.toISOString() ?? null] as const)));
}

async function headrooms(service: ServiceContext): Promise<SenderRoom[]> {
  const senders = platformNames(service).flatMap((name) => sendersOf(service, name));
  return Promise.all(senders.map(async (sender) => {
    const { limit, used, freeAt, waiting, waitingUntil } = await service.ledger.headroom(sender, service.clock.now());
    return { sender: toName(sender), limit, used, freeAt: freeAt?.toISOString() ?? null, waiting, waitingUntil: waitingUntil?.toISOString() ?? null };
  }));
}

async function failingNow({ ledger, clock }: Pick<ServiceContext, 'ledger' | 'clock'>): Promise<Failing[]> {
  const failing = await ledger.failingSenders(clock.now());
  return failing.map(({ sender, since, code, nextTry }) => ({ sender: toName(sender), since: since.toISOString(), code, nextTry: nextTry.toISOString() }));
}

/** By what it sends, without its number. */
function toName(sender: string): string {
  if (sender === 'slack') return sender;
  return sender.startsWith('whatsapp:') ? 'twilio whatsapp' : 'twilio sms';
}
