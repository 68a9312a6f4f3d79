import { offerToNextShift } from '../../src/roles/hand-overs.ts';
import { NO_LIMITS, told } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** A Tuesday, 19:40 in Santiago: at 20:00 the nurses of the day hand over to those of the night. */
const TWENTY_TO_EIGHT = '2027-03-02T22:40:00Z';

describe('the shift of somebody ends who has resolved an alert and undone that', () => {
  let ward: Ward;
  let code: string;
  let owner: string;
  let next: string;
  let charge: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TWENTY_TO_EIGHT, env: NO_LIMITS });
    code = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.messages();
    owner = (await ward.show(code)).timeline.find(({ kind, responder }) => kind === 'paged' && responder !== undefined)?.responder ?? '';
    await ward.ask(code, 'acknowledge', owner);
    await ward.wait('5 min');
    await ward.messages();
    next = ward.service.hospital().dutyOf(owner, null, ward.time.now())?.next ?? '';
  });
  afterAll(() => ward.close());

  const look = async (): Promise<string[]> => {
    await offerToNextShift(ward.service);
    return ward.messages();
  };

  test('a quarter of an hour before, it is offered to whoever comes next and the charge nurse', async () => {
    const asked = await look();
    charge = (await ward.show(code)).timeline.findLast(({ kind, responder }) => kind === 'paged' && responder !== next)?.responder ?? '';
    expect(asked).toEqual(told([next, charge].sort(), ['slack', 'whatsapp'], 'added'));
  });

  test('after the undo it is offered to them again, and once', async () => {
    await ward.wait('5 min');
    await ward.ask(code, 'resolve', owner);
    await ward.wait('5 min');
    await ward.ask(code, 'giveBack', owner);
    await ward.messages();
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: owner });
    expect(await look()).toEqual(told([next, charge].sort(), ['slack', 'whatsapp'], 'added'));
    expect(await look()).toEqual([]);
  });

  test('once the shift is over they are reminded, and nothing follows the owner off duty', async () => {
    const after: string[] = [];
    for (const wait of ['6 min', '30 min']) {
      await ward.wait(wait);
      after.push(...(await ward.messages()));
    }
    expect(after.filter((line) => line.startsWith(next)).length).toBeGreaterThan(0);
    expect(after.filter((line) => line.startsWith(owner))).toEqual([]);
    await ward.ask(code, 'acknowledge', next);
    await ward.ask(code, 'resolve', next);
    await ward.messages();
  });
});
