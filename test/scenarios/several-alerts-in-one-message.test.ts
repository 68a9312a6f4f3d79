import { byWhatsAppFirst, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('more alerts at once than half of WhatsApp\'s limit', () => {
  let ward: Ward;
  let codes: string[];
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: { VIGIA_LIMIT_TWILIO: '4', VIGIA_LIMIT_SLACK: '1000' }, config: { 'policy.yaml': byWhatsAppFirst } });
    codes = await ward.detectAtOnce(2, 5);
  });
  afterAll(async () => {
    for (const code of codes) await ward.ask(code, 'cancel', 'luis');
    await ward.wait('2 min');
    await ward.messages();
    await ward.close();
  });

  const digest = (): string => ward.texts('ana').find((text) => text.startsWith('Vigía, alertas hasta')) ?? '';

  test('the first two come by themselves, and the others in one message that names them', async () => {
    await ward.wait('5 s');
    expect(await ward.messages()).toEqual([...Array<string>(5).fill('#lpp-notifications by slack: page'), 'ana by whatsapp: digest', ...told(['ana', 'ana'], ['whatsapp'], 'page')]);
    expect(digest()).toMatch(/^Vigía, alertas hasta media: \S{9} \S{9} \S{9}\.\nResponda ACK TODOS, o SÍ y un código\.\nIA, sin confirmar\.$/);
    // Whoever waited for their turn hears at their next look that it is done.
    await ward.wait('15 s');
    for (const code of codes) expect(await ward.show(code)).toMatchObject({ status: 'notified' });
    expect(ward.texts('ana').filter((text) => codes.some((code) => text.includes(code)))).toHaveLength(3);
  });

  test('with a code from it one is taken, and the others stay open', async () => {
    const named = codes.filter((code) => digest().includes(code));
    await ward.reply('ana', `SÍ ${named[1]}`);
    expect(ward.texts('ana').at(-1)).toContain(`Usted tomó ${named[1]}.`);
    expect(await Promise.all(named.map(async (code) => (await ward.show(code)).acknowledgedBy))).toEqual([null, 'ana', null]);
    await ward.messages();
  });
});

describe('more alerts at once than half of Slack\'s limit', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: { VIGIA_LIMIT_SLACK: '6', VIGIA_LIMIT_TWILIO: '1000' } });
  });
  afterAll(() => ward.close());

  test('come to each person and channel in one message, which is rewritten as each is taken', async () => {
    const first = await ward.detect({ stage: 3, confidence: 0.93 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana', 'fernando'], ['slack'], 'page')]);
    const codes = await ward.detectAtOnce(3, 2);
    await ward.wait('5 s');
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: digest', ...told(['ana', 'fernando'], ['slack'], 'digest')]);
    const seen = (): string => ward.slackMessages('fernando').at(-1)?.text ?? '';
    const [heading, ...named] = seen().split('\n');
    expect(heading).toBe('2 alertas hasta ALTA. Vea a los pacientes.');
    expect(named.pop()).toBe('IA, sin confirmar.');
    // Which of two that were raised at the same moment is the older is nobody's to say.
    expect(named.map((line) => line.slice(0, 9)).sort()).toEqual(codes.toSorted());
    await ward.ask(codes[0] ?? '', 'acknowledge', 'ana');
    expect(seen()).toContain(`${codes[0]} · ALTA · La tomó Ana Rojas`);
    expect(seen()).toContain(`${codes[1]} · ALTA · Sin tomar`);
    await ward.ask(codes[0] ?? '', 'resolve', 'luis');
    for (const code of [first, ...codes.slice(1)]) await ward.ask(code, 'cancel', 'luis');
    await ward.wait('2 min');
    expect(seen()).toContain(`${codes[0]} · ALTA · Atendida por Luis `);
    expect(seen()).not.toMatch(/Sin tomar|La tomó/);
    await ward.messages();
  });
});
