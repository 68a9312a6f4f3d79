import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';
import { endAlert } from './support/whatsapp-page.ts';

/** Each platform's call that creates a message, and how a test names the route. */
const CALLS = [['slack', 'chat.postMessage', 'slack'], ['twilio', 'messages.create', 'whatsapp']] as const;

describe('a send whose connection ends before the provider has answered', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterEach(() => ward.sandbox.faults.clear());
  afterAll(() => ward.close());

  /** The first message to ana by this route; whoever looks for it is answered. */
  function breakOff(platform: 'slack' | 'twilio', operation: string, when: 'before' | 'after'): void {
    ward.sandbox.faults.add({ platform, operation, nth: 1, match: { to: ward.address('ana', platform) }, fault: { kind: 'reset', when } });
  }

  const textsOf = (code: string, route: 'slack' | 'whatsapp'): string[] =>
    (route === 'slack' ? ward.slackTexts('ana') : ward.texts('ana')).filter((text) => text.includes(code));

  test.each(CALLS)('is found at %s where the provider had taken it, and not sent again', async (platform, operation, route) => {
    breakOff(platform, operation, 'after');
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    // The provider may still be making it.
    await ward.wait('5 s');
    // The call that broke off has no answer, and there is no other.
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL.filter((message) => message !== `ana by ${route}: page`));
    expect(textsOf(code, route)).toEqual([expect.not.stringContaining('repetición')]);
    const paged = (await ward.show(code)).timeline.filter(({ kind, responder }) => kind === 'paged' && responder === 'ana');
    expect(paged.map((line) => line.platform).sort()).toEqual(['slack', 'twilio']);
    await endAlert(ward, code);
  });

  test.each(CALLS)('is sent again by %s where the provider had not, marked as a repeat', async (platform, operation, route) => {
    breakOff(platform, operation, 'before');
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    // The provider may still be making it.
    await ward.wait('5 s');
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect(textsOf(code, route)).toEqual([expect.stringContaining('repetición')]);
    await endAlert(ward, code);
  });
});
