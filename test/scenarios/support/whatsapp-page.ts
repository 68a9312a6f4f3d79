import { byWhatsAppFirst, NO_LIMITS, TUESDAY_MORNING } from './told.ts';
import { openWard, type Ward, type WardOptions } from './ward.ts';

/** A ward on a Tuesday morning, in which a stage 2 finding pages one nurse on the phone. */
export async function openWhatsAppWard(config: WardOptions['config'] = {}): Promise<Ward> {
  return openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst, ...config } });
}

/** Raises a stage 2 finding, sees that it pages this phone and nobody else, and answers its code. */
export async function pageByWhatsApp(ward: Ward, phone = 'ana'): Promise<string> {
  const code = await ward.detect({ stage: 2, confidence: 0.93 });
  expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', `${phone} by whatsapp: page`]);
  return code;
}

/** Ends the alert, so that the next test begins without it. What people are told of it is not looked at. */
export async function endAlert(ward: Ward, code: string): Promise<void> {
  await ward.ask(code, 'cancel', 'luis');
  await ward.messages();
}
