import { offerToNextShift } from '../../src/roles/hand-overs.ts';
import { NO_LIMITS, told } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** A Tuesday, 19:30 in Santiago: at 20:00 the nurses of the day hand over to those of the night. */
const HALF_PAST_SEVEN = '2027-03-02T22:30:00Z';

describe('the shift of whoever has an alert ends', () => {
  let ward: Ward;
  let code: string;
  let owner: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: HALF_PAST_SEVEN, env: NO_LIMITS });
    code = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.messages();
    owner = (await ward.show(code)).timeline.find(({ kind, responder }) => kind === 'paged' && responder !== undefined)?.responder ?? '';
    await ward.ask(code, 'acknowledge', owner);
    await ward.messages();
  });
  afterAll(() => ward.close());

  const look = async (): Promise<string[]> => {
    await offerToNextShift(ward.service);
    return ward.messages();
  };

  test('nothing is said while there is time', async () => {
    expect(await look()).toEqual([]);
  });

  test('a quarter of an hour before, it is offered to whoever comes next, and the charge nurse holds it too', async () => {
    await ward.wait('20 min');
    const asked = await look();
    const next = ward.service.hospital().dutyOf(owner, null, ward.time.now())?.next ?? '';
    const charge = (await ward.show(code)).timeline.findLast(({ kind, responder }) => kind === 'paged' && responder !== next)?.responder ?? '';
    expect(asked).toEqual(told([next, charge].sort(), ['slack', 'whatsapp'], 'added'));
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: owner });
    expect(await look()).toEqual([]);
  });

  test('when it is over they are reminded, and not the owner, who is off duty', async () => {
    await ward.wait('15 min');
    const reminded = await ward.messages();
    expect(reminded.length).toBeGreaterThan(0);
    expect(reminded.filter((line) => line.startsWith(owner))).toEqual([]);
  });

  test('whoever comes next takes it by a word, and the old owner hears of it', async () => {
    const next = (await ward.show(code)).timeline.find(({ kind, reason }) => kind === 'reassigned' && reason === 'shift_ending')?.responder ?? '';
    await ward.tap(next, 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: next });
    await ward.messages();
    await ward.ask(code, 'resolve', next);
    await ward.messages();
  });
});
