import { HostWatch } from '../../src/roles/host-watch.ts';
import { lineIn } from '../../src/launch/line.ts';
import { createOperatorLog, type OperatorLog } from '../../src/roles/operator-log.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import type { LedgerErrorKind } from '../../src/ledger/ledger-error.ts';

const HOUR = 3_600_000;

/** The host's troubles are told without it: it may be what is wrong. */
const away = async (): Promise<never> => {
  throw new Error('the ledger is away');
};
const NO_LEDGER = { noteProblem: away, problems: away, clearProblems: away };

/** A host whose clocks, disk and ledger the test moves. */
class Host {
  wallMs = Date.parse('2027-03-02T10:00:00Z');
  tickMs = 5_000_000;
  ailment: LedgerErrorKind | null = null;
  spent = false;
  readonly said: string[] = [];
  readonly operator: OperatorLog = createOperatorLog({
    ledger: NO_LEDGER, logger: silentLogger, say: (line) => this.said.push(lineIn(line, 'en')), now: () => new Date(this.wallMs),
  });
  readonly watch = new HostWatch({
    ledger: { ailment: async () => this.ailment },
    ballast: { release: () => false, isSpent: () => this.spent, restore: () => {} },
    operator: this.operator, logger: silentLogger, wall: () => this.wallMs, tick: () => this.tickMs,
  });

  /** Lets time pass on both clocks, and looks. */
  async pass(ms: number): Promise<void> {
    this.wallMs += ms;
    this.tickMs += ms;
    await this.watch.look();
  }

  async problems(): Promise<string[]> {
    return (await this.operator.problems()).map(({ platform, code }) => `${platform}: ${code}`);
  }
}

describe('the host\'s clock', () => {
  test.each([['back', -HOUR, 'clock_back'], ['forward', HOUR, 'clock_forward']])('that jumps %s by an hour is said once, in plain words', async (way, jump, code) => {
    const host = new Host();
    await host.pass(5_000);
    host.wallMs += jump;
    await host.pass(5_000);
    await host.pass(5_000);
    expect(await host.problems()).toEqual([`host: ${code}`]);
    expect(host.said).toEqual([expect.stringMatching(new RegExp(`^The host's clock jumped ${way}.*Set the time right`))]);
  });

  test('that NTP moves by some seconds, or that a busy machine reads late, is not', async () => {
    const host = new Host();
    host.wallMs += 20_000;
    await host.pass(5_000);
    await host.pass(600_000);
    expect(host.said).toEqual([]);
  });
});

describe('what keeps alerts', () => {
  test('on a disk that is full is said, and no longer once there is room', async () => {
    const host = new Host();
    host.spent = true;
    await host.pass(5_000);
    expect(await host.problems()).toEqual(['host: room_kept_for_critical']);
    expect(host.said).toEqual(['The disk is full: the last room is kept for critical alerts, and others are refused. Free some space.']);
    host.spent = false;
    await host.pass(5_000);
    expect(await host.problems()).toEqual([]);
  });

  test('and cannot be written is said with what it means, and again when it comes back or gets worse', async () => {
    const host = new Host();
    for (const ailment of ['read_only', 'read_only', null, 'read_only', 'disk_full'] as const) {
      host.ailment = ailment;
      await host.pass(5_000);
    }
    expect(host.said.map((line) => line.split(':')[0])).toEqual(['The ledger cannot be written', 'The ledger cannot be written', 'The disk is full and nothing can be recorded']);
    expect(await host.problems()).toEqual(['host: disk_full']);
  });
});
