import { byWhatsAppFirst, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

async function owners(ward: Ward, codes: readonly string[]): Promise<(string | null)[]> {
  return Promise.all(codes.map(async (code) => (await ward.show(code)).acknowledgedBy));
}

async function endAll(ward: Ward, codes: readonly string[]): Promise<void> {
  for (const code of codes) await ward.ask(code, 'cancel', 'luis');
  await ward.wait('5 min');
  await ward.messages();
}

/** The codes in each line of an answer, without regard to their order. */
function codesByLine(text: string | undefined): { said: string; codes: string[] }[] {
  return (text ?? '').split('\n').map((line) => ({ said: line.replaceAll(/(\w{4}-\w{4} ?)+/g, '…'), codes: (line.match(/\w{4}-\w{4}/g) ?? []).sort() }));
}

describe('ACK TODOS from a phone', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst } });
  });
  afterAll(() => ward.close());

  test('takes what was delivered to that person and nobody has, says so, and what it left; coming twice it is once', async () => {
    const [one = '', two = '', taken = ''] = await ward.detectAtOnce(2, 3);
    await ward.ask(taken, 'acknowledge', 'luis');
    ward.sandbox.faults.add({ platform: 'twilio', operation: 'messages.create', match: { to: ward.address('ana', 'twilio') }, count: 1, fault: { kind: 'receipts', plan: [] } });
    const late = await ward.detect({ stage: 2, confidence: 0.93 });
    await ward.messages();
    await ward.reply('ana', 'ACK TODOS');
    expect((await ward.messages()).filter((message) => message.startsWith('ana by'))).toEqual(['ana by whatsapp: answer']);
    expect(codesByLine(ward.texts('ana').at(-1))).toEqual([
      { said: 'Usted tomó 2: …. Vea a los pacientes. Responda LISTO y el código de cada una.', codes: [one, two].sort() },
      { said: 'Aún no le llegaron y no las tomó: ….', codes: [late] },
      { said: 'Ya las tiene otra persona: ….', codes: [taken] },
    ]);
    expect(await owners(ward, [one, two, taken, late])).toEqual(['ana', 'ana', 'luis', null]);
    await ward.sandbox.twilio?.reply({ from: ward.address('ana', 'twilio'), forge: 'replay' });
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
    for (const code of [one, two]) expect((await ward.show(code)).timeline.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
    await endAll(ward, [one, two, taken, late]);
  });

  test('takes none of somebody else’s, and says that nothing is open', async () => {
    const codes = await ward.detectAtOnce(2, 2);
    await ward.messages();
    await ward.reply('bruno', 'ack all');
    expect(await ward.messages()).toEqual(['bruno by whatsapp: answer']);
    expect(await owners(ward, codes)).toEqual([null, null]);
    await endAll(ward, codes);
  });
});

describe('the button under a message about several alerts', () => {
  test('on WhatsApp takes those that the message names, and leaves those that came by themselves', async () => {
    const ward = await openWard({ startAt: TUESDAY_MORNING, env: { VIGIA_LIMIT_TWILIO: '8', VIGIA_LIMIT_SLACK: '1000' }, config: { 'policy.yaml': byWhatsAppFirst } });
    const codes = await ward.detectAtOnce(2, 7);
    await ward.wait('5 s');
    await ward.messages();
    const digest = ward.texts('ana').find((text) => text.includes('ACK TODOS')) ?? '';
    const named = codes.filter((code) => digest.includes(code));
    expect(named).toHaveLength(3);
    await ward.reply('ana', 'sí', { quoting: named[0] ?? '' });
    const asked = ward.texts('ana').at(-1) ?? '';
    expect(asked).toMatch(/^¿Cuál toma\? Aún no tomó ninguna\./);
    expect((asked.match(/\w{4}-\w{4}/g) ?? []).sort()).toEqual(named.toSorted());
    await ward.tap('ana', 'ACK TODOS', named[0] ?? '');
    expect(codesByLine(ward.texts('ana').at(-1))[0]).toMatchObject({ codes: named.toSorted() });
    expect(await owners(ward, named)).toEqual(['ana', 'ana', 'ana']);
    expect(await owners(ward, codes.filter((code) => !named.includes(code)))).toEqual([null, null, null, null]);
    // The newest message with that code is the answer, which is about no alert in particular.
    await ward.reply('ana', 'sí', { quoting: named[0] ?? '' });
    expect(ward.texts('ana').at(-1)).toContain('¿Cuál toma?');
    await endAll(ward, codes);
    await ward.close();
  });

  test('in Slack takes them once, tells who presses after that who has them, and is gone when none waits', async () => {
    const ward = await openWard({ startAt: TUESDAY_MORNING, env: { VIGIA_LIMIT_SLACK: '6', VIGIA_LIMIT_TWILIO: '1000' } });
    const first = await ward.detect({ stage: 3, confidence: 0.93 });
    const codes = await ward.detectAtOnce(3, 2);
    await ward.wait('5 s');
    await ward.messages();
    await ward.press('fernando', 'acknowledge_all', codes[0] ?? '');
    expect(await owners(ward, [first, ...codes])).toEqual([null, 'fernando', 'fernando']);
    const answers = (responder: string): string[] => ward.slackMessages(responder).filter(({ ephemeralFor }) => ephemeralFor !== null).map(({ text }) => text);
    expect(codesByLine(answers('fernando').at(-1))).toEqual([{ said: 'Usted tomó 2: …. Vea a los pacientes.', codes: codes.toSorted() }]);
    await ward.wait('10 s');
    const shown = ward.slackMessages('ana').find(({ text, ephemeralFor }) => ephemeralFor === null && text.startsWith('2 alertas'));
    expect(shown?.text.match(/La tomó Fernando Araya/g)).toHaveLength(2);
    expect(JSON.stringify(shown?.blocks)).not.toContain('vigia_acknowledge_all');
    await endAll(ward, [first, ...codes]);
    await ward.close();
  });
});
