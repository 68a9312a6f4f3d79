import { createHospital } from '../../src/domain/hospital.ts';
import { whoIsOnCall } from '../../src/domain/on-call.ts';
import type { AlertRequest } from '../../src/domain/request.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { offerToNextShift } from '../../src/roles/hand-overs.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { anAlert, aRecord, closeAll, T0, testLedger, type TestLedger } from '../ledger/fixtures.ts';

afterEach(closeAll);

const config = defaultConfig();
const hospital = createHospital(config.directory, config.onCall);

/** Of the night; their shift ends at 8 in the morning in Santiago, an hour after these alerts are taken. */
const owner = whoIsOnCall(config.onCall, 'primary_nurse', null, T0)?.responder ?? '';
const AN_HOUR_MS = 60 * 60_000;

/** Alerts that the nurse of the night has had for an hour less ten minutes. */
async function aNightsAlerts(codes: readonly string[]): Promise<TestLedger> {
  const test = await testLedger();
  for (const code of codes) {
    await test.ledger.accept(anAlert({ code }));
    const taken = { at: T0.toISOString(), kind: 'acknowledged' as const, responder: owner };
    await test.ledger.record(aRecord({ code, status: 'acknowledged', acknowledgedBy: owner, timeline: [{ seq: 0, entry: taken }] }), T0);
  }
  test.time.pass(AN_HOUR_MS - 10 * 60_000);
  return test;
}

/** Looks once, a few alerts at a time; answers which were asked for, and what of. */
async function look({ ledger, time }: TestLedger, unreachable: readonly string[], batch: number): Promise<Map<string, AlertRequest>> {
  const asked = new Map<string, AlertRequest>();
  const client = {
    ask: async (code: string, request: AlertRequest) => {
      if (unreachable.includes(code)) throw new Error('Temporal cannot be reached');
      asked.set(code, request);
      return { ok: true as const, outcome: 'handed_over' as const, owner: null, status: 'acknowledged' as const, nextDeadline: null };
    },
  };
  const context = { client, ledger, logger: silentLogger, clock: { now: () => time.now(), virtual: false }, config: { current: () => config }, hospital: () => hospital };
  await offerToNextShift(context, batch);
  return asked;
}

const CODES = ['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC', 'DDDD-DDDD', 'EEEE-EEEE'];

test('every alert whose owner\'s shift ends is offered to whoever comes next, however many there are', async () => {
  const asked = await look(await aNightsAlerts(CODES), [], 2);
  expect([...asked.keys()]).toEqual(CODES);
  const until = new Date(T0.getTime() + AN_HOUR_MS).toISOString();
  expect(asked.get('EEEE-EEEE')).toMatchObject({ kind: 'handOver', until, to: hospital.dutyOf(owner, null, T0)?.next, id: `shift-end:EEEE-EEEE:${owner}:${until}:${T0.toISOString()}` });
});

test.each([['after a resolve that was undone', 'resolve_undone'], ['taken again by the same person', 'acknowledged']] as const)('%s it is another request, so that it is not answered as the one before was', async (_when, kind) => {
  const test = await aNightsAlerts(['AAAA-AAAA']);
  const id = async (): Promise<string | undefined> => (await look(test, [], 10)).get('AAAA-AAAA')?.id;
  const before = await id();
  const at = test.time.now().toISOString();
  const story = [{ at, kind: 'shift_ending' as const, responder: owner }, { at, kind, responder: owner }];
  await test.ledger.record(aRecord({ code: 'AAAA-AAAA', revision: 2, status: 'acknowledged', acknowledgedBy: owner, timeline: story.map((entry, index) => ({ seq: index + 1, entry })) }), T0);
  expect(before).toContain(T0.toISOString());
  expect(await id()).toBe(before?.replace(T0.toISOString(), at));
});

test('a last batch that is full is followed by one more look, and no more', async () => {
  expect([...(await look(await aNightsAlerts(CODES.slice(0, 4)), [], 2)).keys()]).toEqual(CODES.slice(0, 4));
});

test('an alert that cannot be asked keeps no other from being offered', async () => {
  const asked = await look(await aNightsAlerts(CODES), ['AAAA-AAAA', 'DDDD-DDDD'], 2);
  expect([...asked.keys()]).toEqual(['BBBB-BBBB', 'CCCC-CCCC', 'EEEE-EEEE']);
});

test('what nobody has is not looked at', async () => {
  const test = await aNightsAlerts(CODES.slice(0, 2));
  await test.ledger.record(aRecord({ code: 'AAAA-AAAA', revision: 2, status: 'notified' }), T0);
  await test.ledger.record(aRecord({ code: 'BBBB-BBBB', revision: 2, status: 'resolved', acknowledgedBy: owner }), T0);
  await expect(test.ledger.heldAlerts(null, 10)).resolves.toEqual([]);
});
