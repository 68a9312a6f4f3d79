import { closeAll, CODE, T0 } from '../ledger/fixtures.ts';
import { LOST_AFTER, LOST_BEFORE, stopWires } from './twilio-wire.ts';
import { readerAt, unrecordedRig, type UnrecordedRig } from './unrecorded-rig.ts';

afterEach(async () => {
  await closeAll();
  await stopWires();
});

const lookUps = (rig: UnrecordedRig): number => rig.wire.calls().filter((call) => call === 'messages.list').length;

describe('once the ledger can be written again, a page that went out meanwhile', () => {
  it('is written down as it went, and counts against the limit from when it did', async () => {
    const rig = await unrecordedRig();
    rig.readOnly(true);
    await rig.ask();
    rig.time.pass(50_000);
    rig.readOnly(false);
    await expect(rig.ask()).resolves.toBe('sent');
    expect(rig.wire.taken()).toHaveLength(1);
    expect(await rig.ledger.history(CODE)).toEqual([expect.objectContaining({ direction: 'out', text: rig.wire.taken()[0] })]);
    await expect(rig.ledger.headroom(rig.sender, rig.time.now())).resolves.toMatchObject({ used: 1 });
    rig.time.pass(11_000);
    await expect(rig.ledger.headroom(rig.sender, rig.time.now())).resolves.toMatchObject({ used: 0 });
  });

  it('is written down also where somebody has the alert by then, so that it can be told who', async () => {
    const rig = await unrecordedRig();
    rig.readOnly(true);
    await rig.ask();
    rig.readOnly(false);
    await rig.acknowledge();
    await expect(rig.ask()).resolves.toBe('sent');
    expect(await rig.ledger.posted(CODE)).toHaveLength(1);
    await expect(rig.ledger.headroom(rig.sender, rig.time.now())).resolves.toMatchObject({ used: 1 });
  });

  it('is written down as the one to whom it went, whoever is on call by then', async () => {
    const rig = await unrecordedRig();
    rig.readOnly(true);
    await rig.ask();
    rig.time.pass(12 * 3_600_000);
    rig.readOnly(false);
    expect(readerAt(rig.time.now())).not.toEqual(readerAt(T0));
    await expect(rig.ask()).resolves.toBe('sent');
    expect(await rig.ledger.posted(CODE)).toEqual([expect.objectContaining(readerAt(T0))]);
  });

  it.each([['nobody has the alert', false], ['somebody has the alert', true]])('is looked up where its outcome was in doubt, and not sent again when it is there: %s', async (_case, isTaken) => {
    const rig = await unrecordedRig({ faults: [LOST_AFTER] });
    rig.readOnly(true);
    await rig.ask();
    rig.time.pass(10_000);
    rig.readOnly(false);
    if (isTaken) await rig.acknowledge();
    await expect(rig.ask()).resolves.toBe('sent');
    expect(rig.wire.taken()).toHaveLength(1);
    expect(lookUps(rig)).toBeGreaterThan(0);
    expect(await rig.ledger.history(CODE)).toEqual([expect.objectContaining({ text: rig.wire.taken()[0] })]);
  });

  it('goes again, marked as a repeat, where it isn’t there', async () => {
    const rig = await unrecordedRig({ faults: [LOST_BEFORE] });
    rig.readOnly(true);
    await rig.ask();
    rig.time.pass(10_000);
    rig.readOnly(false);
    await expect(rig.ask()).resolves.toBe('sent');
    expect(rig.wire.taken()).toEqual([expect.stringMatching(/\((repetición|repeat)\)/)]);
    expect(lookUps(rig)).toBeGreaterThan(0);
  });

  it('that wasn’t there and waits for its limit goes all the same when the ledger can’t be written once more', async () => {
    const rig = await unrecordedRig({ faults: [LOST_BEFORE], limit: 2 });
    rig.readOnly(true);
    await rig.ask();
    rig.time.pass(10_000);
    rig.readOnly(false);
    await rig.useSlot();
    await expect(rig.ask()).resolves.toContain('waiting: ');
    rig.time.pass(51_000);
    rig.readOnly(true);
    await rig.ask();
    expect(rig.wire.taken().filter((text) => text.includes(CODE))).toHaveLength(1);
  });
});

test('one that the ledger can’t take holds up no other page', async () => {
  const rig = await unrecordedRig();
  const sent = { ref: { id: 'SM-1', conversation: 'whatsapp:+56911111111' }, state: 'sent' } as const;
  rig.deps.unrecorded.keep('of-another-ledger', { attemptId: 'of-another-ledger', sender: rig.sender, sent }, rig.time.tick());
  await expect(rig.ask()).resolves.toBe('sent');
});

describe('a page that left by the ledger’s leave, and of which nothing could be written after that', () => {
  it('is written down once that can be done, without a look-up, and doesn’t go again meanwhile', async () => {
    const rig = await unrecordedRig();
    rig.readOnlyFromNextCall();
    await expect(rig.ask()).resolves.toEqual(expect.stringContaining('write'));
    await rig.ask();
    rig.readOnly(false);
    await expect(rig.ask()).resolves.toBe('sent');
    expect(rig.wire.taken()).toHaveLength(1);
    expect(lookUps(rig)).toBe(0);
    expect(await rig.ledger.posted(CODE)).toHaveLength(1);
  });

  it('is looked up then where its outcome was in doubt, and doesn’t go again meanwhile', async () => {
    const rig = await unrecordedRig({ faults: [LOST_AFTER] });
    rig.readOnlyFromNextCall();
    await rig.ask();
    await rig.ask();
    expect(rig.wire.taken()).toHaveLength(1);
    rig.readOnly(false);
    rig.time.pass(60_000);
    await expect(rig.ask()).resolves.toBe('sent');
    expect(rig.wire.taken()).toHaveLength(1);
    expect(lookUps(rig)).toBeGreaterThan(0);
  });
});
