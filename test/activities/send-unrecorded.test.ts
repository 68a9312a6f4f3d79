import { sendUnrecorded } from '../../src/activities/send-unrecorded.ts';
import { closeAll } from '../ledger/fixtures.ts';
import { LOST_AFTER, LOST_BEFORE, PUT_OFF, stopWires } from './twilio-wire.ts';
import { aPage, unrecordedRig } from './unrecorded-rig.ts';

afterEach(async () => {
  await closeAll();
  await stopWires();
});

const CANNOT_WRITE = expect.stringContaining('write') as string;

describe('while the ledger can only be read, a critical page', () => {
  it('goes out once, marked, however often and however close together it is asked for', async () => {
    const rig = await unrecordedRig();
    rig.readOnly(true);
    await expect(Promise.all([rig.ask(), rig.ask()])).resolves.toEqual([CANNOT_WRITE, CANNOT_WRITE]);
    await rig.ask();
    expect(rig.wire.taken()).toEqual([expect.stringMatching(/K7F2-Q9MD \((sin registro|unrecorded)\)/)]);
  });

  it('doesn’t go once more while its outcome is in doubt', async () => {
    const rig = await unrecordedRig({ faults: [LOST_AFTER] });
    rig.readOnly(true);
    await rig.ask();
    await rig.ask();
    expect(rig.wire.taken()).toHaveLength(1);
  });

  it('doesn’t go where it went before the ledger could no longer be written', async () => {
    const rig = await unrecordedRig();
    await expect(rig.ask()).resolves.toBe('sent');
    rig.readOnly(true);
    await expect(rig.ask()).resolves.toEqual(CANNOT_WRITE);
    expect(rig.wire.taken()).toHaveLength(1);
  });

  it('says that it is a repeat where one may have gone before', async () => {
    const rig = await unrecordedRig({ faults: [LOST_BEFORE] });
    await expect(rig.ask()).resolves.toBe('in_doubt');
    rig.readOnly(true);
    await rig.ask();
    expect(rig.wire.taken()).toEqual([expect.stringMatching(/\((repetición|repeat)\) \((sin registro|unrecorded)\)/)]);
  });
});

describe('its sender’s limit', () => {
  it('counts what the ledger says is used', async () => {
    const rig = await unrecordedRig({ limit: 2 });
    await rig.useSlot();
    await rig.useSlot();
    rig.readOnly(true);
    rig.time.pass(59_000);
    await rig.ask();
    expect(rig.wire.taken()).toEqual([]);
    rig.time.pass(2_000);
    await rig.ask();
    expect(rig.wire.taken()).toHaveLength(1);
  });

  it('counts what this process has sent besides, until 60 s after its call ended', async () => {
    const rig = await unrecordedRig({ limit: 2 });
    await rig.useSlot();
    rig.readOnly(true);
    await Promise.all([rig.ask(0), rig.ask(1)]);
    expect(rig.wire.taken()).toHaveLength(1);
    rig.time.pass(60_000);
    await rig.ask(2);
    expect(rig.wire.taken()).toHaveLength(1);
    rig.time.pass(1_000);
    await Promise.all([rig.ask(1), rig.ask(2), rig.ask(3)]);
    expect(rig.wire.taken()).toHaveLength(3);
  });

  it('counts that also where the ledger can’t be read', async () => {
    const rig = await unrecordedRig({ limit: 1 });
    await rig.ledger.close();
    await expect(sendUnrecorded(rig.deps, aPage(0))).resolves.toMatchObject({ outcome: 'sent' });
    await expect(sendUnrecorded(rig.deps, aPage(1))).resolves.toMatchObject({ outcome: 'delayed', reason: 'limit' });
    expect(rig.wire.taken()).toHaveLength(1);
  });

  it('doesn’t count what the provider put off', async () => {
    const rig = await unrecordedRig({ limit: 1, faults: [PUT_OFF] });
    rig.readOnly(true);
    await rig.ask();
    await rig.ask();
    expect(rig.wire.taken()).toHaveLength(1);
  });

  it('holds across the moment from which the ledger can be written again', async () => {
    const rig = await unrecordedRig({ limit: 2 });
    rig.readOnly(true);
    await rig.ask(0);
    await rig.ask(1);
    rig.readOnly(false);
    await expect(rig.ask(2)).resolves.toContain('waiting: ');
    expect(rig.wire.taken()).toHaveLength(2);
    await expect(rig.ledger.headroom(rig.sender, rig.time.now())).resolves.toMatchObject({ used: 2 });
  });
});

describe('one that was put off doesn’t go once somebody has the alert', () => {
  it('by its workflow, where that was told of it', async () => {
    const rig = await unrecordedRig({ faults: [PUT_OFF] });
    rig.readOnly(true);
    const deps = { ...rig.deps, standing: async () => ({ status: 'acknowledged' as const }) };
    await rig.ask();
    await expect(sendUnrecorded(deps, aPage())).resolves.toMatchObject({ outcome: 'withdrawn', reason: 'acknowledged' });
    expect(rig.wire.taken()).toEqual([]);
  });

  it('by the ledger, where the workflow can’t be asked', async () => {
    const rig = await unrecordedRig();
    await rig.acknowledge();
    rig.readOnly(true);
    const deps = { ...rig.deps, standing: async () => Promise.reject(new Error('Temporal is away')) };
    await expect(sendUnrecorded(deps, aPage())).resolves.toMatchObject({ outcome: 'withdrawn', reason: 'acknowledged' });
    expect(rig.wire.taken()).toEqual([]);
  });

  it('and goes where neither can tell', async () => {
    const rig = await unrecordedRig();
    await rig.ledger.close();
    const deps = { ...rig.deps, standing: async () => Promise.reject(new Error('Temporal is away')) };
    await expect(sendUnrecorded(deps, aPage())).resolves.toMatchObject({ outcome: 'sent' });
  });
});
