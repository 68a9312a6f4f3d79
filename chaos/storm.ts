import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_MESSAGE_LIMITS } from '../src/ledger/sender-limits.ts';
import { ServiceUnderTest } from './service.ts';
import { STORM_CONFIG, stormResponders, STORM_UNITS } from './storm-hospital.ts';
import { HELD_WITHIN_MS, judgeStorm, type StormAlert, type StormVerdict } from './storm-judge.ts';

const CRITICAL = 100;
const MEDIUM = 200;

/** Findings that are handed in at the same time, as by as many callers. */
const CALLERS = 50;

/** After the acknowledgments: what waited for a limit has had its turn by then, milliseconds. */
const AFTERWARDS_MS = 75_000;

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
    await noteKept(service, alerts);
    return judgeStorm(alerts, stormResponders(), await service.people.journal(), STORM_LIMITS);
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
      alerts.push({ code, unit, critical, acceptedAt: Date.now(), acknowledgedAt: null, isKept: false });
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

async function noteKept({ ledger }: ServiceUnderTest, alerts: readonly StormAlert[]): Promise<void> {
  for (const alert of alerts) alert.isKept = (await ledger.posted(alert.code)).length > 0 || (await ledger.pagesInLine(alert.code, new Date())).length > 0;
}
