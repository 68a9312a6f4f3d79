import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** Hugo reads English, and is on call from Madrid: four hours ahead of Santiago in March. */
const HUGO_IN_MADRID = (directory: string): string => directory.replace('    language: en\n', '    language: en\n    timeZone: Europe/Madrid\n');

describe('a physician who reads English, in another time zone', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'directory.yaml': HUGO_IN_MADRID } });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.wait('5 min');
    await ward.messages();
  });
  afterAll(() => ward.close());

  test('is paged in English, with the deadline by the clock on their own wall', () => {
    const [page] = ward.texts('hugo');
    expect(page).toMatch(new RegExp(`^Vigia alert, CRITICAL: ${code}\n`));
    expect(page).toMatch(/\b14:1\d\b/);
    expect(page).toContain('See the patient');
    const [inSlack] = ward.slackMessages('hugo');
    expect(inSlack?.text).toContain(`Alert, CRITICAL · ${code}`);
    expect(JSON.stringify(inSlack?.blocks)).toContain('YES, ON MY WAY');
    expect(JSON.stringify(inSlack?.blocks)).toContain('Pressure injury, stage 4');
  });

  test("reads what colleagues and channels don't: they read Spanish and the hospital's time", () => {
    expect(ward.texts('ana')[0]).toMatch(/^Alerta CRÍTICA de Vigía: .*\nVea al paciente\. Responda SÍ o NO antes de 10:0\d\./);
    expect(ward.texts('isidora')[0]).toMatch(/^Alerta CRÍTICA de Vigía: [\s\S]*10:1\d/);
    expect(ward.slackTexts('#wound-care-team')[0]).toMatch(/^Alerta CRÍTICA · [\s\S]*10:1\d/);
    expect(ward.texts('hugo').concat(ward.slackTexts('hugo')).join('\n')).not.toMatch(/Alerta|Responda|Vea al/);
  });

  test('is answered in English', async () => {
    await ward.reply('hugo', 'on my way');
    expect(ward.texts('hugo').at(-1)).toMatch(new RegExp(`^You have ${code}\\. [\\s\\S]*14:3\\d`));
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'hugo' });
    expect(ward.slackTexts('hugo').at(-1)).toMatch(/Hugo Fuentes[^\n]*14:0\d/);
    expect(ward.slackTexts('#wound-care-team')[0]).toMatch(/La tomó Dr\. Hugo Fuentes · 10:0\d/);
    await ward.press('hugo', 'resolve', code);
    const [answer] = ward.slackMessages('hugo').filter(({ ephemeralFor }) => ephemeralFor !== null);
    expect(answer?.text).toMatch(/attended/);
    expect(ward.texts('isidora').at(-1)).toContain('Quedó atendida por Dr. Hugo Fuentes');
    await ward.messages();
  });

  test('and nobody is sent more to a phone than severity, code, times and where to look', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.55, unit: 'uci', bodySite: 'sacrum', patientRef: 'planted-reference' });
    const phones = ['ana', 'fernando', 'nicolas'].map((paged) => ward.texts(paged).filter((text) => text.includes(code)));
    expect(phones.map((texts) => texts.length)).toEqual([1, 1, 1]);
    for (const text of phones.flat()) {
      expect(text.length).toBeLessThan(300);
      expect(text).not.toMatch(/planted|sacr|uci|categor|stage|LPP \d/i);
    }
    await ward.messages();
  });
});
