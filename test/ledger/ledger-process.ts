import { openKeyRing } from '../../src/ledger/key-ring.ts';
import type { AcceptedAlert, WantedNotification } from '../../src/ledger/ledger.ts';
import { openPostgresStore } from '../../src/ledger/postgres-store.ts';
import { openSqliteStore } from '../../src/ledger/sqlite-store.ts';
import { openLedger } from '../../src/ledger/store-ledger.ts';
import type { StoreLedger } from '../../src/ledger/store-ledger.ts';

/** One of several processes on one ledger. Told by the environment what to do. */
interface Task {
  /** A file's path, or a database's URL. */
  at: string;
  keys: string;
  bootId: string;
  do: 'hammer' | 'hold';
  limit: number;
  windowMs: number;
  /** Alerts to accept and messages to send. */
  count: number;
  /** Takes the messages: its own clock is the judge. */
  provider: string;
  /** How long a message may be on its way to the provider, milliseconds. */
  lateMs: number;
  alert: AcceptedAlert;
  note: WantedNotification;
}

const task = JSON.parse(process.env['LEDGER_TASK'] ?? '', (key, value: unknown) => (key.endsWith('At') && typeof value === 'string' ? new Date(value) : value)) as Task;

const HOUR_MS = 3_600_000;
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The host's clock, which is set back an hour once half of the messages are away. */
let sent = 0;
const wall = (): Date => new Date(Date.now() - (sent >= task.count / 2 ? HOUR_MS : 0));

async function hammer(ledger: StoreLedger): Promise<void> {
  const codes = Array.from({ length: task.count }, (_, index) => `${task.bootId}-${index}`);
  for (const code of codes) await ledger.accept({ ...task.alert, code });
  await Promise.all(codes.map((code) => sendOne(ledger, { ...task.note, id: code, code })));
}

async function sendOne(ledger: StoreLedger, note: WantedNotification): Promise<void> {
  for (;;) {
    const asked = wall();
    const claim = await ledger.claim(note, asked);
    if (claim.grant === 'wait') {
      await after(Math.max(1, claim.until.getTime() - asked.getTime()));
      continue;
    }
    if (claim.grant !== 'send') throw new Error(`Unexpected ${claim.grant}`);
    await after(Math.random() * task.lateMs);
    await fetch(task.provider, { method: 'POST' });
    sent += 1;
    await ledger.markSent(claim.attemptId, { ref: { id: note.id, conversation: 'c' }, state: 'sent' }, wall());
    return;
  }
}

/** Stays in its call until it is killed. */
async function hold(ledger: StoreLedger): Promise<void> {
  const claim = await ledger.claim({ ...task.note, id: 'held', callTimeoutMs: HOUR_MS }, new Date());
  process.stdout.write(`${JSON.stringify(claim)}\n`);
  setInterval(() => undefined, 60_000);
}

const store = await (task.at.startsWith('postgresql:') ? openPostgresStore(task.at) : openSqliteStore(task.at));
const keyRing = openKeyRing(task.keys, { name: store.name, isThere: true });
const ledger = await openLedger({ store, keyRing, bootId: task.bootId, limits: () => task.limit, windowMs: task.windowMs });
if (task.do === 'hold') await hold(ledger);
else await hammer(ledger).then(() => ledger.close());
