import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('everybody is written to in their own language', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('an English-speaking physician in English, a nurse and the channel in Spanish, each with local times', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93, unit: 'uci' });
    await ward.wait('5 min');
    expect(ward.texts('hugo').at(-1)).toMatch(new RegExp(`^Vigia alert, CRITICAL: ${code}\\nSee the patient\\. Reply YES or NO before 10:1\\d\\.`));
    expect(ward.texts('ana').at(0)).toMatch(/^Alerta CRÍTICA de Vigía: .*\nVea al paciente\. Responda SÍ o NO antes de 10:0\d\./);
    expect(ward.slackTexts('hugo').at(-1)).toContain('CRITICAL');
    expect(ward.slackTexts('#wound-care-team').at(0)).toContain('CRÍTICA');
    await ward.reply('hugo', "I'm on my way");
    expect(ward.texts('hugo').at(-1)).toMatch(/^You have|^You took/);
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: 'hugo' });
    await ward.messages();
  });

  test('no message on a phone holds more than severity, code, times and where to look', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.55, unit: 'uci', bodySite: 'sacrum', patientRef: 'planted-reference' });
    const phones = [...ward.texts('ana'), ...ward.texts('fernando'), ...ward.texts('nicolas')].filter((text) => text.includes(code));
    expect(phones.length).toBeGreaterThan(2);
    for (const text of phones) {
      expect(text.length).toBeLessThan(300);
      expect(text).not.toMatch(/planted|sacr|uci|categor|stage|LPP \d/i);
    }
    await ward.messages();
  });
});
