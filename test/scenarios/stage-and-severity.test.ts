import type { Detection } from '../../src/domain/detection.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('how bad a finding is', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  const high = ['#lpp-notifications by slack: page', ...told(['ana', 'fernando'], ['slack'], 'page')];
  const medium = ['#lpp-notifications by slack: page', 'ana by slack: page'];

  async function raised(detection: Detection): Promise<{ code: string; severity: string; messages: string[] }> {
    const code = await ward.detect(detection);
    const messages = await ward.messages();
    const { severity } = await ward.show(code);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
    return { code, severity, messages };
  }

  test.each([
    ['an unstageable injury is critical: it may hide stage 4', { stage: 'unstageable', confidence: 0.9 }, 'critical', FIRST_STEP_OF_CRITICAL],
    ['a deep tissue injury is high', { stage: 'deep_tissue', confidence: 0.9 }, 'high', high],
    ['a mucosal injury is high', { stage: 'mucosal', confidence: 0.9 }, 'high', high],
    ['a stage 2 injury is medium', { stage: 2, confidence: 0.9 }, 'medium', medium],
    ['a caller raises it', { stage: 2, confidence: 0.9, severity: 'critical' }, 'critical', FIRST_STEP_OF_CRITICAL],
    ['a caller raises what would only be listed to a page', { stage: 1, confidence: 0.9, severity: 'medium' }, 'medium', medium],
    ['a caller never lowers it', { stage: 4, confidence: 0.9, severity: 'low' }, 'critical', FIRST_STEP_OF_CRITICAL],
    ['low confidence never lowers it, and adds a reviewer', { stage: 2, confidence: 0.5 }, 'medium', [...medium, 'nicolas by slack: page']],
    ['at low confidence a critical finding goes to the reviewer as critical as to the others', { stage: 4, confidence: 0.3 }, 'critical',
      [...FIRST_STEP_OF_CRITICAL, ...told(['nicolas'], ['slack', 'whatsapp'], 'page')].sort()],
  ] satisfies [string, Detection, string, readonly string[]][])('%s', async (_name, detection, severity, messages) => {
    expect(await raised(detection)).toMatchObject({ severity, messages });
  });

  test('a doubtful finding says so on Slack, and never names a treatment', async () => {
    const code = await ward.detect({ stage: 3, confidence: 0.4 });
    const [message] = ward.slackMessages('nicolas').slice(-1);
    const words = JSON.stringify(message);
    expect(words).toContain('La IA no está segura: que alguien revise la imagen.');
    expect(words).toContain('LPP categoría III · confianza baja');
    expect(words).toContain('IA, sin confirmar.');
    expect(words).toContain('Vea al paciente.');
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });
});
