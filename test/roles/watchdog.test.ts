import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { TemporalUnreachableError } from '../../src/client.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import { whoIsOnCall } from '../../src/domain/on-call.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { Watchdog, type Watching } from '../../src/roles/watchdog.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { anAlert, aRecord, closeAll, sendOne, T0, testLedger, type TestLedger } from '../ledger/fixtures.ts';

const config = defaultConfig();
const hospital = createHospital(config.directory, config.onCall);
const supervisor = whoIsOnCall(config.onCall, 'supervisor', null, T0)?.responder ?? '';

/** A platform that takes what it is given, or keeps its callers waiting until it is let go. */
class Provider {
  readonly taken: string[] = [];
  readonly #name: 'slack' | 'twilio';
  readonly #hangs: boolean;
  readonly #letGo = Promise.withResolvers<void>();
  readonly #awaited = new Map<number, () => void>();

  constructor(name: 'slack' | 'twilio', { hangs = false } = {}) {
    this.#name = name;
    this.#hangs = hangs;
  }

  letGo(): void {
    this.#letGo.resolve();
  }

  /** Once it has been given so many messages. */
  async has(count: number): Promise<void> {
    if (this.taken.length < count) await new Promise<void>((resolve) => this.#awaited.set(count, resolve));
  }

  platform(): Platform {
    return {
      name: this.#name, callTimeoutMs: 10_000, senderFor: () => this.#name,
      send: async ({ attemptId, message }: Parameters<Platform['send']>[0]) => {
        this.taken.push(message.facts?.code ?? '');
        this.#awaited.get(this.taken.length)?.();
        if (this.#hangs) await this.#letGo.promise;
        return { ref: { id: attemptId, conversation: 'c' }, sender: this.#name, state: 'sent' };
      },
    } as unknown as Platform;
  }
}

describe('what the watchdog makes up for', () => {
  let test: TestLedger;
  let slack: Provider;
  let twilio: Provider;
  let watchdog: Watchdog;
  /** Alerts that Temporal was asked about. */
  let asked: string[];
  beforeEach(async () => {
    test = await testLedger({ limits: () => 1_000 });
    [slack, twilio, asked] = [new Provider('slack', { hangs: true }), new Provider('twilio'), []];
    const client = {
      escalateIfStillDue: async (code: string) => {
        asked.push(code);
        throw new TemporalUnreachableError();
      },
    };
    const operator = { tell: () => undefined, isWell: () => undefined };
    const watching = { ledger: test.ledger, client, clock: { now: () => test.time.now(), virtual: true }, logger: silentLogger, operator } as unknown as Watching;
    const deps: ActivityDependencies = {
      ledger: test.ledger, platforms: { slack: slack.platform(), twilio: twilio.platform() }, elsewhere: [], hospital: () => hospital, operator,
      now: () => test.time.now(), tick: () => test.time.tick(),
    };
    watchdog = new Watchdog(watching, deps);
  });
  afterEach(async () => {
    slack.letGo();
    await closeAll();
  });

  /** Critical alerts whose first step was paged and whose deadline is now, the oldest first; all call the supervisor by both platforms. */
  const overdue = async (count: number): Promise<string[]> => {
    const codes = Array.from({ length: count }, (_, nth) => `AAAA-${String(nth).padStart(4, '0')}`);
    for (const code of codes) await beginOne(code);
    await watchdog.look(0);
    return codes;
  };

  const beginOne = async (code: string, acknowledgedBy: string | null = null): Promise<void> => {
    const { plan } = anAlert();
    test.time.pass(1);
    await test.ledger.accept(anAlert({ code, acceptedAt: test.time.now(), plan: { ...plan, failSafe: { ...plan.failSafe, routes: ['slack', 'twilio-sms'] } } }));
    await sendOne(test, { id: `${code}.1.1.primary_nurse.twilio.page.0`, code, sender: 'other' });
    await test.ledger.record(aRecord({ code, acknowledgedBy, nextDeadline: test.time.now().toISOString() }), test.time.now());
  };

  it('goes out for every alert at once: a platform that hangs holds up no other, and Temporal is not asked about each while it is away', async () => {
    const codes = await overdue(40);
    const { made } = await watchdog.begin(31_000);
    await twilio.has(codes.length);
    expect(twilio.taken).toEqual(codes);
    expect(asked).toEqual(codes.slice(0, 16));
    // So many at a time, the oldest first.
    expect(slack.taken).toEqual(codes.slice(0, 16));
    slack.letGo();
    await made;
    expect(slack.taken).toEqual(codes);
  });

  it('does not wait for an earlier look that has not ended, nor is asked for twice by the next one', async () => {
    await overdue(1);
    const first = await watchdog.begin(31_000);
    await Promise.all([slack.has(1), twilio.has(1)]);
    await beginOne('BBBB-BBBB');
    await watchdog.begin(32_000);
    const next = await watchdog.begin(63_000);
    await twilio.has(2);
    slack.letGo();
    await Promise.all([first.made, next.made]);
    expect({ slack: slack.taken, twilio: twilio.taken }).toEqual({ slack: ['AAAA-0000', 'BBBB-BBBB'], twilio: ['AAAA-0000', 'BBBB-BBBB'] });
  });

  it('is an alert too that one of two has said yes to, and nobody who said so is told that nobody has it', async () => {
    slack.letGo();
    await beginOne('AAAA-AAAA', supervisor);
    await beginOne('BBBB-BBBB', 'somebody-else');
    await watchdog.look(0);
    await watchdog.look(31_000);
    expect(twilio.taken).toEqual(['BBBB-BBBB']);
    expect(asked).toContain('AAAA-AAAA');
  });

  it('goes out for the others where one of them cannot be read', async () => {
    const [first = '', second = ''] = await overdue(2);
    slack.letGo();
    await test.ledger.store.write((trx) => trx.updateTable('alerts').set({ sealed_detection: 'unreadable' }).where('code', '=', first).execute());
    await watchdog.look(31_000);
    expect(twilio.taken).toEqual([second]);
  });
});
