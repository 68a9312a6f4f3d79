import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('two people want the same alert', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  beforeEach(async () => {
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterEach(async () => {
    await ward.ask(code, 'cancel', 'luis');
    await ward.wait('1 min');
    await ward.messages();
  });
  afterAll(() => ward.close());

  const press = (responder: string, via: 'socket' | 'http'): Promise<unknown> =>
    ward.sandbox.slack.press({ user: ward.address(responder, 'slack'), code, action: 'acknowledge', channel: 'dm', via });

  const toldInSlack = (responder: string): string[] =>
    ward.slackMessages(responder).filter(({ ephemeralFor, text }) => ephemeralFor !== null && text.includes(code)).map(({ text }) => text);

  test.each([['socket', 'http'], ['http', 'socket'], ['http', 'http']] as const)('pressed at once, over %s and %s: exactly one has it, and the other is told who', async (one, other) => {
    await Promise.all([press('ana', one), press('fernando', other)]);
    await ward.quiet();
    const { status, acknowledgedBy, timeline } = await ward.show(code);
    expect(status).toBe('acknowledged');
    expect(timeline.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
    const [owner, loser, name] = acknowledgedBy === 'ana' ? ['ana', 'fernando', 'Ana Rojas'] : ['fernando', 'ana', 'Fernando Araya'];
    expect(toldInSlack(owner)).toEqual([expect.stringMatching(new RegExp(`^Usted tomó ${code}`))]);
    expect(toldInSlack(loser)).toEqual([expect.stringMatching(new RegExp(`^${code}: ya la tiene ${name} desde 10:\\d\\d\\. Usted no tiene que hacer nada\\.$`))]);
    expect((await ward.messages()).filter((message) => message.endsWith('page'))).toEqual([]);
  });

  test('one presses and one writes at once: exactly one has it', async () => {
    await Promise.all([press('ana', 'socket'), ward.sandbox.twilio?.reply({ from: ward.address('fernando', 'twilio'), text: 'voy' })]);
    await ward.quiet();
    const { acknowledgedBy, timeline } = await ward.show(code);
    expect(['ana', 'fernando']).toContain(acknowledgedBy);
    expect(timeline.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
    const whatsApp = ward.texts('fernando').at(-1);
    if (acknowledgedBy === 'fernando') expect([whatsApp, ...toldInSlack('ana')]).toEqual([expect.stringMatching(/^Usted tomó/), expect.stringMatching(/ya la tiene Fernando Araya/)]);
    else expect(ward.texts('fernando').filter((text) => text.includes('ya la tiene Ana Rojas'))).toHaveLength(1);
    await ward.messages();
  });

  test('the second, some minutes later, is told who has it and since when, and by an old step too', async () => {
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([...told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'), ...SECOND_STEP_OF_CRITICAL].sort());
    await ward.press('hugo', 'acknowledge', code);
    expect(toldInSlack('hugo')).toEqual([expect.stringMatching(new RegExp(`^You have ${code}`))]);
    await ward.wait('4 min');
    await ward.messages();
    await ward.reply('ana', 'voy', { quoting: code });
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toMatch(new RegExp(`^${code}: ya la tiene Dr\\. Hugo Fuentes desde 1\\d:\\d\\d\\. Usted no tiene que hacer nada\\.$`));
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'hugo' });
  });
});
