import { openKeyRing } from '../../src/ledger/key-ring.ts';
import { openSqliteStore } from '../../src/ledger/sqlite-store.ts';
import { openLedger } from '../../src/ledger/store-ledger.ts';
import type { StoreLedger } from '../../src/ledger/store-ledger.ts';
import { anAlert, wanted } from './fixtures.ts';

/** One of several processes on one ledger. Told by its arguments what to do; it writes one JSON line for each thing it did. */
interface Task {
  path: string;
  keys: string;
  bootId: string;
  do: 'hammer' | 'hold';
  limit: number;
  windowMs: number;
  /** Alerts to accept and messages to send. */
  count: number;
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** When, on the clock that all processes of the host share, a message was created at the provider. */
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

async function hammer(ledger: StoreLedger, task: Task): Promise<void> {
  for (let index = 0; index < task.count; index += 1) await ledger.accept(anAlert({ code: `${task.bootId}-${index}` }));
  await Promise.all(Array.from({ length: task.count }, (_, index) => sendOne(ledger, `${task.bootId}-${index}`)));
}

async function sendOne(ledger: StoreLedger, id: string): Promise<void> {
  const note = wanted({ id, code: id });
  for (;;) {
    const claim = await ledger.claim(note, new Date());
    if (claim.grant === 'wait') {
      await after(Math.max(1, claim.until.getTime() - Date.now()));
      continue;
    }
    if (claim.grant !== 'send') throw new Error(`Unexpected ${claim.grant}`);
    say({ createdAt: nowMs() });
    await ledger.markSent(claim.attemptId, { ref: { id, conversation: 'c' }, state: 'sent' }, new Date());
    return;
  }
}

async function run(task: Task): Promise<void> {
  const keyRing = openKeyRing(task.keys, task.path);
  const ledger = await openLedger({ store: await openSqliteStore(task.path), keyRing, bootId: task.bootId, limits: () => task.limit, windowMs: task.windowMs });
  if (task.do === 'hammer') {
    await hammer(ledger, task);
    await ledger.close();
    return;
  }
  // Stays in its call until it is killed.
  const claim = await ledger.claim(wanted({ id: 'held', callTimeoutMs: 3_600_000 }), new Date());
  say(claim);
  setInterval(() => undefined, 60_000);
}

void run(JSON.parse(process.argv[2] ?? '') as Task);
