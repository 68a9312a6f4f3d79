import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportedFailure } from '../../src/domain/failure.ts';
import type { AlertPlan } from '../../src/domain/plan.ts';
import type { Destination } from '../../src/domain/people.ts';
import { openKeyRing } from '../../src/ledger/key-ring.ts';
import type { AcceptedAlert, AlertRecord, Claim, WantedNotification } from '../../src/ledger/ledger.ts';
import { openPostgresStore } from '../../src/ledger/postgres-store.ts';
import { openSqliteStore } from '../../src/ledger/sqlite-store.ts';
import type { LedgerStore } from '../../src/ledger/store.ts';
import { openLedger } from '../../src/ledger/store-ledger.ts';
import type { LedgerOptions, StoreLedger } from '../../src/ledger/store-ledger.ts';
import { createDatabase } from '../support/postgres-database.ts';
import type { TestDatabase } from '../support/postgres-database.ts';
import { TEMP_ROOT } from '../support/temp-root.ts';

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

/** What the ledger's rows can be in. */
export type StoreKind = 'sqlite' | 'postgres';

let current: StoreKind = 'sqlite';

/** The same tests on each store. `testLedger` in them opens its ledger there. */
export function onEachStore(what: string, tests: (kind: StoreKind) => void): void {
  describe.each(['sqlite', 'postgres'] as const)(`${what} (%s)`, (kind) => {
    beforeAll(() => {
      current = kind;
    });
    afterAll(() => {
      current = 'sqlite';
    });
    tests(kind);
  });
}

export interface TestLedger {
  ledger: StoreLedger;
  time: TestTime;
  folder: string;
  /** Where other processes find it: the file's path, or the database's URL. */
  at: string;
  path: string;
  /** Opens the same ledger once more, as another process would. */
  again(options?: Partial<LedgerOptions>): Promise<StoreLedger>;
}

const opened: (() => Promise<void>)[] = [];

/** A ledger of its own, in the store that the tests are for; `closeAll` in afterEach removes it. On PostgreSQL there is one at a time. */
export async function testLedger(options: Partial<LedgerOptions> = {}): Promise<TestLedger> {
  const folder = mkdtempSync(join(TEMP_ROOT, 'vigia-ledger-'));
  const path = join(folder, 'ledger.db');
  const at = current === 'sqlite' ? path : (await emptyDatabase()).url;
  const time = testTime();
  const keyRing = openKeyRing(join(folder, 'keys.json'), { name: path, isThere: false });
  const open = async (more: Partial<LedgerOptions>): Promise<StoreLedger> => {
    const store = more.store ?? await openStore(at);
    const ledger = await openLedger({ store, keyRing, bootId: 'boot-1', limits: () => 8, monotonic: () => time.tick(), ...options, ...more });
    opened.push(() => ledger.close());
    return ledger;
  };
  opened.push(async () => rmSync(folder, { recursive: true, force: true }));
  const ledger = await open({});
  return { ledger, time, folder, at, path, again: (more = {}) => open({ bootId: 'boot-2', ...more }) };
}

/** As the service does, by where the ledger is said to be. */
export function openStore(at: string): Promise<LedgerStore> {
  return at.startsWith('postgresql:') ? openPostgresStore(at) : openSqliteStore(at);
}

let database: TestDatabase | null = null;

/** The file's own database. It is emptied rather than made anew, which takes 20 times as long. */
async function emptyDatabase(): Promise<TestDatabase> {
  if (database === null) return (database = await createDatabase());
  const tables = await database.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'");
  await database.query(tables.map(({ name }) => `delete from "${name}"`).join(';'));
  return database;
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
    afterAcknowledgment: false, mayJoin: false, wantedAt: T0, callTimeoutMs: 10_000,
    ...changes,
  };
}

/** The attempt that a claim grants; fails the test when it grants none. */
export function attemptIn(claim: Claim): string {
  if (claim.grant !== 'send') throw new Error(`Expected leave to send, got ${JSON.stringify(claim)}`);
  return claim.attemptId;
}

/** What a failure of the moment comes to that was reported of a message: it may go again after that wait, milliseconds. */
export function ofTheMoment(againAfterMs: number): ReportedFailure {
  return { failure: { kind: 'retry_after', code: '63018' }, againAfterMs };
}

/** Claims and sends one message whose call takes no time. */
export async function sendOne({ ledger, time }: Pick<TestLedger, 'ledger' | 'time'>, changes: Partial<WantedNotification> = {}, providerId?: string): Promise<{ wanted: WantedNotification; attemptId: string }> {
  const note = wanted(changes);
  const attemptId = attemptIn(await ledger.claim(note, time.now()));
  await ledger.markSent(attemptId, { ref: { id: providerId ?? `SM-${note.id}`, conversation: note.destination.address }, state: 'sent' }, time.now());
  return { wanted: note, attemptId };
}
