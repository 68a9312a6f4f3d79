import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertPlan } from '../../src/domain/plan.ts';
import type { Destination } from '../../src/domain/people.ts';
import { openKeyRing } from '../../src/ledger/key-ring.ts';
import type { AcceptedAlert, AlertRecord, Claim, WantedNotification } from '../../src/ledger/ledger.ts';
import { openSqliteStore } from '../../src/ledger/sqlite-store.ts';
import { openLedger } from '../../src/ledger/store-ledger.ts';
import type { LedgerOptions, StoreLedger } from '../../src/ledger/store-ledger.ts';

export const SENDER = '+56200000001';
export const CODE = 'K7F2-Q9MD';
export const T0 = new Date('2026-03-02T10:00:00.000Z');

/** A wall clock and a clock that nobody sets, apart, so that a test can set the one and let the other run on. */
export interface TestTime {
  now(): Date;
  /** Lets time pass on both. */
  pass(ms: number): void;
  /** Sets the wall clock alone, as an operator or NTP would. */
  setWallBy(ms: number): void;
  tick(): number;
}

export function testTime(): TestTime {
  let wall = T0.getTime();
  let tick = 10_000_000;
  return {
    now: () => new Date(wall),
    pass: (ms) => {
      wall += ms;
      tick += ms;
    },
    setWallBy: (ms) => {
      wall += ms;
    },
    tick: () => tick,
  };
}

export interface TestLedger {
  ledger: StoreLedger;
  time: TestTime;
  folder: string;
  path: string;
  /** Opens the same file once more, as another process would. */
  again(options?: Partial<LedgerOptions>): Promise<StoreLedger>;
}

const opened: (() => Promise<void>)[] = [];

/** A ledger in a folder of its own; `closeAll` in afterEach removes it. */
export async function testLedger(options: Partial<LedgerOptions> = {}): Promise<TestLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'vigia-ledger-'));
  const path = join(folder, 'ledger.db');
  const time = testTime();
  const keyRing = openKeyRing(join(folder, 'keys.json'), path);
  const open = async (more: Partial<LedgerOptions>): Promise<StoreLedger> => {
    const store = more.store ?? await openSqliteStore(path);
    const ledger = await openLedger({ store, keyRing, bootId: 'boot-1', limits: () => 8, monotonic: () => time.tick(), ...options, ...more });
    opened.push(() => ledger.close());
    return ledger;
  };
  opened.push(async () => rmSync(folder, { recursive: true, force: true }));
  const ledger = await open({});
  return { ledger, time, folder, path, again: (more = {}) => open({ bootId: 'boot-2', ...more }) };
}

export async function closeAll(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close().catch(() => undefined);
}

const plan: AlertPlan = {
  policyId: '0123456789ab',
  mode: 'page',
  severity: 'critical',
  reasons: ['stage_4_critical'],
  promoteAfterMs: null,
  promoteTo: null,
  steps: [],
  rounds: 1,
  failSafe: { recipients: [{ kind: 'role', role: 'supervisor' }], routes: ['twilio-sms'], remindEveryMs: 300_000, hours: null },
  attend: { withinMs: 1_800_000, reminders: 2, remindEveryMs: 600_000, add: [] },
  shiftHolders: [],
  maxSnoozeMs: 3_600_000,
};

export function anAlert(changes: Partial<AcceptedAlert> = {}): AcceptedAlert {
  return { code: CODE, detection: { stage: 4, confidence: 0.9 }, alertType: null, plan, drill: false, acceptedAt: T0, ...changes };
}

export function aRecord(changes: Partial<AlertRecord> = {}): AlertRecord {
  return {
    code: CODE, revision: 1, status: 'notified', severity: 'critical', escalationLevel: 1, acknowledgedBy: null, nextDeadline: null, timeline: [],
    ...changes,
  };
}

export const NURSE: Destination = { platform: 'twilio', kind: 'person', address: 'whatsapp:+56911111111' };

let counter = 0;

export function wanted(changes: Partial<WantedNotification> = {}): WantedNotification {
  counter += 1;
  return {
    id: `n-${counter}`, code: CODE, purpose: 'page', severity: 'high', route: 'twilio', destination: NURSE, responder: 'ana', step: 1, sender: SENDER,
    afterAcknowledgment: false, wantedAt: T0, callTimeoutMs: 10_000,
    ...changes,
  };
}

/** The attempt that a claim grants; fails the test when it grants none. */
export function attemptIn(claim: Claim): string {
  if (claim.grant !== 'send') throw new Error(`Expected leave to send, got ${JSON.stringify(claim)}`);
  return claim.attemptId;
}

/** Claims and sends one message whose call takes no time. */
export async function sendOne({ ledger, time }: Pick<TestLedger, 'ledger' | 'time'>, changes: Partial<WantedNotification> = {}, providerId?: string): Promise<{ wanted: WantedNotification; attemptId: string }> {
  const note = wanted(changes);
  const attemptId = attemptIn(await ledger.claim(note, time.now()));
  await ledger.markSent(attemptId, { ref: { id: providerId ?? `SM-${note.id}`, conversation: note.destination.address }, state: 'sent' }, time.now());
  return { wanted: note, attemptId };
}
