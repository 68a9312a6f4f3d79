import { GiveWay } from '../../src/client/give-way.ts';
import { TakeIn } from '../../src/client/take-in.ts';
import { startUnstartedDirect } from '../../src/client/send-direct.ts';
import type { WorkflowAccess } from '../../src/client/workflow-access.ts';
import type { Severity } from '../../src/domain/severity.ts';
import { waitUntil } from '../support/wait-until.ts';
import { anAlert, closeAll, T0, testLedger, type TestLedger } from '../ledger/fixtures.ts';

const never = (): never => {
  throw new Error('nothing is judged here');
};

/** What of it Temporal refuses. */
const REFUSED = new Error('3 INVALID_ARGUMENT: no such input');

describe('what a crash left on the disk', () => {
  let test: TestLedger;
  let started: string[];
  let giveWay: GiveWay;
  /** By code: what comes of starting it, if it isn't started. */
  let outcomes: Map<string, Error | false>;
  beforeEach(async () => {
    test = await testLedger();
    started = [];
    giveWay = new GiveWay({ nowMs: () => test.time.tick(), pause: async () => undefined });
    outcomes = new Map();
  });
  afterEach(closeAll);

  const start = async ({ code }: { code: string }): Promise<boolean> => {
    const outcome = outcomes.get(code) ?? true;
    if (outcome instanceof Error) throw outcome;
    if (outcome) started.push(code);
    return outcome;
  };

  const look = async (): Promise<number> => {
    const workflows = { startAlert: start } as unknown as WorkflowAccess;
    return new TakeIn({ ledger: test.ledger, workflows, findingOf: never, judge: never, newCode: never, now: () => test.time.now() }, giveWay).startUnstarted(100);
  };

  const leave = async (code: string, severity: Severity = 'medium'): Promise<void> => {
    await test.ledger.accept(anAlert({ code, plan: { ...anAlert().plan, severity }, acceptedAt: test.time.now() }));
  };

  /** So many findings are accepted at this moment that it is a flood. */
  const floodOn = (): void => {
    for (let n = 0; n < 25; n += 1) giveWay.noteAccepted();
  };

  it('gives way to a flood for five seconds, and then starts though the flood goes on', async () => {
    await leave('MMMM-MMMM');
    floodOn();
    await expect(look()).resolves.toBe(0);
    test.time.pass(4_999);
    floodOn();
    await expect(look()).resolves.toBe(0);
    test.time.pass(1);
    floodOn();
    await expect(look()).resolves.toBe(1);
    expect(started).toEqual(['MMMM-MMMM']);
  });

  it('gives way no longer where the clock was set back by an hour', async () => {
    await leave('MMMM-MMMM');
    test.time.setWallBy(-3_600_000);
    floodOn();
    await expect(look()).resolves.toBe(1);
  });

  it('starts at once in a flood where it is urgent', async () => {
    await leave('CCCC-CCCC', 'critical');
    await leave('HHHH-HHHH', 'high');
    await leave('LLLL-LLLL', 'low');
    floodOn();
    await look();
    expect(started).toEqual(['CCCC-CCCC', 'HHHH-HHHH']);
  });

  it('starts though Temporal refuses what is before it, which is told', async () => {
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC']) await leave(code, 'critical');
    outcomes.set('AAAA-AAAA', REFUSED);
    await expect(look()).rejects.toThrow(REFUSED.message);
    expect(started).toEqual(['BBBB-BBBB', 'CCCC-CCCC']);
    expect((await test.ledger.unstarted(10)).map(({ code }) => code)).toEqual(['AAAA-AAAA']);
  });

  it('waits for the next look once Temporal does not answer', async () => {
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC']) await leave(code, 'critical');
    outcomes.set('BBBB-BBBB', false);
    await expect(look()).resolves.toBe(1);
    expect(started).toEqual(['AAAA-AAAA']);
  });

  it('leaves alone what is on its way, but for when Temporal has come back and that call may wait for its next try', async () => {
    const stuck = Promise.withResolvers<boolean>();
    const calls: string[] = [];
    const workflows = { startAlert: ({ code }: { code: string }) => (calls.push(code) === 1 ? stuck.promise : Promise.resolve(true)) } as unknown as WorkflowAccess;
    const takeIn = new TakeIn({ ledger: test.ledger, workflows, findingOf: never, judge: never, newCode: () => 'AAAA-AAAA', now: () => test.time.now() }, giveWay);
    const accepting = takeIn.accept(anAlert({ plan: { ...anAlert().plan, severity: 'critical' } }));
    await waitUntil('it is being started', () => calls.length === 1);
    await expect(takeIn.startUnstarted(100)).resolves.toBe(0);
    await expect(takeIn.startUnstarted(100, true)).resolves.toBe(1);
    expect(calls).toEqual(['AAAA-AAAA', 'AAAA-AAAA']);
    await expect(test.ledger.unstarted(10)).resolves.toEqual([]);
    stuck.resolve(true);
    await accepting;
  });

  it('a direct message leaves though Temporal refuses one before it', async () => {
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB']) {
      await test.ledger.acceptDirect({ code, recipient: { kind: 'responder', responder: 'ana' }, status: 'accepted', alert: null, acceptedAt: T0, asked: { by: 'agent-1', route: 'slack', to: 'ana', text: 'hola' } });
    }
    outcomes.set('AAAA-AAAA', REFUSED);
    await expect(startUnstartedDirect({ ledger: test.ledger, now: () => test.time.now(), start }, 100)).rejects.toThrow(REFUSED.message);
    expect(started).toEqual(['BBBB-BBBB']);
  });
});
