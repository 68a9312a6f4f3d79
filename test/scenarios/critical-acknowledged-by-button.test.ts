import { openWard, type Ward } from './support/ward.ts';

describe('a stage 4 finding', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard();
  });
  afterAll(() => ward.close());

  test('pages the primary and the charge nurse by Slack and WhatsApp at once, and stops when one takes it', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93, unit: 'uci' });
    const [primary, charge] = await people(ward);
    expect(await ward.messages()).toEqual([
      '#emergency-escalation by slack: page',
      ...[primary, charge].flatMap((person) => [`${person} by slack: page`, `${person} by whatsapp: page`]),
    ].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', severity: 'critical', stage: 4, escalationLevel: 1, acknowledgedBy: null });

    await ward.press(primary, 'acknowledge', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: primary });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', `${charge} by whatsapp: taken notice`].sort());
    expect(ward.slackTexts('#emergency-escalation')[0]).toContain('La tomó');
    await ward.wait('20 min');
  });
});

async function people(ward: Ward): Promise<[string, string]> {
  const { directory } = ward.service.config.current();
  const holder = (role: string): string => {
    const found = ward.service.hospital().addressee({ recipient: { kind: 'role', role }, route: 'slack', unit: 'uci', severity: 'critical', exclude: [], at: ward.time.now() });
    if ('nobody' in found || !found.responder) throw new Error(`nobody is ${role}`);
    return found.responder.id;
  };
  expect(directory.responders.length).toBeGreaterThan(0);
  return [holder('primary_nurse'), holder('charge_nurse')];
}
