import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the Slack messages of an alert', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  /** The message that paged, as it reads now: its lines, and the titles of its buttons. */
  function page(place: string): { text: string; buttons: string[] } {
    const message = ward.slackMessages(place).find(({ threadTs, ephemeralFor }) => threadTs === null && ephemeralFor === null);
    const buttons = (message?.blocks ?? []).flatMap((block) => (block.type === 'actions' ? block.elements : []));
    return { text: message?.text ?? '', buttons: buttons.map((button) => (button as { text: { text: string } }).text.text) };
  }

  /** The story under a channel's message. */
  const stories = (channel: string) => ward.slackMessages(channel).filter(({ threadTs, ephemeralFor }) => threadTs !== null && ephemeralFor === null);

  test('show what to do and three buttons while nobody has it, and no story yet', () => {
    for (const place of ['ana', 'fernando', '#emergency-escalation']) {
      expect(page(place).text).toMatch(/Vea al paciente\.\nSin tomar · antes de 10:0\d/);
      expect(page(place).buttons).toEqual(['SÍ, VOY', 'NO PUEDO', 'LISTO']);
    }
    expect(stories('#emergency-escalation')).toEqual([]);
  });

  test('say who took it and when, and offer the owner to finish or to give it back', async () => {
    await ward.press('ana', 'acknowledge', code);
    for (const place of ['ana', 'fernando', '#emergency-escalation']) {
      expect(page(place).text).toMatch(/La tomó Ana Rojas · 10:0\d/);
      expect(page(place).text).not.toContain('Vea al paciente');
      expect(page(place).buttons).toEqual(['LISTO', 'DEVOLVER']);
    }
    expect(stories('#emergency-escalation')).toMatchObject([{ text: expect.stringMatching(/La tomó Ana Rojas/) }]);
    await ward.messages();
  });

  test("tell anybody else who presses give back that it isn't theirs", async () => {
    await ward.press('fernando', 'give_back', code);
    const [answer] = ward.slackMessages('fernando').filter(({ ephemeralFor }) => ephemeralFor !== null).slice(-1);
    expect(answer?.text).toMatch(new RegExp(`^${code} no está a su nombre: la tiene Ana Rojas`));
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual([]);
  });

  test('go back to asking once the owner gave it back, and the next step is called', async () => {
    await ward.press('ana', 'give_back', code);
    expect(await ward.messages()).toEqual([...SECOND_STEP_OF_CRITICAL, 'fernando by whatsapp: reopened notice'].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 2 });
    for (const place of ['ana', 'fernando', '#emergency-escalation', '#wound-care-team']) {
      expect(page(place).text).toContain('Vea al paciente.\nSin tomar');
      expect(page(place).buttons).toEqual(['SÍ, VOY', 'NO PUEDO', 'LISTO']);
    }
  });

  test('lose their buttons when it is over, and the story stays one message that was rewritten', async () => {
    await ward.press('isidora', 'acknowledge', code);
    await ward.press('isidora', 'resolve', code);
    for (const place of ['ana', 'isidora', '#emergency-escalation', '#wound-care-team']) {
      expect(page(place).text).toContain('Atendida por Isidora Campos');
      expect(page(place).buttons).toEqual([]);
    }
    expect(page('hugo').text).toContain('Isidora Campos');
    for (const channel of ['#emergency-escalation', '#wound-care-team']) expect(stories(channel)).toHaveLength(1);
    const [story] = stories('#emergency-escalation');
    expect(story?.edits).toBeGreaterThan(0);
    for (const line of ['Empieza el paso 1\n', 'Aviso en #emergency-escalation\n', 'Aviso enviado a Ana Rojas por WhatsApp\n', 'La tomó Ana Rojas', 'La devolvió Ana Rojas', 'Empieza el paso 2', 'La tomó Isidora Campos', 'Atendida por Isidora Campos']) expect(story?.text).toContain(line);
    await ward.messages();
  });
});
