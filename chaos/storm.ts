import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_MESSAGE_LIMITS } from '../src/ledger/sender-limits.ts';
import { ServiceUnderTest } from './service.ts';
import { STORM_CONFIG, stormResponders, STORM_UNITS } from './storm-hospital.ts';
import type { StormAlert } from './storm-alert.ts';
import { HELD_WITHIN_MS, judgeStorm, type StormVerdict } from './storm-judge.ts';

const CRITICAL = 100;
const MEDIUM = 200;

/** Findings that are handed in at the same time, as by as many callers. */
const CALLERS = 50;

/** After the acknowledgments: a page that shouldn't leave any more has had its turn by then, milliseconds. */
const AFTERWARDS_MS = 75_000;

/** Whatever still waits for its turn then has had it after this time, milliseconds; between two tries of a message it isn't in the line. */
const LINE_WITHIN_MS = 300_000;
const EMPTY_LOOKS = 5;

/** How often everybody's phone is looked at, milliseconds. */
const LOOK_EVERY_MS = 1_000;

const { slack, twilio } = DEFAULT_MESSAGE_LIMITS;
export const STORM_LIMITS = { slack, twilio };

/** A hundred critical and two hundred medium alerts at once over ten people, who then take what they were told of with ACK TODOS. */
export async function runStorm(say: (line: string) => void, signal: AbortSignal): Promise<StormVerdict> {
  const folder = mkdtempSync(join(tmpdir(), 'vigia-storm-'));
  let service: ServiceUnderTest | null = null;
  try {
    service = await ServiceUnderTest.start(folder, 'together', { config: STORM_CONFIG, env: { VIGIA_LIMIT_SLACK: String(slack), VIGIA_LIMIT_TWILIO: String(twilio) } });
    const alerts = await handIn(service, signal);
    say(`${alerts.length} alerts are accepted.`);
    await untilHeld(service, alerts, signal);
    say('Everybody holds every critical code of theirs, or a minute is over. They answer ACK TODOS.');
    await acknowledge(service, alerts);
    await sleep(AFTERWARDS_MS, undefined, { signal });
    const waiting = await untilNoPageWaits(service, alerts, signal);
    const verdict = judgeStorm(alerts, stormResponders(), await service.people.journal(), STORM_LIMITS);
    return waiting === 0 ? verdict : { ...verdict, broken: [...verdict.broken, `${waiting} pages waited still, ${LINE_WITHIN_MS / 1_000} s later`] };
  } finally {
    await (service?.stop() ?? ServiceUnderTest.endAll());
    rmSync(folder, { recursive: true, force: true });
  }
}

async function handIn(service: ServiceUnderTest, signal: AbortSignal): Promise<StormAlert[]> {
  const alerts: StormAlert[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: CALLERS }, async () => {
    while (next < CRITICAL + MEDIUM) {
      signal.throwIfAborted();
      const index = next;
      next += 1;
      const critical = index % 3 === 0;
      const unit = STORM_UNITS[index % STORM_UNITS.length] ?? '';
      const { code } = await service.client.raise({ stage: critical ? 4 : 2, confidence: 0.93, unit });
      alerts.push({ code, unit, critical, acceptedAt: Date.now(), acknowledgedAt: null });
    }
  }));
  return alerts;
}

async function untilHeld(service: ServiceUnderTest, alerts: readonly StormAlert[], signal: AbortSignal): Promise<void> {
  for (const end = Date.now() + HELD_WITHIN_MS; Date.now() < end; await sleep(LOOK_EVERY_MS, undefined, { signal })) {
    const { heldAfterMs } = judgeStorm(alerts, stormResponders(), await service.people.journal(), STORM_LIMITS);
    if (!heldAfterMs.includes(null)) return;
  }
}

/** What was taken is what the ledger has on record a moment later; the acknowledgment was on disk when the provider was answered. */
async function acknowledge(service: ServiceUnderTest, alerts: readonly StormAlert[]): Promise<void> {
  for (const { whatsApp } of stormResponders()) {
    await service.people.reply(whatsApp, 'ACK TODOS');
    const answeredAt = Date.now();
    await sleep(LOOK_EVERY_MS);
    for (const alert of alerts.filter(({ acknowledgedAt }) => acknowledgedAt === null)) {
      if ((await service.client.show(alert.code)).acknowledgedBy !== null) alert.acknowledgedAt = answeredAt;
    }
  }
}

/**
 * The service says when no page waits for its turn, which only tells when to judge: notices, of which a storm has more than a number sends in ten minutes,
 * yield to them. Answers how many pages were waiting at the end of the time.
 */
async function untilNoPageWaits({ ledger }: ServiceUnderTest, alerts: readonly StormAlert[], signal: AbortSignal): Promise<number> {
  let waiting = Infinity;
  let looks = 0;
  for (const end = Date.now() + LINE_WITHIN_MS; looks < EMPTY_LOOKS && Date.now() < end; await sleep(LOOK_EVERY_MS, undefined, { signal })) {
    const lines = await Promise.all(alerts.map(async ({ code }) => ledger.pagesInLine(code, new Date())));
    waiting = lines.flat().length;
    looks = waiting === 0 ? looks + 1 : 0;
  }
  return waiting;
}
